"""The spec of a run of the circles engine: one small network, written in four ways."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from reprise.data.registry import Dataset
from reprise.documents.models.numpy_mlp import Initializer
from reprise.documents.models.points import PointsSpec, smoke_counts
from reprise.documents.models.run_spec import RunSpec
from reprise.strict import Strict

SMOKE_EPOCHS = 5

START_SECONDS = 3.5
"""Interpreter, import of torch and start."""

UPDATE_SECONDS, EVALUATION_SECONDS = 200e-6, 400e-6
"""One update of a small batch; one evaluation of both sets: overhead of calls, not arithmetic."""


class CirclesModel(Strict):
    """One hidden layer between two coordinates and two classes."""

    hidden: PositiveInt
    activation: Literal["tanh", "identity"]
    weights: Initializer
    biases: Initializer


class CirclesOptimizer(Strict):
    """Plain gradient descent."""

    learning_rate: PositiveFloat
    reduction: Literal["mean", "sum"] = Field(
        "mean", description="of the gradients of a batch's examples"
    )


class CirclesTraining(Strict):
    """How long and in which batches; a new order in each epoch."""

    batch_size: PositiveInt
    epochs: PositiveInt


class CirclesSpec(RunSpec):
    """One training, by one of the four versions of the program.

    manual: forward and backward pass by hand; autograd: the backward pass by torch.autograd;
    layers: the forward pass by torch.nn; optim: the update by torch.optim.
    """

    engine: Literal["circles"]
    version: Literal["manual", "autograd", "layers", "optim"]
    points: PointsSpec
    model: CirclesModel
    optimizer: CirclesOptimizer
    training: CirclesTraining
    snapshots: list[NonNegativeInt] = Field(
        default=[0, 10, 50],
        description="epochs after which parameters and decision map are kept; the last always is",
    )
    precision: Literal["float32", "float64"] = "float32"

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes."""
        epochs = min(self.training.epochs, SMOKE_EPOCHS)
        return {"training.epochs": epochs, **smoke_counts(self.points)}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        updates = -(-self.points.train // self.training.batch_size)
        epoch = updates * UPDATE_SECONDS + EVALUATION_SECONDS
        return START_SECONDS + self.training.epochs * epoch
