"""trend: a curve rises or falls, in every seed's run."""

from __future__ import annotations

from functools import partial

import numpy as np

from reprise.analysis.checks.seeded import Decision, sample_of, seeded_part
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import per_run, points
from reprise.analysis.naming import variant_label
from reprise.analysis.numbers import rounded, seeds
from reprise.analysis.parts import PartVerdict
from reprise.analysis.reductions import NoNumber
from reprise.analysis.statistics import Sample, rank_correlation
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_seeded import TrendClaim, TrendPart
from reprise.documents.plan import Run
from reprise.training.record import Record

BEYOND = 0.9
"""Spearman's rho, in the stated direction, above which a curve counts as moving that way."""


def check(claim: TrendClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def _check(
    claim: TrendClaim, stated: TrendPart, measurements: Measurements, slug: str
) -> PartVerdict:
    every_step = stated.rule == "every-step"
    where = variant_label(stated.experiment, stated.variant)
    what = f"share of {stated.direction} steps" if every_step else "Spearman's rho"
    label = f"{what} of {stated.curve} of {where}"
    found = per_run(
        measurements,
        slug,
        stated.experiment,
        stated.variant,
        label,
        partial(_share_of_steps if every_step else _rho, stated),
    )
    sample = sample_of(found.by_seed)
    shown = f"{what} of {stated.curve}: {rounded(sample.mean, 4)} on average" if sample else ""

    def decide(sample: Sample) -> Decision:
        sign = -1 if stated.direction == "falling" and not every_step else 1
        numbers = list(sample.values.values())
        held = sum(v == 1 if every_step else sign * v > BEYOND for v in numbers)
        verdict = {sample.n: REPRODUCED, 0: NOT_REPRODUCED}.get(held, INCONCLUSIVE)
        share = {sample.n: f"all {seeds(sample.n)}", 0: f"none of {seeds(sample.n)}"}.get(
            held, f"{held} of {seeds(sample.n)}"
        )
        # in a true part each run is at most as likely to miss as not
        against = 1.0 if held else 0.5**sample.n
        return Decision(verdict, f"{shown}; {stated.direction} in {share}", p_against=against)

    return seeded_part(
        claim,
        stated.label,
        [found],
        sample,
        shown,
        decide,
        stated=stated.rule,
        relation=stated.direction,
        quantity=label,
    )


def _curve(
    stated: TrendPart, measurements: Measurements, run: Run, record: Record, least: int
) -> tuple[np.ndarray, np.ndarray]:
    x, y = points(measurements, run, stated.curve, stated.since)
    if record.status == "diverged" or not np.isfinite(y).all():
        raise NoNumber("its curve does not stay finite")
    if len(y) < least:
        raise NoNumber(f"its curve has fewer than {least} points")
    return x, y


def _share_of_steps(
    stated: TrendPart, measurements: Measurements, run: Run, record: Record
) -> float:
    """Share of the steps from point to point that go strictly in the stated direction."""
    _, y = _curve(stated, measurements, run, record, 2)
    steps = np.diff(y)
    return float(np.mean(steps > 0 if stated.direction == "rising" else steps < 0))


def _rho(stated: TrendPart, measurements: Measurements, run: Run, record: Record) -> float:
    """Spearman's rank correlation of the curve with its axis."""
    return rank_correlation(*_curve(stated, measurements, run, record, 3))
