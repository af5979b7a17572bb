"""value: a printed number against the mean over seeds."""

from __future__ import annotations

from reprise.analysis.checks.seeded import Decision, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.analysis.numbers import as_stated, rounded, with_spread
from reprise.analysis.parts import NO_NUMBER, PartVerdict
from reprise.analysis.printed import distance
from reprise.analysis.statistics import (
    Sample,
    at_most,
    prediction_half_width,
    prediction_p,
    sampling_error,
)
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED, Verdict
from reprise.documents.models.claim_seeded import ValueClaim, ValuePart

NO_SHARE = "it is no share of images, so that 'evaluated_on' gives it no sampling error"


def check(claim: ValueClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def rule(d: float, h: float, tau: float) -> Verdict:
    """Reproduced when close and known well enough to say so; not reproduced when farther off
    than both the tolerance and what chance explains."""
    if at_most(d, tau):
        return REPRODUCED if at_most(h, 2 * tau) else INCONCLUSIVE
    return INCONCLUSIVE if at_most(d, h) else NOT_REPRODUCED


def _check(
    claim: ValueClaim, stated: ValuePart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    tolerance = stated.tolerance or claim.tolerance
    sample = sample_of(found.by_seed, 0.95)
    d = distance(sample.mean, stated.printed) if sample else None
    shown = _shown(sample, stated.printed, d, tolerance.tau) if sample else ""
    no_share = bool(sample and stated.evaluated_on and not 0 <= sample.mean <= 1)
    spread = None if sample is None or no_share else _spread(sample, stated)
    h = prediction_half_width(*spread) if spread else None

    def decide(_: Sample) -> Decision:
        if no_share:
            return Decision(INCONCLUSIVE, f"{shown}; {NO_SHARE}", hindered=NO_NUMBER)
        verdict = rule(d, h, tolerance.tau)
        p, near = prediction_p(d, *spread), at_most(d, tolerance.tau)
        words = shown + _chance(verdict, d, h, tolerance.tau)
        return Decision(verdict, words, p, p_against=1.0 if near else p)

    return seeded_part(
        claim,
        stated.label,
        [found],
        sample,
        shown,
        decide,
        timed=timed(stated.of),
        stated=stated.printed,
        relation="equal",
        quantity=found.label,
        tau=tolerance.tau,
        tau_origin=tolerance.origin,
        d=d,
        h=h,
    )


def _spread(sample: Sample, stated: ValuePart) -> tuple[float, int, int, float] | None:
    """What the prediction interval follows from: sd, n, m and e; None for a single seed."""
    if sample.sd is None:
        return None
    error = sampling_error(sample.mean, stated.evaluated_on) if stated.evaluated_on else 0.0
    return sample.sd, sample.n, stated.published_runs, error


def _shown(sample: Sample, printed: str, d: float, tau: float) -> str:
    apart = f"{rounded(d)} apart" if d > 0 else "no farther apart than the rounding"
    side = "within" if at_most(d, tau) else "beyond"
    tolerance = f"{side} the tolerance of {as_stated(tau)}"
    return f"measured {with_spread(sample)}, printed {printed}: {apart}, {tolerance}"


def _chance(verdict: Verdict, d: float, h: float, tau: float) -> str:
    """What chance has to do with it, where that decides."""
    if verdict == REPRODUCED:
        return ""
    if verdict == NOT_REPRODUCED:
        return f" and beyond the {rounded(h)} that chance explains"
    words = f", but chance alone explains {rounded(h)}"
    return f"{words}, more than twice the tolerance" if at_most(d, tau) else words
