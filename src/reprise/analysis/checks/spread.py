"""spread: repeated runs lie close together."""

from __future__ import annotations

from math import inf

from reprise.analysis.checks.seeded import Decision, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated, rounded, with_spread
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import Sample, at_most, p_sd_above, sd_interval
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED, Verdict
from reprise.documents.models.claim_seeded import SpreadClaim, SpreadPart


def check(claim: SpreadClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def rule(low: float, high: float, limit: float) -> Verdict:
    """Reproduced when the whole interval of the spread lies below the limit, not reproduced
    when it lies above."""
    if at_most(high, limit):
        return REPRODUCED
    return NOT_REPRODUCED if low > limit else INCONCLUSIVE


def _check(
    claim: SpreadClaim, stated: SpreadPart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    sample = sample_of(found.by_seed)
    what = "relative sd" if stated.relative else "sd"
    limit = as_stated(stated.at_most)
    shown = f"measured {with_spread(sample)}, stated {what} at most {limit}" if sample else ""

    def decide(sample: Sample) -> Decision:
        unit = abs(sample.mean) if stated.relative else 1.0
        low, high = sd_interval(sample.sd, sample.n)
        low, sd, high = (_divided(value, unit) for value in (low, sample.sd, high))
        verdict = rule(low, high, stated.at_most)
        place = {
            REPRODUCED: "below the limit",
            NOT_REPRODUCED: "above the limit",
            INCONCLUSIVE: "the interval holds the limit",
        }[verdict]
        spread = f"{what} {rounded(sd)}, 90 % interval {rounded(low)} to {rounded(high)}"
        against = p_sd_above(sd, sample.n, stated.at_most)
        return Decision(verdict, f"{shown}: {spread}: {place}", p_against=against)

    return seeded_part(
        claim,
        stated.label,
        [found],
        sample,
        shown,
        decide,
        timed=timed(stated.of),
        stated=limit,
        relation="below",
        quantity=f"{what} of {found.label}",
    )


def _divided(value: float, unit: float) -> float:
    """A share of the mean; of a mean of zero no spread is a small one."""
    return value / unit if unit else (inf if value else 0.0)
