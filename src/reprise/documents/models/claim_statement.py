"""What every claim has, whatever its kind: where it stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from reprise.strict import Strict, Text


class Exchange(Strict):
    """One place of a claim's measures, and the one to take its numbers from instead."""

    instead_of: Text = Field(description="an experiment that the claim's measures name")
    at: Text | None = Field(None, description="its variant; if left out, each that they name")
    experiment: Text
    variant: Text = "main"


class Substitute(Exchange):
    """Another experiment that may explain what this one does not give."""

    label: Text = Field(description="what differs, in words for people")
    together: list[Exchange] = Field(
        default_factory=list, description="what is exchanged along with it"
    )

    @property
    def exchanges(self) -> list[Exchange]:
        """All that is exchanged, the first one before what goes along with it."""
        return [self, *self.together]


class Statement(Strict):
    """What every claim says of itself, whatever its kind."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.-]{0,30}$")] = Field(
        description="id of the claim ledger"
    )
    locator: Text
    text: Text = Field(description="what the document claims, in our words")
    any_budget: bool = Field(
        False, description="the measures do not depend on how long or on how much was trained"
    )
    any_data: bool = Field(False, description="nor on which data set it was trained on")
    note: Text | None = Field(None, description="what a reader of the verdict should know")
    explanations: list[Substitute] = Field(
        default_factory=list,
        description="experiments to try beside the alternatives of the assumptions",
    )

    def labels(self) -> Iterator[str]:
        """The labels of its parts, in order."""
        yield from (part.label for part in getattr(self, "parts", ()))

    @model_validator(mode="after")
    def _labels_are_unique(self) -> Statement:
        """A part is known by its label: to the reader, to an erratum, and to its rivals."""
        labels = list(self.labels())
        for label in labels:
            if labels.count(label) > 1:
                raise ValueError(f"two parts are labelled '{label}'; give each a label of its own")
        return self
