"""Draws a grid of cells that darken with their numbers."""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reprise.figures.confusion_drawing import NUMBER, SHADE_OF
from reprise.figures.style import (
    FONT,
    INK,
    SMALL,
    WIDTH,
    fitted_labels,
    freeze,
    new_figure,
    style,
    text_width,
)
from reprise.figures.svg import to_svg
from reprise.figures.sweep_cells import Cell, Grid

ROW_HEIGHT, BELOW = 0.36, 0.5
"""Inches: of a row, and for the labels below."""

ROW_LABEL = 28
"""Characters to a line of a row's label."""


def draw_grid(grid: Grid, names: tuple[str, str, str]) -> str:
    """SVG of the grid; ``names`` are prefix, title and description."""
    means = [cell.mean for cell in grid.cells if cell.mean is not None]
    low, span = min(means), (max(means) - min(means)) or 1.0
    rows = ["\n".join(textwrap.wrap(label, ROW_LABEL)) for label in grid.rows]
    width = (WIDTH - 0.5 - max(map(text_width, rows))) / len(grid.columns)
    columns = fitted_labels(grid.columns, width)
    lines = 1 + max(label.count("\n") for label in rows)
    height = max(len(rows) * max(ROW_HEIGHT, 0.14 * lines + 0.1), text_width(grid.y, FONT) + 0.1)
    with style():
        figure = new_figure(height + BELOW + columns.height)
        axes = figure.subplots()
        for cell in grid.cells:
            share = None if cell.mean is None else (cell.mean - low) / span
            _draw_cell(axes, cell, share, width)
        axes.set(xlim=(-0.5, len(grid.columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
        axes.grid(False)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xlabel(grid.x)
        axes.set_ylabel(grid.y, rotation_mode="anchor")
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xticks(range(len(grid.columns)), columns.words, **columns.turn)
        freeze(figure)
        return to_svg(figure, *names)


def _draw_cell(axes: Axes, cell: Cell, share: float | None, width: float) -> None:
    """Filled with its number, or only outlined with the reason for having none."""
    look = {"facecolor": "none", "edgecolor": INK, "alpha": 0.25, "linewidth": 0.5}
    if share is not None:
        colour = SHADE_OF(share)
        look = {"facecolor": colour, "edgecolor": colour, "linewidth": 0.3}
    axes.add_patch(Rectangle((cell.column - 0.5, cell.row - 0.5), 1, 1, **look, in_layout=False))
    fitted = min(1.0, 0.92 * width / text_width(cell.text))
    axes.text(
        cell.column,
        cell.row,
        cell.text,
        color=INK if share is None else NUMBER,
        fontsize=SMALL * fitted,
        ha="center",
        va="center_baseline",
        in_layout=False,
    )
