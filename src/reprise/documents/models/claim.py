"""A claim as data: what a document states, and which measurements speak to it.

The kinds are a closed set; the rule of each stands in ``analysis/checks/<kind>.py`` and in
``docs/verdicts.md``. There is no expression language: a claim names measures, nothing more.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, StringConstraints, TypeAdapter, model_validator

from reprise.strict import Printed, Strict, Text

Reduction = Literal[
    "first",
    "last",
    "min",
    "max",
    "mean",
    "argmin",
    "argmax",
    "sd-of-differences",
    "last-relative-drop",
    "rise-from-min",
    "share-below",
]


class Measure(Strict):
    """One number per run: a metric, a time, or a curve brought to one number.

    ``experiment`` is a name of the same document, or ``<slug>/<experiment>``.
    """

    experiment: Text
    variant: Text = "main"
    metric: Text | None = Field(None, description="a name in the record's metrics")
    timing: Text | None = Field(None, description="a name in the record's timing, in seconds")
    curve: Text | None = Field(None, description="<axis>.<name>, such as epoch.test_loss")
    at: float | Reduction | None = Field(
        None, description="a point of the curve's axis, or how the curve becomes one number"
    )
    reaches: float | None = Field(
        None, description="the first point of the axis at which the curve is at least this"
    )
    below: Text | None = Field(
        None, description="share-below: the other curve, compared point by point"
    )
    since: float | None = Field(None, description="the curve from this point of its axis on")
    scaled_by: Text | None = Field(
        None, description="a metric of the same run that the number is divided by"
    )

    @model_validator(mode="after")
    def _one_source(self) -> Measure:
        named = [name for name in ("metric", "timing", "curve") if getattr(self, name)]
        if len(named) != 1:
            raise ValueError("a measure names exactly one of metric, timing and curve")
        if self.curve and (self.at is None) == (self.reaches is None):
            raise ValueError("a curve needs either 'at' or 'reaches'")
        if not self.curve and (self.at is not None or self.reaches is not None):
            raise ValueError("'at' and 'reaches' go with a curve")
        if (self.at == "share-below") != (self.below is not None):
            raise ValueError("'below' goes with at: share-below, and only with it")
        return self


class Tolerance(Strict):
    """How far a measurement may lie from the printed value, declared before it was made."""

    tau: NonNegativeFloat = Field(description="in units of the metric")
    origin: Text = Field(description="where this tolerance comes from")


class _Claim(Strict):
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


class ValueClaim(_Claim):
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


class BoundClaim(_Claim):
    """A quantity lies above or below a limit."""

    kind: Literal["bound"]
    parts: list[BoundPart] = Field(min_length=1)


class OrderPart(Strict):
    """Two measures, paired by seed, of which the first is the larger."""

    label: Text
    larger: Measure
    smaller: Measure


class OrderClaim(_Claim):
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


class TrendClaim(_Claim):
    """A curve rises or falls."""

    kind: Literal["trend"]
    parts: list[TrendPart] = Field(min_length=1)


class Candidate(Strict):
    """One of the things that a claim ranks."""

    label: Text
    of: Measure
    printed: Printed | None = Field(None, description="what the document's own table says of it")


class ArgbestClaim(_Claim):
    """Which one, or which few, are the best."""

    kind: Literal["argbest"]
    best: Literal["highest", "lowest"]
    among: list[Candidate] = Field(min_length=2)
    stated: list[Text] = Field(min_length=1, description="labels said to be the best")

    @model_validator(mode="after")
    def _stated_is_among(self) -> ArgbestClaim:
        labels = [candidate.label for candidate in self.among]
        for label in self.stated:
            if label not in labels:
                raise ValueError(f"stated '{label}' is not among {', '.join(labels)}")
        if len(self.stated) >= len(labels):
            raise ValueError("all candidates are stated to be the best")
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


class GapClaim(_Claim):
    """Two quantities differ by so much, or do not differ by more than so much."""

    kind: Literal["gap"]
    parts: list[GapPart] = Field(min_length=1)


class SpreadPart(Strict):
    """How far the seeds of one measure lie apart: their standard deviation."""

    label: Text
    of: Measure
    relative: bool = Field(False, description="as a share of the mean")
    at_most: Annotated[float, Field(gt=0)]


class SpreadClaim(_Claim):
    """Repeated runs give nearly the same."""

    kind: Literal["spread"]
    parts: list[SpreadPart] = Field(min_length=1)


class CountPart(Strict):
    """A count that every run must give exactly, or within a stated margin."""

    label: Text
    of: Measure
    stated: float
    within: NonNegativeFloat = 0.0


class CountClaim(_Claim):
    """A number that follows from the set-up: parameters, updates, images."""

    kind: Literal["count"]
    parts: list[CountPart] = Field(min_length=1)


class PrintedPair(Strict):
    """Two numbers that the document itself prints, and how they should compare."""

    label: Text
    first: Printed
    relation: Literal["equal", "above", "below"]
    second: Printed


class ConsistencyClaim(_Claim):
    """The document's own numbers against each other; needs no run."""

    kind: Literal["consistency"]
    parts: list[PrintedPair] = Field(min_length=1)


class NotCheckableClaim(_Claim):
    """A definition or an opinion: nothing that a measurement could decide."""

    kind: Literal["not-checkable"]
    reason: Text


Claim = Annotated[
    ValueClaim
    | BoundClaim
    | OrderClaim
    | TrendClaim
    | ArgbestClaim
    | GapClaim
    | SpreadClaim
    | CountClaim
    | ConsistencyClaim
    | NotCheckableClaim,
    Field(discriminator="kind"),
]

CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
