"""Draws labelled points in the plane."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reprise.figures.points_drawing import draw_points, handles
from reprise.figures.style import WIDTH, new_figure, style
from reprise.figures.svg import to_svg

SIDE = 3.4
"""Inches: the longer side of the axes."""

LEFT, BOTTOM, TOP = 0.55, 0.45, 0.3
"""Inches, for the labels of the axes and the legend."""

FEW, LARGE, SMALL_SIZE = 300, 4.0, 2.8
"""Up to so many points, markers are larger; sizes in points."""


def draw_scatter(
    points: np.ndarray,
    labels: np.ndarray,
    classes: Mapping[int, str],
    axes_words: tuple[str, str],
    names: tuple[str, str, str],
) -> str:
    """SVG of points (n, 2) with labels (n,); ``names`` are prefix, title and description."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.04 * max(float((high - low).max()), 1e-9)
    low, high = low - room, high + room
    width, height = SIDE * (high - low) / (high - low).max()
    width, height = max(width, SIDE / 4), max(height, SIDE / 4)
    whole = height + BOTTOM + TOP
    left = (WIDTH - width - LEFT) / 2 + LEFT
    size = LARGE if len(points) <= FEW else SMALL_SIZE
    with style():
        figure = new_figure(whole)
        figure.set_layout_engine("none")
        axes = figure.add_axes((left / WIDTH, BOTTOM / whole, width / WIDTH, height / whole))
        draw_points(axes, points, labels, size)
        axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
        axes.grid(True, axis="both")
        axes.set_xlabel(axes_words[0])
        axes.set_ylabel(axes_words[1], rotation_mode="anchor")
        axes.legend(
            handles=handles(list(classes), list(classes.values())),
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=len(classes),
        )
        return to_svg(figure, *names)
