"""What all checks share that one run decides, because nothing in it is left to chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from reprise.analysis.conditions import obstacle, remarks
from reprise.analysis.measures import Values
from reprise.analysis.numbers import listed, rounded
from reprise.analysis.parts import PartVerdict, part
from reprise.analysis.statistics import describe
from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim import Claim


def exact_part(
    claim: Claim,
    label: str,
    found: Values,
    shown: str,
    holds: Callable[[float], bool],
    *,
    beside: Sequence[Values] = (),
    timed: bool = False,
    **facts: Any,
) -> PartVerdict:
    """Reproduced when every run's number ``holds``; one that does not refutes.

    ``shown`` says what was found; it stands in the reason also where nothing is decided.
    ``beside`` are numbers that are shown, but decide nothing.
    """
    numbers = list(found.by_seed.values())
    stopped, hindered = obstacle(claim, [found], timed=timed), None
    if stopped is not None:
        verdict, hindered = stopped.verdict, stopped.hindered
        why = f"{stopped.why}; {shown}" if numbers else stopped.why
    else:
        verdict = REPRODUCED if all(holds(number) for number in numbers) else NOT_REPRODUCED
        runs = "the one run" if len(numbers) == 1 else f"{len(numbers)} runs"
        why = f"{shown} (in {runs})"
    return part(
        label,
        verdict,
        why + remarks([found]),
        [found, *beside],
        quantity=found.label,
        hindered=hindered,
        measured=describe(found.by_seed) if numbers and all(map(isfinite, numbers)) else None,
        **facts,
    )


def different(found: Values, digits: int = 8) -> str:
    """The numbers of all runs, each once: ``7960``, or ``0.44 and 0.56``."""
    return listed([rounded(v, digits) for v in dict.fromkeys(found.by_seed.values())])
