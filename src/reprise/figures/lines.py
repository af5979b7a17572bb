"""Curves of several seeds brought to one line with a band: what a panel draws and the CSV holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

Curve = tuple[np.ndarray, np.ndarray]
"""(x, y) of one seed, both (n,), without missing values."""


PLAIN = "document"
"""The label of a mark that needs no more words than its value."""


@dataclass(frozen=True)
class Line:
    """One series. Arrays are (n,) over the points that some seed has a value at."""

    label: str
    x: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    count: np.ndarray
    last: dict[int, float]
    """Seed -> the last value of its curve."""
    place: int = 0
    """Which series of its panel it is, present or not: a series looks the same in any case."""

    @property
    def seeds(self) -> int:
        return len(self.last)


@dataclass(frozen=True)
class Mark:
    """A value of the document, with the digits it was printed with."""

    label: str
    printed: str

    @property
    def value(self) -> float:
        return float(self.printed)


@dataclass(frozen=True)
class Axes:
    """One pair of axes and what is drawn into them."""

    title: str | None
    x: str
    y: str
    log_x: bool
    log_y: bool
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    """Places of the horizontal axis with their labels, where these are not round numbers."""
    joined: bool = True
    """Whether points are joined by a line: not where the horizontal axis holds words."""


def over_seeds(label: str, curves: Mapping[int, Curve], place: int = 0) -> Line:
    """Mean, lowest, highest and number of seeds at each point that any of the seeds has."""
    x = np.unique(np.concatenate([points for points, _ in curves.values()]))
    values = np.full((len(curves), len(x)), np.nan)
    for row, (points, y) in zip(values, curves.values(), strict=True):
        row[np.searchsorted(x, points)] = y
    count = np.isfinite(values).sum(axis=0)
    return Line(
        label=label,
        x=x,
        mean=np.nansum(values, axis=0) / count,
        low=np.nanmin(values, axis=0),
        high=np.nanmax(values, axis=0),
        count=count,
        last={seed: float(y[-1]) for seed, (_, y) in curves.items()},
        place=place,
    )


def present(x: list[float | int | None], y: list[float | int | None]) -> Curve:
    """The points of a record's curve that have a value; null stands for what is not finite."""
    points = [(a, b) for a, b in zip(x, y, strict=True) if a is not None and b is not None]
    table = np.array(points, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
