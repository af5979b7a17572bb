"""order: one quantity is larger than another, seed by seed."""

from __future__ import annotations

from operator import sub

from reprise.analysis.checks.seeded import Decision, paired, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import interval, with_spread
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import Sample, p_against, side_of_zero
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_seeded import OrderClaim, OrderPart


def check(claim: OrderClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def _check(
    claim: OrderClaim, stated: OrderPart, measurements: Measurements, slug: str
) -> PartVerdict:
    larger = values(measurements, slug, stated.larger)
    smaller = values(measurements, slug, stated.smaller)
    sample = sample_of(paired(larger, smaller, sub))
    shown = f"a difference of {with_spread(sample)}" if sample else ""

    def decide(sample: Sample) -> Decision:
        leads = list(sample.values.values())
        side, against = side_of_zero(leads), p_against(leads)
        words = f"{shown}, {interval(sample)}"
        if side == 1:
            verdict, outcome = REPRODUCED, "larger, as stated"
        elif side == 0:
            verdict, outcome = NOT_REPRODUCED, "the two are equal in every run"
        elif side == -1:
            verdict, outcome = NOT_REPRODUCED, "the order is the other way round"
        else:
            verdict, outcome = INCONCLUSIVE, "the interval holds both orders"
        return Decision(verdict, f"{words}: {outcome}", p_against=against)

    return seeded_part(
        claim,
        stated.label,
        [larger, smaller],
        sample,
        shown,
        decide,
        timed=timed(stated.larger, stated.smaller),
        relation="larger",
        quantity=f"{larger.label} minus {smaller.label}",
    )
