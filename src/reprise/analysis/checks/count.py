"""count: every run gives the stated number."""

from __future__ import annotations

from reprise.analysis.conditions import obstacle, remarks
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated, listed, rounded
from reprise.analysis.parts import PartVerdict, part
from reprise.analysis.statistics import at_most, describe
from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim import CountClaim, CountPart


def check(claim: CountClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def _check(
    claim: CountClaim, stated: CountPart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    numbers = found.by_seed.values()
    different = [rounded(v, 8) for v in dict.fromkeys(numbers)]
    shown = f"counted {listed(different)}, stated {as_stated(stated.stated)}" if numbers else ""
    if stated.within:
        shown += f" within {as_stated(stated.within)}"
    found_obstacle = obstacle(claim, [found], timed=bool(stated.of.timing))
    if found_obstacle is not None:
        verdict = found_obstacle.verdict
        why = f"{found_obstacle.why}; {shown}" if numbers else found_obstacle.why
    else:
        off = [v for v in numbers if not at_most(abs(v - stated.stated), stated.within)]
        verdict = NOT_REPRODUCED if off else REPRODUCED
        runs = "the one run" if len(numbers) == 1 else f"{len(numbers)} runs"
        why = f"{shown} (in {runs})"
    return part(
        stated.label,
        verdict,
        why + remarks([found]),
        [found],
        stated=as_stated(stated.stated),
        relation="equal",
        quantity=found.label,
        measured=describe(found.by_seed) if numbers else None,
    )
