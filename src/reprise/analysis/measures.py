"""From a measure to one number per seed, with all that keeps a seed from having one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.analysis.naming import quantity_label, variant_label
from reprise.analysis.reduced import number
from reprise.analysis.reductions import REDUCTIONS, NoNumber, NotFinite, at, reaches, share_below
from reprise.documents.models.measure import Measure
from reprise.documents.plan import Run
from reprise.documents.references import split_name
from reprise.training.record import Record


@dataclass(frozen=True)
class Values:
    """One quantity of one variant over its seeds.

    ``label`` names the quantity and ``name`` the variant, both for people; ``experiment`` is
    ``<slug>/<experiment>``. ``by_seed`` holds the seeds that gave a number. Of the others,
    ``not_made`` have no record, ``diverged`` have one without a number because they diverged,
    and ``absent`` says why the rest have none; ``not_finite`` are those of them that computed
    it without a finite result. ``missing`` means that there is no record at all; ``left_out``
    that this scale (or this build) does not have the variant. ``cut`` holds the dotted keys
    that were cut, ``cut_words`` by how much; ``alone`` that all runs ran alone.
    """

    label: str
    name: str
    experiment: str
    by_seed: dict[int, float]
    runs: list[str]
    not_made: list[int]
    diverged: list[int]
    absent: dict[int, str]
    not_finite: tuple[int, ...]
    missing: bool
    left_out: bool
    cut: tuple[str, ...]
    cut_words: tuple[str, ...]
    stand_in: bool
    alone: bool


Number = Callable[[Measurements, Run, Record], float]
"""The number of one run; raises ``NoNumber``."""


def values(measurements: Measurements, slug: str, measure: Measure) -> Values:
    """A measure's number for each seed of its variant."""
    return per_run(
        measurements,
        slug,
        measure.experiment,
        measure.variant,
        quantity_label(measure),
        partial(_number, measure),
    )


def per_run(
    measurements: Measurements,
    slug: str,
    experiment: str,
    variant: str,
    label: str,
    number: Number,
) -> Values:
    """What ``number`` gives for each run of a variant."""
    found = measurements.variant(slug, experiment, variant)
    runs = found.runs if found else ()
    made = [run for run in runs if measurements.record(run) is not None]
    by_seed, diverged, absent = _numbers(measurements, made, number)
    cuts = measurements.cuts(slug, experiment, variant)
    proposal = measurements.proposal(slug, experiment)
    name = variant_label(experiment, variant)
    return Values(
        label=label,
        name=f"{name} ({proposal.ledger}, which was proposed)" if proposal else name,
        experiment="/".join(split_name(slug, experiment)),
        by_seed=by_seed,
        runs=[run.id for run in made],
        not_made=[run.seed for run in runs if measurements.record(run) is None],
        diverged=diverged,
        absent={seed: str(reason) for seed, reason in absent.items()},
        not_finite=tuple(seed for seed in absent if isinstance(absent[seed], NotFinite)),
        missing=not made,
        left_out=found is None and proposal is None,
        cut=tuple(cut.key for cut in cuts),
        cut_words=tuple(str(cut) for cut in cuts),
        stand_in=bool(found and found.stand_in),
        alone=all(run.exclusive for run in made),
    )


def _numbers(
    measurements: Measurements, runs: Sequence[Run], number: Number
) -> tuple[dict[int, float], list[int], dict[int, NoNumber]]:
    """By seed: the numbers, those that diverged instead, and why the others have none."""
    by_seed: dict[int, float] = {}
    diverged: list[int] = []
    absent: dict[int, NoNumber] = {}
    for run in runs:
        record = measurements.record(run)
        try:
            by_seed[run.seed] = number(measurements, run, record)
        except NoNumber as reason:
            if record.status == "diverged":
                diverged.append(run.seed)
            else:
                absent[run.seed] = reason
    return by_seed, diverged, absent


def _number(measure: Measure, measurements: Measurements, run: Run, record: Record) -> float:
    if measure.metric:
        value = _metric(record, measure.metric)
    elif measure.timing:
        value = _timing(record, measure.timing)
    else:
        value = _of_curve(measure, measurements, run, record)
    if measure.scaled_by is None:
        return value
    scale = _metric(record, measure.scaled_by)
    if scale == 0:
        raise NoNumber(f"its {measure.scaled_by} is 0, by which nothing can be divided")
    return value / scale


DIVERGED = "diverged"
"""A metric that every run has: 1 where its loss stopped being finite, else 0."""


def _metric(record: Record, name: str) -> float:
    if name == DIVERGED:
        return float(record.status == "diverged")
    value = record.metrics.get(name)
    if value is not None:
        return float(value)
    if name in record.metrics:
        raise NotFinite(f"its metric '{name}' is not a finite number")
    raise NoNumber(f"its metric '{name}' is not in the record")


def _timing(record: Record, name: str) -> float:
    if record.status == "diverged":  # it stopped early, or computed with NaN
        raise NoNumber("it diverged")
    if name not in record.timing:
        raise NoNumber(f"its timing '{name}' is not in the record")
    return record.timing[name]


def _of_curve(measure: Measure, measurements: Measurements, run: Run, record: Record) -> float:
    if measurements.is_reduced(run, measure.curve) and not needs_points(measure):
        return _of_reduced(measure, measurements.reduced(run, measure.curve), record)
    x, y = points(measurements, run, measure.curve, measure.since)
    if measure.reaches is not None:
        return reaches(x, y, measure.reaches)
    if not isinstance(measure.at, str):
        return _finite(at(x, y, measure.at))
    if measure.at == "first":
        return _finite(REDUCTIONS["first"](x, y))
    if record.status == "diverged" or not np.isfinite(y).all():
        raise NoNumber("its curve does not stay finite")
    if measure.at == "share-below":
        other_x, other = points(measurements, run, measure.below, measure.since)
        if not np.array_equal(x, other_x):
            raise NoNumber(f"its curves '{measure.curve}' and '{measure.below}' differ in points")
        return share_below(y, other)
    return REDUCTIONS[measure.at](x, y)


def needs_points(measure: Measure) -> bool:
    """Whether the number asks for more of a curve than what is kept where its points are not."""
    return measure.at not in REDUCTIONS or measure.since is not None


def _of_reduced(measure: Measure, reduced: np.ndarray | None, record: Record) -> float:
    if reduced is None:
        raise NoNumber(f"its curve '{measure.curve}' is not in the record")
    value = number(reduced, measure.at)
    if measure.at == "first":
        return _finite(value)
    if record.status == "diverged" or np.isnan(value):
        raise NoNumber("its curve does not stay finite")
    return value


def points(
    measurements: Measurements, run: Run, curve: str, since: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """x and y of a run's curve from a point on; raises ``NoNumber`` where there is nothing."""
    found = measurements.curve(run, curve)
    if measurements.is_reduced(run, curve):
        raise NoNumber(f"of its curve '{curve}' only some numbers were kept, not the points")
    if found is None or not len(found[0]):
        raise NoNumber(f"its curve '{curve}' is not in the record")
    x, y = found
    kept = np.ones(len(x), dtype=bool) if since is None else x >= since
    if not kept.any():
        raise NoNumber(f"its curve '{curve}' ends before {since:g}")
    return x[kept], y[kept]


def _finite(value: float) -> float:
    if not np.isfinite(value):
        raise NoNumber("its curve is not finite there")
    return value
