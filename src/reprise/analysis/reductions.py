"""How a curve becomes one number: one function per reduction of a measure.

All take x and y of at least one point, y finite, x rising, and return a float.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


class NoNumber(Exception):
    """A run that gives no number for a measure; the message says why."""


class NotFinite(NoNumber):
    """The run has the metric, and what it computed is no finite number."""


def first(x: np.ndarray, y: np.ndarray) -> float:
    return float(y[0])


def last(x: np.ndarray, y: np.ndarray) -> float:
    return float(y[-1])


def lowest(x: np.ndarray, y: np.ndarray) -> float:
    return float(y.min())


def highest(x: np.ndarray, y: np.ndarray) -> float:
    return float(y.max())


def mean(x: np.ndarray, y: np.ndarray) -> float:
    return float(y.mean())


def place_of_lowest(x: np.ndarray, y: np.ndarray) -> float:
    """x of the lowest point; of the first of them where there are several."""
    return float(x[y.argmin()])


def place_of_highest(x: np.ndarray, y: np.ndarray) -> float:
    """x of the highest point; of the first of them where there are several."""
    return float(x[y.argmax()])


def sd_of_differences(x: np.ndarray, y: np.ndarray) -> float:
    """Standard deviation (n - 1) of the steps from point to point: how noisy a curve is."""
    if len(y) < 3:
        raise NoNumber("its curve has fewer than three points")
    return float(np.diff(y).std(ddof=1))


def last_relative_drop(x: np.ndarray, y: np.ndarray) -> float:
    """(y[-2] - y[-1]) / |y[-2]|: positive where the last step goes down."""
    if len(y) < 2:
        raise NoNumber("its curve has fewer than two points")
    return _divided(float(y[-2] - y[-1]), abs(float(y[-2])))


def rise_from_lowest(x: np.ndarray, y: np.ndarray) -> float:
    """(y[-1] - min y) / |min y|: how far the end lies above the best point."""
    return _divided(float(y[-1] - y.min()), abs(float(y.min())))


def _divided(value: float, by: float) -> float:
    if by == 0:
        raise NoNumber("its curve reaches exactly 0, of which nothing is a share")
    return value / by


REDUCTIONS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "first": first,
    "last": last,
    "min": lowest,
    "max": highest,
    "mean": mean,
    "argmin": place_of_lowest,
    "argmax": place_of_highest,
    "sd-of-differences": sd_of_differences,
    "last-relative-drop": last_relative_drop,
    "rise-from-min": rise_from_lowest,
}
"""All but ``share-below``, which needs a second curve."""


def share_below(y: np.ndarray, other: np.ndarray) -> float:
    """Share of the points at which a curve lies strictly below another one."""
    return float(np.mean(y < other))


def at(x: np.ndarray, y: np.ndarray, point: float) -> float:
    """The value at a point of the axis, which must be one of the curve's own."""
    places = np.flatnonzero(x == point)
    if not places.size:
        raise NoNumber(f"its curve has no point at {point:g}")
    return float(y[places[0]])


def reaches(x: np.ndarray, y: np.ndarray, level: float) -> float:
    """The first x at which the curve is at least a level."""
    places = np.flatnonzero(y >= level)
    if not places.size:
        raise NoNumber(f"its curve never reaches {level:g}")
    return float(x[places[0]])
