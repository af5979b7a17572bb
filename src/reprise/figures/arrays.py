"""The arrays of one run's record, for figures that show a single run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.figures.drawn import Drawn, Source, to_csv
from reprise.figures.words import budget_sentences, plural
from reprise.training.record import Record, RecordError, read_arrays


class NotDrawn(Exception):
    """Why there is nothing to draw: a sentence for people."""


@dataclass(frozen=True)
class OneRun:
    """The run whose arrays are shown."""

    source: Source
    seed: int
    record: Record
    arrays: dict[str, np.ndarray]

    @property
    def seed_words(self) -> str:
        if self.source.planned == 1:
            return f"One seed ({self.seed})"
        return f"Seed {self.seed} of {plural(self.source.planned, 'seed')}"


def one_run(measurements: Measurements, source: Source, names: Sequence[str]) -> OneRun:
    """The first seed whose record has all of the arrays.

    Raises
    ------
    NotDrawn
        When nothing was run, or no record has them, or those that have cannot be read.
    """
    if source.variant is None:
        raise NotDrawn(f"Not at this scale: {source.short}.")
    if source.missing:
        raise NotDrawn(f"Not run: {source.short}.")
    having = {s: r for s, r in source.records.items() if not _lacking(r, names)}
    for seed, record in having.items():
        try:
            arrays = read_arrays(measurements.layout.record(record.id), record)
        except RecordError:
            continue
        return OneRun(source, seed, record, arrays)
    if having:
        raise NotDrawn(f"Not drawn: the arrays of {source.short} cannot be read.")
    record = next(iter(source.records.values()))
    lacking = " and ".join(f"'{name}'" for name in _lacking(record, names))
    there = ", ".join(name for name in record.arrays.shapes if not _of_curve(name)) or "none"
    raise NotDrawn(f"Not drawn: {source.short} has no array {lacking} in its record, but {there}.")


def shape_words(array: np.ndarray) -> str:
    """``10 x 28 x 28``"""
    return " × ".join(map(str, array.shape)) or "a single number"


def drawn_or_why(source: Source, columns: Sequence[str], draw: Callable[[], Drawn]) -> Drawn:
    """What ``draw`` makes of a source, or no drawing and why, where it raises ``NotDrawn``.

    Adds to what it makes whether the source is missing, and what was cut short.
    """
    common = {
        "experiments": (source.experiment,),
        "missing": (source.label,) if source.missing else (),
    }
    try:
        made = draw()
    except NotDrawn as reason:
        return Drawn(str(reason), f"Nothing to show: {reason}", to_csv(columns, []), **common)
    words = budget_sentences({"": source.cut}, {"": source.stand_in})
    return replace(
        made,
        caption=" ".join([made.caption, *words]),
        cut=bool(source.cut),
        stand_in=source.stand_in,
        **common,
    )


def _lacking(record: Record, names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in record.arrays.shapes]


def _of_curve(name: str) -> bool:
    """Full curves stand among the arrays as ``<axis>.<name>``."""
    return "." in name
