"""The ``sweep`` kind over two swept values: a grid of cells, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.documents.models.figure_sweep import SweepCell, SweepFigure
from reprise.figures.drawn import Drawn, to_csv
from reprise.figures.sweep_points import (
    Measured,
    about,
    csv_cells,
    missing_sentences,
    range_words,
    words_of,
)
from reprise.figures.values_words import why_not
from reprise.figures.words import number, seeds_sentence

COLUMNS = ("x", "y", "experiment", "variant", "quantity", "mean", "sd", "min", "max", "n")
SPREAD = "their spread is in the data"


@dataclass(frozen=True)
class Cell:
    """A place in the grid; ``mean`` is None where ``text`` says why there is no number."""

    column: int
    row: int
    mean: float | None
    text: str


@dataclass(frozen=True)
class Grid:
    """The words at the axes, the labels of columns and rows, and the cells."""

    x: str
    y: str
    columns: Sequence[str]
    rows: Sequence[str]
    cells: Sequence[Cell]


def draw(figure: SweepFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the mean of each cell; one without a number says why."""
    measured = [_measured(figure, cell, slug, measurements) for cell in figure.cells]
    there = [one for one in measured if one.numbers]
    sentences = _caption(figure, there) if there else []
    words = " ".join([*sentences, *missing_sentences(measured)])
    alt = f"Nothing to show: {words}"
    svg = None
    if there:
        from reprise.figures.sweep_drawing import draw_grid  # imports matplotlib

        grid = _grid(figure, measured)
        alt = _alt(figure, grid)
        svg = draw_grid(grid, (f"{slug}-{figure.id}-", figure.title, alt))
    lines = ((words_of(m.point.x), words_of(m.point.y), *csv_cells(m)) for m in measured)
    return Drawn(words, alt, to_csv(COLUMNS, lines), svg, **about(measured))


def _measured(
    figure: SweepFigure, cell: SweepCell, slug: str, measurements: Measurements
) -> Measured:
    name = f"{figure.x} {words_of(cell.x)}, {figure.y} {words_of(cell.y)}"
    return Measured(name, name, cell, values(measurements, slug, cell.of))


def _grid(figure: SweepFigure, measured: list[Measured]) -> Grid:
    """Columns and rows in the order of the cells."""
    columns = list(dict.fromkeys(cell.x for cell in figure.cells))
    rows = list(dict.fromkeys(cell.y for cell in figure.cells))
    cells = [
        Cell(
            columns.index(one.point.x),
            rows.index(one.point.y),
            one.mean if one.numbers else None,
            number(one.mean, figure.digits) if one.numbers else why_not(one.values),
        )
        for one in measured
    ]
    return Grid(figure.x, figure.y, list(map(words_of, columns)), list(map(words_of, rows)), cells)


def _caption(figure: SweepFigure, there: list[Measured]) -> list[str]:
    words = range_words(there)
    return [
        f"In the cells: {figure.value}; darker is higher.",
        seeds_sentence({one.name: len(one.numbers) for one in there}, SPREAD),
        f"{words[:1].upper()}{words[1:]}.",
    ]


def _alt(figure: SweepFigure, grid: Grid) -> str:
    """Row by row."""
    columns = ", ".join(grid.columns)
    rows = [
        f"{label}: " + ", ".join(cell.text for cell in grid.cells if cell.row == k)
        for k, label in enumerate(grid.rows)
    ]
    return (
        f"Grid of {figure.value}. Columns: {figure.x} {columns}. "
        f"Rows by {figure.y}: {'; '.join(rows)}."
    )
