"""The ``table`` kind: measured values, mean ± sd over seeds, beside the document's."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import Values, values
from reprise.analysis.naming import variant_label
from reprise.documents.models.figure import Cell, TableFigure
from reprise.figures.drawn import Drawn, to_csv, unique
from reprise.figures.values_words import absences, why_not
from reprise.figures.words import plural

COLUMNS = ("row", "column", "experiment", "variant", "quantity", "printed")
COLUMNS += ("mean", "sd", "min", "max", "n")


@dataclass(frozen=True)
class _Measured:
    """A cell with its place and what was measured."""

    row: str
    column: str
    cell: Cell
    values: Values

    @property
    def numbers(self) -> list[float]:
        return list(self.values.by_seed.values())

    @property
    def variant(self) -> str:
        return variant_label(self.values.experiment, self.cell.of.variant)


def draw(figure: TableFigure, slug: str, measurements: Measurements) -> Drawn:
    """Fill the cells; one without a number says why."""

    def measured(row: str, column: str, cell: Cell | None) -> _Measured | None:
        return _Measured(row, column, cell, values(measurements, slug, cell.of)) if cell else None

    grid = [
        [measured(row.label, *pair) for pair in zip(figure.columns, row.cells, strict=True)]
        for row in figure.rows
    ]
    cells = [cell for row in grid for cell in row if cell is not None]
    there = [cell for cell in cells if cell.numbers]
    table = {
        "columns": list(figure.columns),
        "rows": [
            {
                "label": row.label,
                "cells": [_content(cell, figure.digits) if cell else None for cell in line],
            }
            for row, line in zip(figure.rows, grid, strict=True)
        ],
    }
    return Drawn(
        caption=" ".join([*_caption(there), *absences(_named(cells, slug))]),
        alt=_alt(figure, cells, there),
        csv=to_csv(COLUMNS, map(_csv_row, cells)),
        table=table,
        runs=unique(run for cell in cells for run in cell.values.runs),
        experiments=unique(cell.values.experiment for cell in cells),
        missing=unique(cell.variant for cell in cells if cell.values.missing),
        cut=any(cell.values.cut for cell in there),
        stand_in=any(cell.values.stand_in for cell in there),
    )


def _content(cell: _Measured, digits: int) -> dict[str, Any]:
    numbers, found = cell.numbers, cell.values
    return {
        "text": cell_text(numbers, digits) if numbers else why_not(found),
        "printed": cell.cell.printed,
        "mean": statistics.fmean(numbers) if numbers else None,
        "sd": statistics.stdev(numbers) if len(numbers) > 1 else None,
        "n": len(numbers),
        "runs": list(found.runs),
        "missing": not numbers,
        "cut": bool(found.cut),
        "stand_in": found.stand_in,
    }


def cell_text(numbers: list[float], digits: int) -> str:
    """``0.931 ± 0.002`` (mean and sd), or the one value there is; whole numbers as such."""
    if len(set(numbers)) == 1:
        return _one(numbers[0], digits)
    mean, sd = statistics.fmean(numbers), statistics.stdev(numbers)
    kind = "e" if max(abs(mean), sd) < 0.5 * 10**-digits else "f"
    places = 1 if kind == "e" else digits
    return f"{mean:.{places}{kind}} ± {sd:.{places}{kind}}".replace("-", "−")


def _one(value: float, digits: int) -> str:
    if float(value).is_integer():
        text = f"{value:.0f}"
    else:
        text = f"{value:.1e}" if abs(value) < 0.5 * 10**-digits else f"{value:.{digits}f}"
    return text.replace("-", "−")


def _caption(there: list[_Measured]) -> list[str]:
    counts = {len(cell.numbers) for cell in there}
    if not counts:
        return []
    if counts == {1}:
        sentences = ["Values of one seed."]
    else:
        several = sorted(counts - {1})
        span = f"{several[0]} to {several[-1]}" if len(several) > 1 else str(several[0])
        equal = any(len(c.numbers) > 1 and len(set(c.numbers)) == 1 for c in there)
        kinds = ["of one seed"] * (1 in counts) + ["the same for all seeds"] * equal
        alone = f"; a value without ± is {' or '.join(kinds)}" if kinds else ""
        sentences = [f"Mean ± standard deviation over {span} seeds{alone}."]
    if any(cell.cell.printed for cell in there):
        sentences.append("Beside the measured values: those that the document prints.")
    return sentences


def _named(cells: list[_Measured], slug: str) -> list[tuple[str, Values]]:
    return [(cell.variant.removeprefix(f"{slug}/"), cell.values) for cell in cells]


def _alt(figure: TableFigure, cells: list[_Measured], there: list[_Measured]) -> str:
    size = f"{plural(len(figure.rows), 'row')} and {plural(len(figure.columns), 'column')}"
    return (
        f"Table of {size} ({', '.join(figure.columns)}): "
        f"{len(there)} of {plural(len(cells), 'value')} measured."
    )


def _csv_row(cell: _Measured) -> Iterator[Any]:
    numbers, found = cell.numbers, cell.values
    yield from (cell.row, cell.column, found.experiment, cell.cell.of.variant, found.label)
    yield cell.cell.printed
    if numbers:
        yield statistics.fmean(numbers)
        yield statistics.stdev(numbers) if len(numbers) > 1 else None
        yield from (min(numbers), max(numbers))
    else:
        yield from (None,) * 4
    yield len(numbers)
