"""The course of a run in a line small enough to stand in a table."""

from __future__ import annotations

from reprise.reporting.build import Json
from reprise.reporting.numbers import number
from reprise.training.record import Record

WIDTH, HEIGHT = 96.0, 20.0
"""Units of the drawing; templates scale it."""

MARGIN = 1.5
MOST_POINTS = 48


def sparkline(record: Record) -> Json | None:
    """The run's main curve: the headline metric over its coarsest axis that has it.

    None where a record has no curve of at least two finite points.
    """
    chosen = _main_curve(record)
    if chosen is None:
        return None
    axis, name = chosen
    curve = record.curves[axis]
    pairs = zip(curve["x"], curve[name], strict=True)
    finite = [(x, y) for x, y in pairs if x is not None and y is not None]
    if len(finite) < 2:
        return None
    points = _thinned(finite)
    return {
        "name": f"{name} by {axis}",
        "first": number(float(finite[0][1]), 3),
        "last": number(float(finite[-1][1]), 3),
        "points": _scaled(points),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _main_curve(record: Record) -> tuple[str, str] | None:
    """The headline metric if some axis has it, else the first curve; fewest points first."""
    axes = sorted(record.curves, key=lambda axis: len(record.curves[axis]["x"]))
    candidates = [(axis, name) for axis in axes for name in record.curves[axis] if name != "x"]
    headline = [c for c in candidates if c[1] == record.headline.metric]
    return next(iter(headline + candidates), None)


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most ``MOST_POINTS``, evenly chosen, with both ends."""
    last = len(points) - 1
    if last < MOST_POINTS:
        return points
    return [points[round(i * last / (MOST_POINTS - 1))] for i in range(MOST_POINTS)]


def _scaled(points: list[tuple[float, float]]) -> list[list[float]]:
    """Points in the units of the drawing, the origin at its upper left."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x_range, y_range = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    width, height = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    return [
        [
            round(MARGIN + width * (x - min(xs)) / x_range, 1),
            round(MARGIN + height * (1 - (y - min(ys)) / y_range), 1),
        ]
        for x, y in points
    ]
