"""Draws nested squares on a grid of pixels, with their labels beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from reprise.figures.marks import spread
from reprise.figures.receptive_field import Field
from reprise.figures.style import INK, SMALL, WIDTH, look, sheet, style
from reprise.figures.svg import to_svg

SIDE, MARGIN, LINE = 2.7, 0.1, 0.145
"""Inches: of the grid, around it, of a line of text."""

AWAY = 0.45
"""Inches from the grid to the labels."""

MOST_LINES = 72
"""Pixels beyond which the lines between them would fill the grid."""


Square = list[tuple[float, float]]
"""Corners in inches: upper left, upper right, lower right, lower left."""


def draw_fields(fields: Sequence[Field], image: int | None, names: tuple[str, str, str]) -> str:
    """SVG of the squares; ``image`` is the image's side in pixels, if it is known."""
    largest = max(field.side for field in fields)
    image = image or largest + 2 + largest % 2
    whole = max(image, largest)
    pixel = SIDE / whole
    left = (WIDTH - SIDE - AWAY - 1.6) / 2
    with style():
        figure, axes = sheet(SIDE + 2 * MARGIN)
        around = (whole - image) // 2 * pixel
        _draw_grid(axes, left + around, MARGIN + around, image, pixel)
        order = sorted(range(len(fields)), key=lambda k: -fields[k].side)
        squares = [_corners(fields[k].side, whole, pixel, left) for k in order]
        for k, outer, inner in zip(order, squares, [*squares[1:], None], strict=True):
            _draw_ring(axes, outer, inner, k)
        corners = [square[1] for square in squares]
        _draw_labels(axes, [fields[k] for k in order], order, corners, left + SIDE + AWAY)
        return to_svg(figure, *names)


def _draw_grid(axes: Axes, x: float, y: float, count: int, pixel: float) -> None:
    size = count * pixel
    if count <= MOST_LINES:
        for k in range(1, count):
            for along in (
                ([x, x + size], [y + k * pixel] * 2),
                ([x + k * pixel] * 2, [y, y + size]),
            ):
                axes.plot(*along, color=INK, linewidth=0.4, alpha=0.22)
    axes.add_patch(Rectangle((x, y), size, size, fill=False, edgecolor=INK, linewidth=0.8))


def _corners(side: int, whole: int, pixel: float, left: float) -> Square:
    """On whole pixels, as near to the middle as can be."""
    start, size = (whole - side) // 2 * pixel, side * pixel
    x, y = left + start, MARGIN + start
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]


def _draw_ring(axes: Axes, outer: Square, inner: Square | None, place: int) -> None:
    """The square, filled up to the next smaller one, so that colours do not mix."""
    colour, dashes = look(place).colour, look(place).dashes
    points = [*outer, outer[0]]
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]
    if inner is not None:
        points, codes = [*points, *inner[::-1], inner[-1]], codes * 2
    fill = {"facecolor": colour, "edgecolor": "none", "alpha": 0.25}
    axes.add_patch(PathPatch(Path(points, codes), **fill))
    edge = {"edgecolor": colour, "linestyle": dashes, "linewidth": 1.6}
    axes.add_patch(Polygon(outer, fill=False, **edge))


def _draw_labels(
    axes: Axes,
    fields: Sequence[Field],
    places: Sequence[int],
    corners: Sequence[tuple[float, float]],
    x: float,
) -> None:
    """From the largest square down, each tied to its upper right corner."""
    texts = [[*textwrap.wrap(field.label, 24), f"{field.side} × {field.side}"] for field in fields]
    heights = np.array([LINE * len(text) + 0.06 for text in texts])
    wanted = np.array([y for _, y in corners])
    middles = spread(wanted, heights, MARGIN, SIDE + MARGIN)
    for text, middle, place, (start, y) in zip(texts, middles, places, corners, strict=True):
        axes.plot([start, x - 0.06], [y, middle], color=look(place).colour, linewidth=0.7)
        words = "\n".join(text)
        axes.text(x, middle, words, fontsize=SMALL, va="center", linespacing=1.25)
