"""A number of the literature, and which of our own stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PositiveInt, model_validator

from reprise.documents.models.measure import Measure
from reprise.strict import Printed, Slug, Strict, Text


def _written_as(pattern: str, words: str) -> Callable[[str], str]:
    """A check of a text's form that says in words what is needed."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"needs {words}, not '{text}'")
        return text

    return check


Address = Annotated[
    str, AfterValidator(_written_as(r"https?://[^\s<>\"]+", "an address that begins with https://"))
]
Accuracy = Annotated[
    str, AfterValidator(_written_as(r"([a-z0-9]+_)*accuracy", "an accuracy, such as test_accuracy"))
]
Place = Annotated[
    str, AfterValidator(_written_as(r"[a-z0-9-]+/[a-z0-9-]+", "<document>/<experiment>"))
]
Points = Annotated[float, Field(ge=0, le=100)]
"""Percentage points."""


class Source(Strict):
    """A paper, book or page that anybody can look up."""

    authors: Text
    title: Text
    year: Annotated[int, Field(ge=1900, le=2100)]
    address: Address


class PrintedShare(Strict):
    """A share of test images as the source prints it."""

    value: Printed
    quantity: Literal["error", "accuracy"]
    unit: Literal["percent", "share"]
    images: PositiveInt = Field(description="test images that it was counted on")
    about: bool = Field(False, description="whether the source calls it approximate")

    @model_validator(mode="after")
    def _a_share(self) -> PrintedShare:
        if not 0 <= self.accuracy <= 1:
            raise ValueError(f"'{self.value}' is no share of images as {self.unit}")
        return self

    @property
    def accuracy(self) -> float:
        """The share of images that are classified correctly, 0 to 1."""
        number = float(self.value) / (100 if self.unit == "percent" else 1)
        return 1 - number if self.quantity == "error" else number


class Ours(Strict):
    """The variant of ours that comes closest, and its accuracy."""

    experiment: Place
    variant: Text = "main"
    metric: Accuracy

    @property
    def slug(self) -> str:
        return self.experiment.partition("/")[0]

    @property
    def measure(self) -> Measure:
        return Measure(experiment=self.experiment, variant=self.variant, metric=self.metric)


class Allowed(Strict):
    """By how many percentage points our mean may differ, because of what differs."""

    better: Points
    worse: Points
    reason: Text


class LiteratureEntry(Strict):
    """One number of the literature beside one of ours."""

    id: Slug
    source: Source
    setup: Text = Field(description="data, model and training, in short")
    printed: PrintedShare
    uncertainty: Text | None = Field(None, description="what the source says of it")
    ours: Ours
    differs: Text
    allowed: Allowed
    note: Text | None = Field(None, description="what was found where ours lies outside")
