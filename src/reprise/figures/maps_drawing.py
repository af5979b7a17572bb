"""Draws decision maps side by side: shading, boundary, points."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from reprise.figures.colours import LIGHT_BLUE, LIGHT_ORANGE, WHITE, mixed
from reprise.figures.maps_reading import Map, edges
from reprise.figures.points_drawing import draw_points, handles
from reprise.figures.style import WIDTH, new_figure, style
from reprise.figures.svg import to_svg

LARGEST = 2.9
"""Inches: side of a map, however few there are."""

LEFT, BOTTOM, GAP, LINE, LEGEND = 0.5, 0.42, 0.16, 0.15, 0.24
"""Inches: for the labels of the axes, between maps, a line of a title, the legend."""

BOUNDARY = "#2b2b2b"
"""Stands on the shading, not on the page."""


def draw_maps(maps: Sequence[Map], axes_words: tuple[str, str], names: tuple[str, str, str]) -> str:
    """SVG of the maps; ``names`` are prefix, title and description of the SVG."""
    columns = _columns(len(maps))
    down = ceil(len(maps) / columns)
    side = min((WIDTH - LEFT - 0.05 + GAP) / columns - GAP, LARGEST)
    titles = ["\n".join(textwrap.wrap(one.label, max(8, int(13 * side)))) for one in maps]
    head = LINE * (1 + max(title.count("\n") for title in titles)) + 0.05
    labels = sorted({label for one in maps for label in _labels(one)})
    legend = LEGEND if labels else 0.0
    height = legend + down * (head + side + GAP) - GAP + BOTTOM
    left = (WIDTH - columns * (side + GAP) + GAP - LEFT) / 2 + LEFT
    with style():
        figure = new_figure(height)
        figure.set_layout_engine("none")
        for k, (one, title) in enumerate(zip(maps, titles, strict=True)):
            x = left + k % columns * (side + GAP)
            y = legend + head + k // columns * (head + side + GAP)
            place = (x / WIDTH, 1 - (y + side) / height, side / WIDTH, side / height)
            axes = figure.add_axes(place)
            _draw_map(axes, one, title, size=3.2 if side > 1.8 else 2.4)
            lowest = k + columns >= len(maps)
            axes.tick_params(labelbottom=lowest, labelleft=k % columns == 0)
            axes.set_xlabel(axes_words[0] if lowest else "", labelpad=2)
            axes.set_ylabel(axes_words[1] if k % columns == 0 else "", labelpad=2)
        if labels:
            figure.legend(
                handles=handles(labels, [f"class {label}" for label in labels]),
                loc="upper left",
                bbox_to_anchor=(left / WIDTH, 1.0),
                ncols=len(labels),
            )
        return to_svg(figure, *names)


def _draw_map(axes: Axes, one: Map, title: str, size: float) -> None:
    low, high = edges(one.axis)
    ground = mixed(one.shares, LIGHT_BLUE, WHITE, LIGHT_ORANGE)[::-1]
    axes.imshow(ground, extent=(low, high, low, high), interpolation="none", clip_on=False)
    if one.values.min() < one.level < one.values.max():
        axes.contour(
            one.axis, one.axis, one.values, levels=[one.level], colors=BOUNDARY, linewidths=1.0
        )
    if one.points is not None:
        inside = ((one.points >= low) & (one.points <= high)).all(axis=1)
        draw_points(axes, one.points[inside], one.labels[inside], size, edge="#ffffff")
    axes.set(xlim=(low, high), ylim=(low, high))
    axes.grid(False)
    axes.spines[:].set_visible(True)
    axes.set_title(title, pad=4)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.tick_params(length=2)


def _columns(count: int) -> int:
    """Four beside each other at most; three where that fills the rows."""
    if count <= 4:
        return count
    return 3 if count % 3 == 0 or count == 5 else 4


def _labels(one: Map) -> list[int]:
    return [] if one.labels is None else np.unique(one.labels).tolist()
