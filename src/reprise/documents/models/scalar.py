"""The spec of a run of the scalar engine: one hidden layer in plain Python numbers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models.numpy_mlp import Initializer
from reprise.documents.models.points import PointsSpec, smoke_counts
from reprise.documents.models.run_spec import RunSpec
from reprise.strict import Strict

SMOKE_EPOCHS = 2

COORDINATES, CLASSES = 2, 2
"""Of all points."""

EXAMPLE_SECONDS, WEIGHT_SECONDS = 8e-6, 0.19e-6
"""One update: fixed part, and per weight. Measured with 12 and 220 weights."""

EVALUATION_SHARE = 0.35
"""A forward pass as a share of an update."""

GRADIENT_CHECKS = 20
"""Forward passes for each weight, to compare derivatives with finite differences."""

NEEDED = {
    "one-pass": {"output_sum", "network", "example"},
    "training": {"output_sum", "points", "model", "optimizer", "training"},
    "data": {"points"},
}
"""Keys of each task, besides ``engine`` and ``task``."""


class GivenNetwork(Strict):
    """All weights and biases.

    W[i][j] leads from input i to hidden unit j, V[i][j] from hidden unit i to output j.
    """

    W: list[list[float]] = Field(min_length=1)
    b: list[float] = Field(min_length=1)
    V: list[list[float]] = Field(min_length=1)
    c: list[float] = Field(min_length=1)

    @model_validator(mode="after")
    def _shapes_fit(self) -> GivenNetwork:
        hidden, outputs = len(self.b), len(self.c)
        if any(len(row) != hidden for row in self.W):
            raise ValueError(f"each row of W has one weight per bias in b, {hidden}")
        if len(self.V) != hidden or any(len(row) != outputs for row in self.V):
            raise ValueError(
                f"the matrix V has a row for each bias in b, {hidden}, "
                f"of one weight per bias in c, {outputs}"
            )
        return self


class Example(Strict):
    """One input and its class, counted from 0."""

    x: list[float]
    target: NonNegativeInt


class ScalarModel(Strict):
    """A network whose start is drawn."""

    hidden: PositiveInt
    weights: Initializer
    biases: Initializer


class Descent(Strict):
    """Gradient descent, one example at a time."""

    learning_rate: PositiveFloat


class ScalarTraining(Strict):
    """How long; the examples come in their own order in every epoch."""

    epochs: PositiveInt


class ScalarSpec(RunSpec):
    """One forward and backward pass, one training, or a look at the data."""

    engine: Literal["scalar"]
    task: Literal["one-pass", "training", "data"]
    output_sum: Literal["as-printed", "corrected"] | None = Field(
        None,
        description="as-printed: outputs sum over as many hidden units as there are outputs",
    )
    network: GivenNetwork | None = None
    example: Example | None = None
    points: PointsSpec | None = None
    model: ScalarModel | None = None
    optimizer: Descent | None = None
    training: ScalarTraining | None = None

    @model_validator(mode="after")
    def _keys_of_the_task(self) -> ScalarSpec:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        given -= {"engine", "task"}
        needed = NEEDED[self.task]
        for name in sorted(needed - given):
            raise ValueError(f"the task '{self.task}' needs the key '{name}'")
        for name in sorted(given - needed):
            raise ValueError(f"the task '{self.task}' takes no key '{name}'")
        return self

    @model_validator(mode="after")
    def _shapes_fit(self) -> ScalarSpec:
        hidden = outputs = CLASSES
        if self.network is not None and self.example is not None:
            inputs, hidden, outputs = (
                len(v) for v in (self.network.W, self.network.b, self.network.c)
            )
            if len(self.example.x) != inputs or self.example.target >= outputs:
                raise ValueError(
                    f"the example needs {inputs} inputs and a target below {outputs}, "
                    "as the network has them"
                )
        if self.model is not None:
            hidden = self.model.hidden
        if self.output_sum == "as-printed" and outputs > hidden:
            raise ValueError(
                f"output_sum as-printed sums over {outputs} hidden units, one per output, "
                f"but there are {hidden}"
            )
        return self

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes."""
        changes = smoke_counts(self.points) if self.points else {}
        if self.training:
            changes["training.epochs"] = min(self.training.epochs, SMOKE_EPOCHS)
        return changes

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        if self.task != "training":
            return START_SECONDS
        weights = self.model.hidden * (COORDINATES + CLASSES)
        update = EXAMPLE_SECONDS + WEIGHT_SECONDS * weights
        epochs, points = self.training.epochs, self.points
        evaluated = epochs * points.test + points.train + GRADIENT_CHECKS * weights
        return START_SECONDS + update * (epochs * points.train + EVALUATION_SHARE * evaluated)
