"""What a claim or a figure measures: one number per run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from reprise.strict import Strict, Text

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
