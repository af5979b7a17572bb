"""Draws a confusion matrix: light cells that darken with the share, each with its number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from reprise.figures.style import SMALL, WIDTH, freeze, new_figure, style, text_width
from reprise.figures.svg import to_svg

ROW_HEIGHT = 0.3
MOST_NUMBERED = 20
"""Classes up to which a number fits into each cell."""
NUMBER = "#111111"
SCALE = ("#f4f8fb", "#6aaedb")
"""Cells from 0 to 100 percent. Numbers stand on the cells and not on the page, so their colour
is fixed; it has a contrast of 7:1 or more on all of the scale."""

SHADE_OF = LinearSegmentedColormap.from_list("share", SCALE)
"""Colour of a share from 0 to 1."""


def draw_confusion(
    shares: np.ndarray, classes: Sequence[str], prefix: str, title: str, description: str
) -> str:
    """SVG of ``shares`` (C, C): percent of each true class (row) taken for each class (column).

    Rows of NaN (a class without images) stay empty.
    """
    count = len(classes)
    with style():
        figure = new_figure(ROW_HEIGHT * count + 0.75)
        axes = figure.subplots()
        for row, column in np.ndindex(count, count):
            if not np.isnan(shares[row, column]):
                _draw_cell(axes, row, column, shares[row, column], count)
        axes.set(xlim=(-0.5, count - 0.5), ylim=(count - 0.5, -0.5))
        axes.grid(False)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xlabel("predicted class")
        axes.set_ylabel("true class", rotation_mode="anchor")
        axes.set_yticks(range(count), classes)
        slanted = max(map(text_width, classes)) > 0.85 * WIDTH / (count + 2)
        turn = {"rotation": 30, "ha": "right", "rotation_mode": "anchor"} if slanted else {}
        axes.set_xticks(range(count), classes, **turn)
        freeze(figure)
        return to_svg(figure, prefix, title, description)


def _draw_cell(axes: Axes, row: int, column: int, share: float, count: int) -> None:
    corners = ((column - 0.5, row - 0.5), 1, 1)
    colour = SHADE_OF(share / 100)
    axes.add_patch(Rectangle(*corners, color=colour, linewidth=0.3, in_layout=False))
    if count <= MOST_NUMBERED:
        axes.text(
            column,
            row,
            share_text(share),
            color=NUMBER,
            fontsize=min(SMALL, SMALL * 12 / count),
            ha="center",
            va="center_baseline",
            in_layout=False,
        )


def share_text(percent: float) -> str:
    """One decimal; a bare 0 where nothing at all was taken for the class."""
    return f"{percent:.1f}" if percent else "0"
