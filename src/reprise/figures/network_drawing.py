"""Draws a network: blocks that shrink with the image and deepen with the channels."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, log2, sqrt

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from reprise.figures.network import Box, shape_text
from reprise.figures.style import COLOURS, INK, SMALL, WIDTH, sheet, style
from reprise.figures.svg import to_svg

MOST_COLUMNS = 6

FRONT, LEAST, DEPTH = 0.66, 0.1, 0.34
"""Inches: front of the largest image, of the smallest, and depth of the most channels."""

BAR, TALLEST = 0.11, 0.8
"""Inches: width of a row of numbers, and height of the longest."""

LINE, MARGIN = 0.135, 0.08

_FIXED = re.compile(r" (?=×)|(?<=×) |(?<=stride) ")
"""Where no line ends: within 3 × 3 and stride 2."""

COLOUR = {
    "input": INK,
    "convolution": COLOURS[0],
    "pooling": COLOURS[2],
    "dense": COLOURS[1],
    "other": COLOURS[3],
}
SHADES = {"front": 0.4, "top": 0.22, "side": 0.58}
"""Opacity of the faces of a block, on whatever ground the page has."""


def draw_network(boxes: Sequence[Box], names: tuple[str, str, str]) -> str:
    """SVG of the boxes from left to right; ``names`` are prefix, title and description."""
    down = ceil(len(boxes) / MOST_COLUMNS)
    columns = ceil(len(boxes) / down)
    apart = min((WIDTH - 2 * MARGIN) / columns, 1.3)
    words = [_words(box, apart) for box in boxes]
    rows = [
        range(start, min(start + columns, len(boxes))) for start in range(0, len(boxes), columns)
    ]
    heights = [_height(words, row) for row in rows]
    left = (WIDTH - columns * apart) / 2
    with style():
        figure, axes = sheet(sum(heights) + 2 * MARGIN)
        top = MARGIN
        for row, height in zip(rows, heights, strict=True):
            middle = top + LINE + 0.1 + _tallest() / 2
            spans = []
            for place, k in enumerate(row):
                x = left + (place + 0.5) * apart
                spans.append(_draw_box(axes, boxes[k], boxes, x, middle))
                axes.text(x, top + LINE, shape_text(boxes[k].shape), fontsize=SMALL, ha="center")
                below = middle + _tallest() / 2 + 0.06
                for line, text in enumerate(words[k], start=1):
                    axes.text(x, below + line * LINE, text, fontsize=SMALL, ha="center")
            ends = [(0, left), *spans, (left + columns * apart, 0)]
            first, last = 0 in row, len(boxes) - 1 in row
            for (_, end), (start, _) in list(pairwise(ends))[first : len(ends) - 1 - last]:
                _arrow(axes, end + 0.05, start - 0.05, middle)
            top += height
        return to_svg(figure, *names)


def _tallest() -> float:
    return max(TALLEST, FRONT + DEPTH / 2)


def _words(box: Box, apart: float) -> list[str]:
    """Lines below a box: the layer, then what follows it without a box of its own."""
    width = max(8, int(13 * (apart - 0.04)))
    texts = [_FIXED.sub("\u00a0", text) for text in (box.label, *box.notes)]
    return [line.replace("\u00a0", " ") for text in texts for line in textwrap.wrap(text, width)]


def _height(words: Sequence[Sequence[str]], row: range) -> float:
    lines = max(len(words[k]) for k in row)
    return LINE + 0.1 + _tallest() + 0.06 + LINE * lines + 0.14


def _draw_box(
    axes: Axes, box: Box, boxes: Sequence[Box], x: float, middle: float
) -> tuple[float, float]:
    """Draw around (x, middle), in inches; gives the left and right ends."""
    colour = COLOUR[box.kind]
    if len(box.shape) == 1:
        most = max(other.shape[0] for other in boxes if len(other.shape) == 1)
        height = TALLEST * max(0.15, log2(1 + box.shape[0]) / log2(1 + most))
        corners = _rectangle(x - BAR / 2, middle - height / 2, BAR, height)
        _face(axes, corners, colour, "front")
        return x - BAR / 2, x + BAR / 2
    channels, *sides = (1, *box.shape)[-3:]
    images = [(1, *other.shape)[-3:] for other in boxes if len(other.shape) > 1]
    largest = max(max(image[1:]) for image in images)
    deepest = max(image[0] for image in images)
    height, width = (max(LEAST, FRONT * sqrt(side / largest)) for side in sides)
    depth = DEPTH * log2(1 + channels) / log2(1 + max(deepest, 2))
    right, up = 0.75 * depth, 0.5 * depth
    x0, y0 = x - (width + right) / 2, middle - (height - up) / 2
    x1, y1 = x0 + width, y0 + height
    _face(axes, _rectangle(x0, y0, width, height), colour, "front")
    _face(axes, [(x0, y0), (x0 + right, y0 - up), (x1 + right, y0 - up), (x1, y0)], colour, "top")
    _face(axes, [(x1, y0), (x1 + right, y0 - up), (x1 + right, y1 - up), (x1, y1)], colour, "side")
    return x0, x1 + right


def _rectangle(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _face(axes: Axes, corners: list[tuple[float, float]], colour: str, face: str) -> None:
    axes.add_patch(Polygon(corners, facecolor=colour, edgecolor="none", alpha=SHADES[face]))
    axes.add_patch(Polygon(corners, fill=False, edgecolor=colour, linewidth=0.7))


def _arrow(axes: Axes, start: float, end: float, y: float) -> None:
    if end - start < 0.08:
        return
    look = {"color": INK, "linewidth": 0.7, "alpha": 0.7}
    axes.plot([start, end], [y, y], **look)
    axes.plot([end - 0.05, end, end - 0.05], [y - 0.03, y, y + 0.03], **look)
