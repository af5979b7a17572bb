"""A figure or table as data: which measurements it shows, and what of the document it mirrors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from reprise.documents.models.claim import Measure
from reprise.strict import Printed, Slug, Strict, Text


class _Figure(Strict):
    id: Slug
    title: Text
    mirrors: Text | None = Field(None, description="the document's own figure or table")
    caption: Text | None = Field(None, description="words beside the computed caption")


class Series(Strict):
    """One curve of one variant: mean over seeds, with the band between the extremes."""

    label: Text
    experiment: Text
    variant: Text = "main"
    curve: Text


class Mark(Strict):
    """A value of the document, drawn as a horizontal line."""

    label: Text
    printed: Printed


class Panel(Strict):
    """One pair of axes."""

    title: Text | None = None
    y: Text = Field(description="what the vertical axis shows, with its unit")
    x: Text = Field(description="what the horizontal axis shows, with its unit")
    series: list[Series] = Field(min_length=1)
    marks: list[Mark] = Field(default_factory=list)
    log_y: bool = False
    log_x: bool = False


class CurvesFigure(_Figure):
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


class TableFigure(_Figure):
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


class ConfusionFigure(_Figure):
    """A confusion matrix, mean share of each true class over seeds."""

    kind: Literal["confusion"]
    experiment: Text
    variant: Text = "main"


Figure = Annotated[CurvesFigure | TableFigure | ConfusionFigure, Field(discriminator="kind")]

FIGURE: TypeAdapter[Figure] = TypeAdapter(Figure)
