"""Claims that are decided over seeds: values, limits, orders, trends, the best, gaps, spreads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, model_validator

from reprise.documents.models.claim_statement import Statement
from reprise.documents.models.measure import Measure
from reprise.strict import Printed, Strict, Text


class Tolerance(Strict):
    """How far a measurement may lie from the printed value, declared before it was made."""

    tau: NonNegativeFloat = Field(description="in units of the metric")
    origin: Text = Field(description="where this tolerance comes from")


class ValuePart(Strict):
    """One printed number and the measure that answers it."""

    label: Text
    of: Measure
    printed: Printed
    published_runs: Annotated[int, Field(ge=1)] = Field(1, description="m: runs behind it")
    evaluated_on: Annotated[int, Field(ge=1)] | None = Field(
        None, description="images of the document's evaluation set where it was a subset"
    )
    tolerance: Tolerance | None = Field(None, description="in place of the claim's own")

    @model_validator(mode="after")
    def _share_of_images(self) -> ValuePart:
        """Only a share of images has a sampling error; of others the check sees the mean."""
        counted = self.of.metric or self.of.curve
        if self.evaluated_on and (counted is None or counted.endswith("loss")):
            what = counted or self.of.timing
            raise ValueError(f"'evaluated_on' goes with a share of images; '{what}' is none")
        return self


class ValueClaim(Statement):
    """Printed numbers against measured ones."""

    kind: Literal["value"]
    tolerance: Tolerance
    parts: list[ValuePart] = Field(min_length=1)


class BoundPart(Strict):
    """A measure and the limit it keeps."""

    label: Text
    of: Measure
    relation: Literal["above", "below"]
    limit: float


class BoundClaim(Statement):
    """A quantity lies above or below a limit."""

    kind: Literal["bound"]
    parts: list[BoundPart] = Field(min_length=1)


class OrderPart(Strict):
    """Two measures, paired by seed, of which the first is the larger."""

    label: Text
    larger: Measure
    smaller: Measure

    @model_validator(mode="after")
    def _two_measures(self) -> OrderPart:
        if self.larger == self.smaller:
            raise ValueError("'larger' and 'smaller' are the same measure")
        return self


class OrderClaim(Statement):
    """One quantity is larger than another."""

    kind: Literal["order"]
    parts: list[OrderPart] = Field(min_length=1)


class TrendPart(Strict):
    """A curve that rises or falls."""

    label: Text
    experiment: Text
    variant: Text = "main"
    curve: Text
    direction: Literal["rising", "falling"]
    rule: Literal["every-step", "rank-correlation"] = Field(
        description="every step moves that way, or Spearman's rho with the axis is beyond 0.9"
    )
    since: float | None = None


class TrendClaim(Statement):
    """A curve rises or falls."""

    kind: Literal["trend"]
    parts: list[TrendPart] = Field(min_length=1)


class Candidate(Strict):
    """One of the things that a claim ranks."""

    label: Text
    of: Measure
    printed: Printed | None = Field(None, description="what the document's own table says of it")


class ArgbestClaim(Statement):
    """Which one, or which few, are the best."""

    kind: Literal["argbest"]
    best: Literal["highest", "lowest"]
    among: list[Candidate] = Field(min_length=2)
    stated: list[Text] = Field(min_length=1, description="labels said to be the best")

    def labels(self) -> Iterator[str]:
        yield from (candidate.label for candidate in self.among)

    @model_validator(mode="after")
    def _stated_is_among(self) -> ArgbestClaim:
        labels = [candidate.label for candidate in self.among]
        for label in self.stated:
            if label not in labels:
                raise ValueError(f"stated '{label}' is not among {', '.join(labels)}")
        if len(set(self.stated)) < len(self.stated):
            raise ValueError("'stated' names a candidate twice")
        if len(self.stated) >= len(labels):
            raise ValueError("all candidates are stated to be the best")
        return self

    @model_validator(mode="after")
    def _different_measures(self) -> ArgbestClaim:
        for place, candidate in enumerate(self.among):
            for other in self.among[:place]:
                if candidate.of == other.of:
                    labels = f"'{other.label}' and '{candidate.label}'"
                    raise ValueError(f"the candidates {labels} have the same measure")
        return self


class GapPart(Strict):
    """A difference or ratio of two measures, paired by seed, within limits."""

    label: Text
    of: Measure
    against: Measure
    as_ratio: bool = False
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _some_limit(self) -> GapPart:
        if self.at_least is None and self.at_most is None:
            raise ValueError("a gap needs at_least, at_most or both")
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:
            raise ValueError("at_least is larger than at_most")
        return self

    @model_validator(mode="after")
    def _two_measures(self) -> GapPart:
        if self.of == self.against:
            raise ValueError("'of' and 'against' are the same measure")
        return self


class GapClaim(Statement):
    """Two quantities differ by so much, or do not differ by more than so much."""

    kind: Literal["gap"]
    parts: list[GapPart] = Field(min_length=1)


class SpreadPart(Strict):
    """How far the seeds of one measure lie apart: their standard deviation."""

    label: Text
    of: Measure
    relative: bool = Field(False, description="as a share of the mean")
    at_most: Annotated[float, Field(gt=0)]


class SpreadClaim(Statement):
    """Repeated runs give nearly the same."""

    kind: Literal["spread"]
    parts: list[SpreadPart] = Field(min_length=1)
