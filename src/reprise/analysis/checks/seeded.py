"""What all checks share that ask for a number per seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reprise.analysis.conditions import obstacle, remarks
from reprise.analysis.measures import Values
from reprise.analysis.parts import (
    NO_NUMBER,
    ONE_SEED,
    Hindrance,
    PartVerdict,
    is_provisional,
    part,
)
from reprise.analysis.statistics import Sample, describe
from reprise.analysis.words import INCONCLUSIVE, Verdict
from reprise.documents.models.claim import Claim
from reprise.documents.models.measure import Measure


class Decision(NamedTuple):
    """A verdict and its reason; ``n`` where it rests on another number of seeds than the
    sample has, ``p`` where a printed number was tested, ``p_against`` where numbers over seeds
    were, ``hindered`` where they could not be."""

    verdict: Verdict
    why: str
    p: float | None = None
    n: int | None = None
    p_against: float | None = None
    hindered: Hindrance | None = None


def seeded_part(
    claim: Claim,
    label: str,
    used: Sequence[Values],
    sample: Sample | None,
    shown: str,
    decide: Callable[[Sample], Decision],
    *,
    beside: Sequence[Values] = (),
    unpaired: str = "no seed gives both numbers",
    timed: bool = False,
    **facts: Any,
) -> PartVerdict:
    """The verdict that ``decide`` finds, unless the runs or their number do not allow one.

    ``shown`` says what was measured; it stands in the reason also where nothing is decided.
    ``beside`` are measurements that the verdict needs too, but that other parts show;
    ``unpaired`` is the reason where each has numbers, but they cannot be put together.
    """
    found = obstacle(claim, [*used, *beside], timed=timed)
    if found is not None:
        why = f"{found.why}; {shown}" if sample else found.why
        decision = Decision(found.verdict, why, hindered=found.hindered)
    elif sample is None:
        decision = Decision(INCONCLUSIVE, unpaired, hindered=NO_NUMBER)
    elif sample.n < 2:
        why = f"one seed, which shows no spread: {shown}"
        decision = Decision(INCONCLUSIVE, why, hindered=ONE_SEED)
    else:
        decision = decide(sample)
    n = decision.n or (sample.n if sample else 0)
    return part(
        label,
        decision.verdict,
        decision.why + remarks(used),
        used,
        measured=sample,
        p=decision.p,
        p_against=decision.p_against,
        hindered=decision.hindered,
        provisional=is_provisional(decision.verdict, n),
        **facts,
    )


def paired(
    first: Values, second: Values, combine: Callable[[float, float], float]
) -> dict[int, float]:
    """One number for each seed that both quantities have."""
    common = sorted(first.by_seed.keys() & second.by_seed.keys())
    return {seed: combine(first.by_seed[seed], second.by_seed[seed]) for seed in common}


def sample_of(by_seed: dict[int, float], level: float = 0.90) -> Sample | None:
    """The sample, with the interval that belongs to two one-sided tests at 95 %."""
    return describe(by_seed, level) if by_seed else None


def timed(*measures: Measure) -> bool:
    return any(measure.timing for measure in measures)
