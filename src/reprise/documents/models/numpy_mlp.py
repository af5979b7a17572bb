"""The spec of a run of the from-scratch NumPy engine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import mlp_seconds, training_images
from reprise.documents.models.data import DataSpec
from reprise.documents.models.run_spec import RunSpec
from reprise.strict import Strict

SMOKE_EPOCHS, SMOKE_STEPS = 2, 20


class Initializer(Strict):
    """How weights or biases start."""

    kind: Literal["uniform", "normal", "zeros", "fan-in-uniform"]
    scale: NonNegativeFloat | None = Field(
        None, description="uniform: half the width of the interval; normal: standard deviation"
    )

    @model_validator(mode="after")
    def _scale_where_it_means_something(self) -> Initializer:
        if self.kind in ("uniform", "normal") and self.scale is None:
            raise ValueError(f"the initializer '{self.kind}' needs a scale")
        if self.kind in ("zeros", "fan-in-uniform") and self.scale is not None:
            raise ValueError(f"the initializer '{self.kind}' takes no scale")
        return self


class FlatData(DataSpec):
    """A data set whose images are rows of numbers, in whatever order of pixels."""

    permuted_pixels: bool | None = Field(
        None, description="the pixels of all images in one other order, the same for all seeds"
    )


class MlpModel(Strict):
    """A multi-layer perceptron; input and output widths follow from the data set."""

    hidden: list[PositiveInt] = Field(min_length=1, description="widths of the hidden layers")
    activation: Literal["sigmoid", "relu", "leaky-relu", "tanh", "identity"]
    slope: Annotated[float, Field(ge=0, lt=1)] | None = Field(
        None, description="of leaky-relu below zero"
    )
    weights: Initializer
    biases: Initializer

    @model_validator(mode="after")
    def _slope_goes_with_leaky_relu(self) -> MlpModel:
        if (self.activation == "leaky-relu") != (self.slope is not None):
            raise ValueError("a slope goes with the activation 'leaky-relu', and only with it")
        return self


class Optimizer(Strict):
    """The update rule."""

    kind: Literal["sgd", "momentum", "adam"] = "sgd"
    learning_rate: PositiveFloat
    momentum: Annotated[float, Field(ge=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _momentum_goes_with_momentum(self) -> Optimizer:
        if (self.kind == "momentum") != (self.momentum is not None):
            raise ValueError("a momentum goes with the optimizer 'momentum', and only with it")
        return self


class Training(Strict):
    """How long and in which batches."""

    batch_size: PositiveInt | Literal["all"]
    epochs: PositiveInt | None = None
    steps: PositiveInt | None = None
    evaluate_every: PositiveInt | None = Field(
        None, description="updates between two evaluations; needed where steps are given"
    )
    order: Literal["shuffled", "shuffled-once", "file", "file-then-shuffled"] = Field(
        "shuffled",
        description="a new order each epoch, one for all epochs, the file's, or that one at first",
    )
    drop_last: bool | None = Field(
        None, description="leave out the images that do not fill the epoch's last batch"
    )
    accumulate: bool = Field(
        False, description="one example at a time, gradients summed up over the batch"
    )

    @model_validator(mode="after")
    def _one_length(self) -> Training:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("give either epochs or steps")
        if self.steps is not None and self.evaluate_every is None:
            raise ValueError("a training in steps needs evaluate_every")
        return self


class NumpyMlpSpec(RunSpec):
    """One training of a multi-layer perceptron from scratch."""

    engine: Literal["numpy_mlp"]
    data: FlatData
    model: MlpModel
    loss: Literal[
        "softmax-cross-entropy",
        "clipped-softmax-cross-entropy",
        "softmax-over-batch-cross-entropy",
        "softmax-squared-error",
    ] = "softmax-cross-entropy"
    optimizer: Optimizer
    training: Training
    train_curve: Literal["running", "re-evaluated"] = Field(
        "running",
        description="training curves: mean over the epoch's batches, or a pass at its end",
    )
    sampled: PositiveInt | None = Field(
        None,
        description="evaluations between epochs use this many random images of the training and "
        "of the test file, others each time, in place of the whole watched set",
    )
    precision: Literal["float32", "float64"] = "float32"

    @model_validator(mode="after")
    def _samples_need_evaluations(self) -> NumpyMlpSpec:
        if self.sampled is not None and self.training.evaluate_every is None:
            raise ValueError("'sampled' needs training.evaluate_every")
        return self

    def problems_with_source(self, source: dict[str, Any]) -> list[str]:
        """It starts from the other's weights, which must be as many."""
        widths = source.get("model", {}).get("hidden")
        if source["engine"] != self.engine or widths != self.model.hidden:
            return [f"{source['engine']} with hidden {widths} leaves no weights for this network"]
        return []

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its counts."""
        length = "training.epochs" if self.training.epochs else "training.steps"
        most = SMOKE_EPOCHS if self.training.epochs else SMOKE_STEPS
        changes = {length: min(self.training.epochs or self.training.steps, most)}
        if self.training.evaluate_every:
            changes["training.evaluate_every"] = min(self.training.evaluate_every, SMOKE_STEPS // 4)
        return changes

    def core_seconds(self, dataset: Dataset) -> float:
        """Expected time of one run, in seconds of one core."""
        images = training_images(self.data, dataset)
        batch = images if self.training.batch_size == "all" else self.training.batch_size
        epochs = self.training.epochs or self.training.steps * batch / images
        return mlp_seconds(
            [dataset.pixels, *self.model.hidden, dataset.classes],
            images=images,
            epochs=epochs,
            rows=1 if self.training.accumulate else batch,
            evaluated=self._evaluated(dataset, images, updates=epochs * images / batch),
            double=self.precision == "float64",
        )

    def _evaluated(self, dataset: Dataset, images: int, updates: float) -> float:
        """Images that are evaluated in the whole run, each as often as it is."""
        watched = self.data.validation.count if self.data.validation else dataset.test_count
        again = images if self.train_curve == "re-evaluated" else 0
        points = updates / (self.training.evaluate_every or updates)
        between = points * (2 * self.sampled if self.sampled else watched)
        epochs = (self.training.epochs or 0) * (watched + again)
        return epochs + between * bool(self.training.evaluate_every) + 2 * (watched + again)
