"""Draws a grid of small images, each framed, with its title above it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reprise.figures.colours import diverging
from reprise.figures.style import COLOURS, INK, SMALL, WIDTH, sheet, style, text_width
from reprise.figures.svg import to_svg
from reprise.figures.words import number

MOST_COLUMNS = 8

LARGEST = 1.15
"""Inches: side of an image, however few there are."""

GAP, MARGIN, LINE = 0.12, 0.05, 0.14
"""Inches: between images, around all, a line of a title."""

BAR_STEPS = 101


def draw_images(
    pixels: np.ndarray,
    titles: Sequence[str],
    wrong: Sequence[bool],
    columns: int | None,
    limit: float | None,
    names: tuple[str, str, str],
) -> str:
    """SVG of pixels, bytes (n, height, width, 3); ``limit`` is the value of a bar's full colours.

    ``names`` are prefix, title and description of the SVG.
    """
    count, rows, width = len(pixels), *pixels.shape[1:3]
    columns = min(columns or _columns(count, titles), count)
    cell = min((WIDTH - 2 * MARGIN + GAP) / columns - GAP, LARGEST)
    titles = _broken(titles, cell + 0.5 * GAP)
    tall = cell * rows / width
    head = LINE * max((title.count("\n") + 1 for title in titles), default=0)
    down = ceil(count / columns)
    height = down * (head + tall + GAP) - GAP + 2 * MARGIN + (0.42 if limit else 0)
    left = (WIDTH - columns * (cell + GAP) + GAP) / 2
    with style():
        figure, axes = sheet(height)
        for k, picture in enumerate(pixels):
            x = left + k % columns * (cell + GAP)
            y = MARGIN + k // columns * (head + tall + GAP) + head
            marked = bool(wrong) and wrong[k]
            place_image(axes, picture, (x, y, cell, tall), COLOURS[1] if marked else INK, marked)
            if titles:
                axes.text(x + cell / 2, y - 0.04, titles[k], fontsize=SMALL, ha="center")
        if limit:
            _bar(axes, limit, height - 0.3)
        return to_svg(figure, *names)


def place_image(
    axes: Axes,
    picture: np.ndarray,
    place: tuple[float, float, float, float],
    edge: str = INK,
    strong: bool = False,
) -> None:
    """Pixels (height, width, 3) in a frame at (left, top, width, height), in inches."""
    x, y, width, height = place
    limits = axes.get_xlim(), axes.get_ylim()
    axes.imshow(
        picture,
        extent=(x, x + width, y + height, y),
        interpolation="none",
        clip_on=False,
        aspect="auto",
    )
    axes.set(xlim=limits[0], ylim=limits[1])
    look = {"linewidth": 1.6, "alpha": 1.0} if strong else {"linewidth": 0.5, "alpha": 0.5}
    frame = Rectangle((x, y), width, height, fill=False, edgecolor=edge, **look)
    axes.add_patch(frame)


def _broken(titles: Sequence[str], width: float) -> list[str]:
    """Titles that are too long for their image: broken at their comma, else wherever it fits."""
    if max(map(text_width, titles), default=0.0) <= width:
        return list(titles)
    return ["\n".join(_filled(part, width) for part in title.split(", ")) for title in titles]


def _filled(text: str, width: float) -> str:
    """Broken into lines where it is too wide (about 13 characters to the inch)."""
    return textwrap.fill(text, max(4, int(13 * width))) if text_width(text) > width else text


def _columns(count: int, titles: Sequence[str]) -> int:
    """So many that the titles fit, and the rows are filled as evenly as can be."""
    widest = min(LARGEST, max(map(text_width, titles), default=0.0))
    most = min(MOST_COLUMNS, int((WIDTH - 2 * MARGIN) / (widest + GAP)))
    return ceil(count / ceil(count / most))


def _bar(axes: Axes, limit: float, top: float) -> None:
    """The diverging scale, with its values below it."""
    width = 2.2
    left = (WIDTH - width) / 2
    ramp = diverging(np.linspace(0, 1, BAR_STEPS))[None]
    place_image(axes, ramp, (left, top, width, 0.1))
    for share, value in ((0, -limit), (0.5, 0.0), (1, limit)):
        words = number(value) if value else "0"
        axes.text(left + share * width, top + 0.24, words, fontsize=SMALL, ha="center")
