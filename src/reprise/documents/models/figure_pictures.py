"""Figures from the arrays of a record: small images, decision maps, points."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from reprise.documents.models.figure_base import FigureBase
from reprise.strict import Strict, Text


class ImagesFigure(FigureBase):
    """A grid of small images from an array of one run's record."""

    kind: Literal["images"]
    experiment: Text
    variant: Text = "main"
    array: Text = "images"
    shape: Annotated[list[PositiveInt], Field(min_length=2, max_length=3)] | None = Field(
        None, description="of one image, where the array has rows of numbers that make no squares"
    )
    show: list[NonNegativeInt] | None = Field(
        None, min_length=1, description="places in the array, from 0; all where none are given"
    )
    titles: Literal["classes", "numbers"] | list[Text] | None = None
    predictions: bool = Field(
        False, description="titles tell label and prediction: image i is test image i"
    )
    colours: Literal["grey", "diverging"] = Field(
        "grey", description="diverging: two colours for the signs, white at zero"
    )
    scale: Literal["shared", "each"] = "shared"
    columns: Annotated[int, Field(ge=1, le=16)] | None = None

    @model_validator(mode="after")
    def _titles_fit(self) -> ImagesFigure:
        if self.predictions and self.titles is not None:
            raise ValueError("give either titles or predictions")
        if isinstance(self.titles, list) and self.show and len(self.titles) != len(self.show):
            raise ValueError(f"{len(self.titles)} titles for {len(self.show)} images")
        return self


class MapPanel(Strict):
    """One decision map."""

    label: Text
    experiment: Text
    variant: Text = "main"
    snapshot: NonNegativeInt | None = Field(
        None, description="the epoch after which it was taken; the last where none is given"
    )


class MapsFigure(FigureBase):
    """Decision maps in the plane, with the points."""

    kind: Literal["maps"]
    panels: list[MapPanel] = Field(min_length=1)
    points: Literal["test", "train", "none"] = "test"
    x: Text = "x₁"
    y: Text = "x₂"

    @model_validator(mode="after")
    def _labels_differ(self) -> MapsFigure:
        labels = [panel.label for panel in self.panels]
        doubled = sorted({label for label in labels if labels.count(label) > 1})
        if doubled:
            raise ValueError(f"two panels have the label '{doubled[0]}'")
        return self


class ScatterFigure(FigureBase):
    """Labelled points in the plane, from the arrays of one run's record."""

    kind: Literal["scatter"]
    experiment: Text
    variant: Text = "main"
    points: Text = Field("points", description="array (n, 2)")
    labels: Text = Field("labels", description="array (n,)")
    classes: list[Text] | None = Field(None, description="names in place of the labels 0, 1, ...")
    x: Text = "x₁"
    y: Text = "x₂"
