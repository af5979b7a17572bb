"""count: every run gives the stated number."""

from __future__ import annotations

from reprise.analysis.checks.exact import different, exact_part
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import at_most
from reprise.documents.models.claim_exact import CountClaim, CountPart


def check(claim: CountClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def _check(
    claim: CountClaim, stated: CountPart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    shown = (
        f"measured {different(found)}, stated {as_stated(stated.stated)}" if found.by_seed else ""
    )
    if stated.within:
        shown += f" within {as_stated(stated.within)}"
    return exact_part(
        claim,
        stated.label,
        found,
        shown,
        lambda number: at_most(abs(number - stated.stated), stated.within),
        timed=bool(stated.of.timing),
        stated=as_stated(stated.stated),
        relation="equal",
    )
