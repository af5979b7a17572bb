"""A figure or table as data: which measurements it shows, and what of the document it mirrors.

Curves, tables and confusion matrices stand here; the other kinds in ``figure_<subject>.py``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from reprise.documents.models.figure_base import FigureBase, Mark
from reprise.documents.models.figure_pictures import ImagesFigure, MapsFigure, ScatterFigure
from reprise.documents.models.figure_schema import SchemaFigure
from reprise.documents.models.figure_sweep import SweepFigure
from reprise.documents.models.measure import Measure
from reprise.strict import Printed, Strict, Text


class Series(Strict):
    """One curve of one variant: mean over seeds, with the band between the extremes."""

    label: Text
    experiment: Text
    variant: Text = "main"
    curve: Text


class Panel(Strict):
    """One pair of axes."""

    title: Text | None = None
    y: Text = Field(description="what the vertical axis shows, with its unit")
    x: Text = Field(description="what the horizontal axis shows, with its unit")
    series: list[Series] = Field(min_length=1)
    marks: list[Mark] = Field(default_factory=list)
    log_y: bool = False
    log_x: bool = False


class CurvesFigure(FigureBase):
    """Curves over epochs or steps."""

    kind: Literal["curves"]
    panels: list[Panel] = Field(min_length=1)


class Cell(Strict):
    """A measured value, with the document's own where it printed one."""

    of: Measure
    printed: Printed | None = None


class Row(Strict):
    """One line of a table."""

    label: Text
    cells: list[Cell | None] = Field(min_length=1)


class TableFigure(FigureBase):
    """Measured values beside the document's."""

    kind: Literal["table"]
    columns: list[Text] = Field(min_length=1)
    rows: list[Row] = Field(min_length=1)
    digits: Annotated[int, Field(ge=0, le=8)] = 3

    @model_validator(mode="after")
    def _rectangular(self) -> TableFigure:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"row '{row.label}' has {len(row.cells)} cells for {len(self.columns)} columns"
                )
        return self


class ConfusionFigure(FigureBase):
    """A confusion matrix, mean share of each true class over seeds."""

    kind: Literal["confusion"]
    experiment: Text
    variant: Text = "main"


Figure = Annotated[
    CurvesFigure
    | TableFigure
    | ConfusionFigure
    | ImagesFigure
    | MapsFigure
    | ScatterFigure
    | SweepFigure
    | SchemaFigure,
    Field(discriminator="kind"),
]

FIGURE: TypeAdapter[Figure] = TypeAdapter(Figure)
