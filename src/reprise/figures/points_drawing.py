"""Markers of labelled points: colour and shape tell the classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from reprise.figures.style import COLOURS

MARKERS = ("o", "^", "s", "D")
MOST_CLASSES = len(MARKERS)


def draw_points(
    axes: Axes, points: np.ndarray, labels: np.ndarray, size: float, edge: str = "none"
) -> None:
    """Points (n, 2), class by class; ``size`` in points."""
    for label in np.unique(labels).tolist():
        own = points[labels == label]
        axes.plot(*own.T, **_look(int(label), size), markeredgecolor=edge, markeredgewidth=0.4)


def handles(labels: Sequence[int], names: Sequence[str]) -> list[Line2D]:
    """Samples for a legend."""
    return [
        Line2D([], [], **_look(label, 5.0), markeredgecolor="none", label=name)
        for label, name in zip(labels, names, strict=True)
    ]


def _look(label: int, size: float) -> dict[str, object]:
    return {
        "linestyle": "none",
        "marker": MARKERS[label],
        "markersize": size,
        "markerfacecolor": COLOURS[label],
    }
