"""The verdict on one part of a claim, and how verdicts combine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from reprise.analysis.measures import Values
from reprise.analysis.statistics import FINAL_SEEDS, Sample
from reprise.analysis.words import (
    INCONCLUSIVE,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    NOT_RUN,
    REPRODUCED,
    Verdict,
)

WORST_FIRST: tuple[Verdict, ...] = (
    NOT_REPRODUCED,
    NOT_RUN,
    INCONCLUSIVE,
    NOT_CHECKABLE,
    REPRODUCED,
)
"""One part that fails refutes a claim whatever the others would say; what was not even tried
comes before what was tried without a result."""

BUDGET = "budget: "
"""Starts the reason of what is inconclusive because of cut or stand-in runs."""

Hindrance = Literal["budget", "one seed", "no number"]
BUDGET_CUT: Hindrance = "budget"
ONE_SEED: Hindrance = "one seed"
NO_NUMBER: Hindrance = "no number"
"""What may keep a part from being tested at all."""


@dataclass(frozen=True)
class PartVerdict:
    """What the measurements say of one part of a claim; the reason is a sentence for people."""

    label: str
    verdict: Verdict
    why: str
    stated: str | None = None
    relation: str | None = None
    quantity: str | None = None
    measured: Sample | None = None
    tau: float | None = None
    tau_origin: str | None = None
    d: float | None = None
    h: float | None = None
    p: float | None = None
    p_against: float | None = None
    """How likely numbers that speak so clearly against a true part are at most; None where
    nothing was tested over seeds."""
    formula: dict[str, Any] | None = None
    significant_bh: bool | None = None
    provisional: bool = False
    cut: tuple[str, ...] = ()
    stand_in: bool = False
    runs: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()
    kind: str | None = None
    """The kind of the check that made it."""
    hindered: Hindrance | None = None
    """Why its numbers were not tested; None where they were, or where there is no run for it."""

    def as_json(self) -> dict[str, Any]:
        content = asdict(self)
        if self.measured is not None:
            by_seed = {str(seed): value for seed, value in sorted(self.measured.values.items())}
            content["measured"]["values"] = by_seed
        return {name: list(v) if isinstance(v, tuple) else v for name, v in content.items()}


def part(
    label: str, verdict: Verdict, why: str, used: Sequence[Values], **more: Any
) -> PartVerdict:
    """A part's verdict with the runs and experiments that it rests on."""
    return PartVerdict(
        label,
        verdict,
        why,
        cut=tuple(merged(found.cut for found in used)),
        stand_in=any(found.stand_in for found in used),
        runs=tuple(merged(found.runs for found in used)),
        experiments=tuple(merged([found.experiment] for found in used)),
        **more,
    )


def is_provisional(verdict: Verdict, n: int) -> bool:
    """A verdict for or against that rests on few seeds, and that more seeds may change."""
    return verdict in (REPRODUCED, NOT_REPRODUCED) and n < FINAL_SEEDS


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=WORST_FIRST.index)


def merged(lists: Iterable[Iterable[Any]]) -> list[Any]:
    """All items once, in the order in which they first come."""
    return list(dict.fromkeys(item for items in lists for item in items))
