"""Illustrations as data: which numbers they are computed from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PositiveInt, model_validator

from reprise.documents.models.figure_base import FigureBase
from reprise.strict import Strict, Text


class Network(Strict):
    """The layers of an experiment of engine torch_nets, from its spec alone."""

    experiment: Text
    variant: Text = "main"


class Box(Strict):
    """One layer of a network as a document describes it."""

    label: Text
    kind: Literal["input", "convolution", "pooling", "dense", "other"] = "other"
    shape: Annotated[list[PositiveInt], Field(min_length=1, max_length=3)] = Field(
        description="what it puts out: channels, height, width, or numbers"
    )


class Reach(Strict):
    """A layer and the metric that holds the side of its receptive field."""

    label: Text
    metric: Text


class ReceptiveField(Strict):
    """Receptive fields of a network's layers, from the metrics of a run."""

    experiment: Text
    variant: Text = "main"
    layers: list[Reach] = Field(min_length=1, max_length=6)
    side: PositiveInt | None = Field(None, description="of the image, in pixels")


class SchemaFigure(FigureBase):
    """An illustration that is computed from numbers."""

    kind: Literal["schema"]
    network: Network | None = None
    boxes: list[Box] | None = Field(None, min_length=1)
    receptive_field: ReceptiveField | None = None

    @model_validator(mode="after")
    def _one_form(self) -> SchemaFigure:
        given = [self.network, self.boxes, self.receptive_field]
        if sum(one is not None for one in given) != 1:
            raise ValueError("give one of network, boxes and receptive_field")
        return self
