"""gap: a difference or ratio of two quantities lies within limits, seed by seed."""

from __future__ import annotations

from math import inf
from operator import sub, truediv

from reprise.analysis.checks.seeded import Decision, paired, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated, interval, with_spread
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import Sample, at_most, p_against
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED, Verdict
from reprise.documents.models.claim_seeded import GapClaim, GapPart


def check(claim: GapClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def rule(low: float, high: float, at_least: float, most: float) -> Verdict:
    """Reproduced when the interval lies within the limits, not reproduced when outside them."""
    if at_most(at_least, low) and at_most(high, most):
        return REPRODUCED
    return NOT_REPRODUCED if high < at_least or low > most else INCONCLUSIVE


def _check(claim: GapClaim, stated: GapPart, measurements: Measurements, slug: str) -> PartVerdict:
    of = values(measurements, slug, stated.of)
    against = values(measurements, slug, stated.against)
    divisible = not stated.as_ratio or all(against.by_seed.values())
    pairs = paired(of, against, truediv if stated.as_ratio else sub) if divisible else {}
    sample = sample_of(pairs)
    relation, word = ("ratio", "divided by") if stated.as_ratio else ("difference", "minus")
    limits = _limits(stated)
    shown = f"a {relation} of {with_spread(sample)}, stated {limits}" if sample else ""

    def decide(sample: Sample) -> Decision:
        at_least = -inf if stated.at_least is None else stated.at_least
        most = inf if stated.at_most is None else stated.at_most
        verdict = rule(sample.low, sample.high, at_least, most)
        place = {
            REPRODUCED: "within the limits",
            NOT_REPRODUCED: "outside the limits",
            INCONCLUSIVE: "the interval holds a limit",
        }[verdict]
        outside = min(
            p_against([side * (v - limit) for v in sample.values.values()])
            for side, limit in ((1, stated.at_least), (-1, stated.at_most))
            if limit is not None
        )
        return Decision(verdict, f"{shown} ({interval(sample)}): {place}", p_against=outside)

    return seeded_part(
        claim,
        stated.label,
        [of, against],
        sample,
        shown,
        decide,
        unpaired="no seed gives both numbers" if divisible else "nothing can be divided by 0",
        timed=timed(stated.of, stated.against),
        stated=limits,
        relation=relation,
        quantity=f"{of.label} {word} {against.label}",
    )


def _limits(stated: GapPart) -> str:
    if stated.at_most is None:
        return f"at least {as_stated(stated.at_least)}"
    if stated.at_least is None:
        return f"at most {as_stated(stated.at_most)}"
    return f"{as_stated(stated.at_least)} to {as_stated(stated.at_most)}"
