"""bound: a quantity lies above or below a limit."""

from __future__ import annotations

from reprise.analysis.checks.seeded import Decision, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated, interval, with_spread
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import Sample, p_against, side_of_zero
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_seeded import BoundClaim, BoundPart


def check(claim: BoundClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def _check(
    claim: BoundClaim, stated: BoundPart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    sample = sample_of(found.by_seed)
    limit = as_stated(stated.limit)
    shown = f"measured {with_spread(sample)}, stated {stated.relation} {limit}" if sample else ""

    def decide(sample: Sample) -> Decision:
        sign = 1 if stated.relation == "above" else -1
        leads = [sign * (v - stated.limit) for v in sample.values.values()]
        side, against = side_of_zero(leads), p_against(leads)
        words = f"{shown} ({interval(sample)})"
        if side == 1:
            verdict, outcome = REPRODUCED, "it is"
        elif side == 0:
            verdict, outcome = NOT_REPRODUCED, "it is the limit itself"
        elif side == -1:
            verdict, outcome = NOT_REPRODUCED, "it is on the other side"
        else:
            verdict, outcome = INCONCLUSIVE, "the limit lies within the interval"
        return Decision(verdict, f"{words}: {outcome}", p_against=against)

    return seeded_part(
        claim,
        stated.label,
        [found],
        sample,
        shown,
        decide,
        timed=timed(stated.of),
        stated=limit,
        relation=stated.relation,
        quantity=found.label,
    )
