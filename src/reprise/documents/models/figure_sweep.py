"""Figures of a measure against what an experiment sweeps.

To keep figures short, the keys of a measure may stand beside the list of points, for all of them,
and in each point; before validation they become the points' measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from reprise.documents.models.figure_base import FigureBase, Mark
from reprise.documents.models.measure import Measure
from reprise.strict import Strict, Text


class SweepPoint(Strict):
    """A measure at a value of what is swept."""

    x: float | Text = Field(description="a number, or words for a value that is none")
    of: Measure


class SweepCell(SweepPoint):
    """A measure at a pair of values of what is swept."""

    y: float | Text


def _filled_in(given: Any, points: str) -> Any:
    """Measures from the keys beside a list of points, and from those of each point."""
    if not isinstance(given, Mapping) or not isinstance(given.get(points), list):
        return given
    shared, rest = _parted(given)
    return {**rest, points: [_with_measure(point, shared) for point in given[points]]}


def _with_measure(point: Any, shared: Mapping[str, Any]) -> Any:
    if not isinstance(point, Mapping) or "of" in point:
        return point
    own, rest = _parted(point)
    return {**rest, "of": {**shared, **own}}


def _parted(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of a measure, and the others."""
    own = {key: value for key, value in given.items() if key in Measure.model_fields}
    return own, {key: value for key, value in given.items() if key not in own}


class SweepSeries(Strict):
    """One line: mean over seeds at each point, with the band between the extremes."""

    label: Text
    points: list[SweepPoint] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return _filled_in(given, "points")


class SweepFigure(FigureBase):
    """A measure against one swept value, as lines, or against two, as a grid of cells."""

    kind: Literal["sweep"]
    x: Text = Field(description="what is swept, with its unit")
    y: Text = Field(description="with series: the measure; with cells: what else is swept")
    log_x: bool = False
    log_y: bool = False
    series: list[SweepSeries] | None = Field(None, min_length=1)
    marks: list[Mark] = Field(default_factory=list)
    cells: list[SweepCell] | None = Field(None, min_length=1)
    value: Text | None = Field(None, description="what the cells hold")
    digits: Annotated[int, Field(ge=0, le=8)] = 3

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        return _filled_in(given, "cells")

    @model_validator(mode="after")
    def _one_form(self) -> SweepFigure:
        if (self.series is None) == (self.cells is None):
            raise ValueError("give either series (one swept value) or cells (two)")
        if (self.cells is None) != (self.value is None):
            raise ValueError("cells need a value: what they hold; series have none")
        if self.cells is not None and (self.log_x or self.log_y or self.marks):
            raise ValueError("log_x, log_y and marks go with series")
        return self

    @model_validator(mode="after")
    def _places_differ(self) -> SweepFigure:
        for name, points in [(s.label, s.points) for s in self.series or ()]:
            _once([point.x for point in points], f"series '{name}'")
        _once([(cell.x, cell.y) for cell in self.cells or ()], "cells")
        return self


def _once(places: list[Any], where: str) -> None:
    doubled = [place for place in places if places.count(place) > 1]
    if doubled:
        raise ValueError(f"{where}: two points at {doubled[0]}")
