"""Decision maps read from a record's arrays, whichever engine made them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reprise.documents.models.figure_pictures import MapPanel
from reprise.figures.arrays import NotDrawn, OneRun, shape_words
from reprise.training.record import Record

PROBABILITY = (
    "Shaded: the probability of class 1, from 0 (blue) to 1 (orange); the dark line is at 0.5."
)
DECISION = (
    "Shaded: the predicted class, 0 (blue) or 1 (orange); "
    "along the dark line the decision value is zero."
)


@dataclass(frozen=True)
class Map:
    """One map of side k.

    ``values`` (k, k) at x1 = ``axis``[j] and x2 = ``axis``[i] cross ``level`` at the boundary;
    ``classes`` (k, k) are 0 or 1, ``shares`` (k, k) the shading from 0 to 1. ``points`` (n, 2)
    with ``labels`` (n,) are None where none are drawn.
    """

    label: str
    run: OneRun
    axis: np.ndarray
    values: np.ndarray
    level: float
    classes: np.ndarray
    shares: np.ndarray
    shading: str
    accuracy: float | None
    points: np.ndarray | None
    labels: np.ndarray | None
    points_words: str

    @property
    def outside(self) -> int:
        """Points beyond the map's edges."""
        if self.points is None:
            return 0
        low, high = edges(self.axis)
        return int(((self.points < low) | (self.points > high)).any(axis=1).sum())


def edges(axis: np.ndarray) -> tuple[float, float]:
    """Where the map's first and last places end, half a step beyond their middles."""
    half = (axis[-1] - axis[0]) / (len(axis) - 1) / 2
    return float(axis[0] - half), float(axis[-1] + half)


def map_of(panel: MapPanel, run: OneRun, points: str) -> Map:
    """The map that a panel asks for.

    Raises
    ------
    NotDrawn
        When the arrays have other shapes, or there is no such snapshot.
    """
    arrays, name = run.arrays, run.source.short
    axis = arrays["map_axis"]
    if axis.ndim != 1 or len(axis) < 2:
        raise NotDrawn(f"Not drawn: the map_axis of {name} has the shape {shape_words(axis)}.")
    if "maps" in arrays:
        place, epoch = _snapshot(panel, run)
        values = _square(arrays["maps"][place], len(axis), name)
        level, shares, classes = 0.5, values, values > 0.5
        shading, accuracy = PROBABILITY, _accuracy(run.record, epoch)
    else:
        if panel.snapshot is not None:
            raise NotDrawn(f"Not drawn: {name} has one map, and no snapshots.")
        values = _square(arrays["decision_values"], len(axis), name)
        classes = _square(arrays["decision_map"], len(axis), name)
        level, shares, shading = 0.0, classes, DECISION
        accuracy = run.record.metrics.get("test_accuracy")
    x, labels = _points(run, points)
    return Map(
        label=panel.label,
        run=run,
        axis=axis,
        values=values,
        level=level,
        classes=classes.astype(int),
        shares=shares,
        shading=shading,
        accuracy=accuracy,
        points=x,
        labels=labels,
        points_words=f"{'training' if points == 'train' else points} points",
    )


def _snapshot(panel: MapPanel, run: OneRun) -> tuple[int, int]:
    """Place and epoch of the snapshot."""
    epochs = run.arrays["snapshot_epochs"].tolist()
    if len(epochs) != len(run.arrays["maps"]) or not epochs:
        raise NotDrawn(f"Not drawn: {run.source.short} has not one map for each snapshot.")
    if panel.snapshot is None:
        return len(epochs) - 1, epochs[-1]
    if panel.snapshot not in epochs:
        there = ", ".join(map(str, epochs))
        raise NotDrawn(
            f"Not drawn: {panel.label} ({run.source.short} has no snapshot after epoch "
            f"{panel.snapshot}, but after {there})."
        )
    return epochs.index(panel.snapshot), panel.snapshot


def _square(values: np.ndarray, side: int, name: str) -> np.ndarray:
    if values.shape != (side, side):
        raise NotDrawn(
            f"Not drawn: a map of {name} has the shape {shape_words(values)}, "
            f"its axis {side} places."
        )
    if not np.isfinite(values).all():
        raise NotDrawn(f"Not drawn: not all values of the map of {name} are finite.")
    return values.astype(np.float64)


def _accuracy(record: Record, epoch: int) -> float | None:
    """On the test points after an epoch; None before the first, where nothing is evaluated."""
    curve = record.curves.get("epoch", {})
    x = curve.get("x", [])
    if x and x[-1] == epoch:
        return record.metrics.get("test_accuracy")
    return curve["test_accuracy"][x.index(epoch)] if epoch in x else None


def _points(run: OneRun, points: str) -> tuple[np.ndarray | None, np.ndarray | None]:
    if points == "none":
        return None, None
    x, labels = run.arrays[f"{points}_x"], run.arrays[f"{points}_labels"]
    if x.shape != (len(labels), 2):
        raise NotDrawn(
            f"Not drawn: {points}_x of {run.source.short} has the shape {shape_words(x)}, "
            f"for {len(labels)} labels."
        )
    return x, labels
