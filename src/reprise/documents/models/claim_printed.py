"""Claims about what the document itself prints: no run is needed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from reprise.documents.models.claim_statement import Statement
from reprise.strict import Printed, Strict, Text


class PrintedPair(Strict):
    """Two numbers that the document itself prints, and how they should compare."""

    label: Text
    first: Printed
    relation: Literal["equal", "above", "below"]
    second: Printed


class ConsistencyClaim(Statement):
    """The document's own numbers against each other."""

    kind: Literal["consistency"]
    parts: list[PrintedPair] = Field(min_length=1)


MOST_ROUNDED = 12
"""Rounded operands up to which all ends of their ranges are tried, 2 to that power."""

Operation = Literal["sum", "product", "mean", "weighted-mean", "harmonic-mean", "quotient"]


class ArithmeticPart(Strict):
    """A number that should follow from other printed ones."""

    label: Text
    of: list[Printed] = Field(min_length=1)
    weights: list[Printed] = Field(
        default_factory=list, description="one for each number of a weighted mean"
    )
    by: Operation
    gives: Printed

    @model_validator(mode="after")
    def _operands(self) -> ArithmeticPart:
        if (self.by == "weighted-mean") != bool(self.weights):
            raise ValueError("'weights' go with by: weighted-mean, and only with it")
        if self.weights and len(self.weights) != len(self.of):
            raise ValueError(f"{len(self.of)} numbers have {len(self.weights)} weights")
        weights = [float(weight) for weight in self.weights]
        if weights and (min(weights) < 0 or sum(weights) == 0):
            raise ValueError("weights are 0 or more, and not all of them 0")
        if self.by == "quotient" and (len(self.of) != 2 or float(self.of[1]) == 0):
            raise ValueError("a quotient takes two numbers, the second other than 0")
        if self.by == "harmonic-mean" and any(float(number) <= 0 for number in self.of):
            raise ValueError("a harmonic mean takes numbers above 0")
        return self

    @model_validator(mode="after")
    def _few_enough(self) -> ArithmeticPart:
        """Beyond so many, the farthest result is known only where all operands pull one way."""
        rounded = sum("." in text for text in (*self.of, *self.weights))
        apart = any("." in weight for weight in self.weights)
        apart |= self.by == "product" and any(float(number) < 0 for number in self.of)
        if apart and rounded > MOST_ROUNDED:
            kinds = "rounded weights or negative factors"
            words = f"with {kinds}, {MOST_ROUNDED} rounded numbers at most; there are {rounded}"
            raise ValueError(words)
        return self


class ArithmeticClaim(Statement):
    """Sums, products and means of printed numbers."""

    kind: Literal["arithmetic"]
    parts: list[ArithmeticPart] = Field(min_length=1)


class WordingPart(Strict):
    """Names or numbers as they stand in one place, against those in another."""

    label: Text
    printed: Annotated[list[Text], Field(min_length=1)]
    relation: Literal["same", "different", "contains", "lacks"]
    against: Annotated[list[Text], Field(min_length=1)]


class WordingClaim(Statement):
    """Names, numberings and settings that the document gives in more than one place."""

    kind: Literal["wording"]
    parts: list[WordingPart] = Field(min_length=1)
