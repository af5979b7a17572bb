"""The measured points of a sweep: what lines and cells have in common."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reprise.analysis.measures import Values
from reprise.analysis.naming import variant_label
from reprise.documents.models.figure_sweep import SweepPoint
from reprise.figures.drawn import unique
from reprise.figures.values_words import absences
from reprise.figures.words import tick, with_sd


@dataclass(frozen=True)
class Measured:
    """A point and what was measured there.

    ``name`` tells it from the others of its figure, ``at`` from the others of its series.
    """

    name: str
    at: str
    point: SweepPoint
    values: Values

    @property
    def numbers(self) -> list[float]:
        return list(self.values.by_seed.values())

    @property
    def mean(self) -> float:
        return statistics.fmean(self.numbers)

    @property
    def label(self) -> str:
        return variant_label(self.values.experiment, self.point.of.variant)


def words_of(value: float | str) -> str:
    """A swept value for people."""
    return value if isinstance(value, str) else tick(value)


def range_words(points: Sequence[Measured]) -> str:
    """``highest 0.953 (sd 0.002) at 0.1, lowest 0.801 (sd 0.010) at 0.001``"""
    by_mean = sorted(points, key=lambda one: one.mean)
    lowest, highest = by_mean[0], by_mean[-1]
    if lowest is highest:
        return f"{with_sd(lowest.numbers)} at {lowest.at}"
    if lowest.mean == highest.mean:
        return f"{with_sd(lowest.numbers)} at each"
    ends = (("highest", highest), ("lowest", lowest))
    return ", ".join(f"{word} {with_sd(one.numbers)} at {one.at}" for word, one in ends)


def missing_sentences(points: Sequence[Measured]) -> list[str]:
    return absences([(one.name, one.values) for one in points])


def csv_cells(one: Measured) -> Iterator[Any]:
    """Experiment, variant, quantity, mean, sd, min, max, n."""
    numbers = one.numbers
    yield from (one.values.experiment, one.point.of.variant, one.values.label)
    if numbers:
        yield one.mean
        yield statistics.stdev(numbers) if len(numbers) > 1 else None
        yield from (min(numbers), max(numbers))
    else:
        yield from (None,) * 4
    yield len(numbers)


def about(points: Sequence[Measured]) -> dict[str, Any]:
    """Runs, experiments and what is missing or cut, as ``Drawn`` has them."""
    there = [one.values for one in points if one.numbers]
    return {
        "runs": unique(run for one in points for run in one.values.runs),
        "experiments": unique(one.values.experiment for one in points),
        "missing": unique(one.label for one in points if one.values.missing),
        "cut": any(found.cut for found in there),
        "stand_in": any(found.stand_in for found in there),
    }
