"""From a measure to one number per seed, with all that keeps a seed from having one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.analysis.naming import quantity_label, variant_label
from reprise.analysis.reductions import REDUCTIONS, NoNumber, at, reaches, share_below
from reprise.documents.models.claim import Measure
from reprise.documents.plan import Run
from reprise.documents.references import split_name
from reprise.training.record import Record


@dataclass(frozen=True)
class Values:
    """One quantity of one variant over its seeds.

    ``label`` names the quantity and ``name`` the variant, both for people; ``experiment`` is
    ``<slug>/<experiment>``. ``by_seed`` holds the seeds that gave a number. Of the others,
    ``not_made`` have no record, ``diverged`` have one without a number because they diverged,
    and ``absent`` says why the rest have none. ``missing`` means that there is no record at
    all; ``left_out`` that this scale (or this build) does not have the variant. ``cut`` holds
    the dotted keys that were cut, ``cut_words`` by how much; ``alone`` that all runs ran alone.
    """

    label: str
    name: str
    experiment: str
    by_seed: dict[int, float]
    runs: list[str]
    not_made: list[int]
    diverged: list[int]
    absent: dict[int, str]
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
    by_seed: dict[int, float] = {}
    diverged: list[int] = []
    absent: dict[int, str] = {}
    for run in made:
        record = measurements.record(run)
        try:
            by_seed[run.seed] = number(measurements, run, record)
        except NoNumber as reason:
            if record.status == "diverged":
                diverged.append(run.seed)
            else:
                absent[run.seed] = str(reason)
    cuts = measurements.cuts(slug, experiment, variant)
    return Values(
        label=label,
        name=variant_label(experiment, variant),
        experiment="/".join(split_name(slug, experiment)),
        by_seed=by_seed,
        runs=[run.id for run in made],
        not_made=[run.seed for run in runs if measurements.record(run) is None],
        diverged=diverged,
        absent=absent,
        missing=not made,
        left_out=found is None,
        cut=tuple(cut.key for cut in cuts),
        cut_words=tuple(str(cut) for cut in cuts),
        stand_in=bool(found and found.stand_in),
        alone=all(run.exclusive for run in made),
    )


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


def _metric(record: Record, name: str) -> float:
    value = record.metrics.get(name)
    if value is None:
        reason = "is not a finite number" if name in record.metrics else "is not in the record"
        raise NoNumber(f"its metric '{name}' {reason}")
    return float(value)


def _timing(record: Record, name: str) -> float:
    if record.status == "diverged":  # it stopped early, or computed with NaN
        raise NoNumber("it diverged")
    if name not in record.timing:
        raise NoNumber(f"its timing '{name}' is not in the record")
    return record.timing[name]


def _of_curve(measure: Measure, measurements: Measurements, run: Run, record: Record) -> float:
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


def points(
    measurements: Measurements, run: Run, curve: str, since: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """x and y of a run's curve from a point on; raises ``NoNumber`` where there is nothing."""
    found = measurements.curve(run, curve)
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
