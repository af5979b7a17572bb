"""The spec of a run of the rare_positives engine: yes or no, where yes is rare."""

from __future__ import annotations

from math import ceil, prod
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    model_validator,
)

from reprise.data.registry import Dataset
from reprise.documents.models.layers import Model
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.models.torch_nets import Optimizer
from reprise.documents.models.torch_nets_cost import seconds
from reprise.documents.shapes import Shape, ShapeError, Traced, trace
from reprise.strict import Strict

SIDE = 32
"""Of an image with objects, in pixels."""

THERE = 0.9
"""Share of a class's average count that every class is sure to have, in MNIST and the stand-ins."""

SMOKE_EPOCHS, SMOKE_IMAGES, SMOKE_POSITIVES = 2, 200, 100
SMOKE_OBJECT_IMAGES, SMOKE_OBJECT_TESTS = 40, 20

OBJECT_SECONDS = 0.4e-3
"""Drawing one image with objects."""

SCORE_SECONDS = 0.2e-6
"""Scores and losses of one evaluated logit."""

MEASURING_EPOCHS = 3
"""Passes over the training set that measure gradients, each as long as an epoch at most."""

REFUSED = {"batch-norm", "dropout", "log-softmax"}
"""Layers that train otherwise than they evaluate, or give no logit."""


class RareDigits(Strict):
    """One digit against all others, with a chosen share of it; pixels are divided by 255.

    Images and flipped labels are drawn once and for all, so that seeds differ in training only;
    of two shares, the smaller one's positives are among the larger one's.
    """

    kind: Literal["digits"]
    dataset: str
    digit: NonNegativeInt = Field(9, description="the class that counts as positive")
    share: Annotated[float, Field(gt=0, lt=1)] = Field(description="of positives, in training")
    train_count: PositiveInt = Field(description="images to train on, positives and others")
    test_count: PositiveInt | None = Field(
        None, description="evaluate on the first images of the test file only"
    )
    flipped: Annotated[float, Field(ge=0, lt=0.5)] = Field(
        0.0, description="share of the training labels that are turned over"
    )

    @property
    def positives(self) -> int:
        """Images of the digit in the training set, before any label is turned over."""
        return round(self.share * self.train_count)

    def problems(self, dataset: Dataset) -> list[str]:
        """What the data set cannot give, one line each."""
        if self.digit >= dataset.classes:
            classes = f"{dataset.name} has the classes 0 to {dataset.classes - 1}"
            return [f"data.digit: {self.digit} is not there; {classes}"]
        others = self.train_count - self.positives
        if not self.positives or not others:
            part = "positive" if not self.positives else "negative"
            return [f"data.share: {self.share} of {self.train_count} images leaves no {part} one"]
        there = int(THERE * dataset.train_count / dataset.classes)
        wanted = {"positives": (self.positives, there)}
        wanted["negatives"] = (others, there * (dataset.classes - 1))
        found = [
            f"data.share: {count} {part} are wanted, {dataset.name} is sure to have {sure}"
            for part, (count, sure) in wanted.items()
            if count > sure
        ]
        if self.test_count is not None and self.test_count > dataset.test_count:
            found.append(f"data.test_count: {self.test_count}, of {dataset.test_count}")
        return found


class SmallObjects(Strict):
    """The pixels of bright ellipses, one to three in each of many generated grey images, 32x32.

    An ellipse covers 3 to 20 pixels, less than 2 % of the image, and touches no other. The same
    images for all seeds; fewer are the first of more.
    """

    kind: Literal["objects"]
    train_count: PositiveInt
    test_count: PositiveInt
    noise: PositiveFloat = Field(
        description="standard deviation of each pixel's noise, for objects brighter by 1"
    )


class BinaryLoss(Strict):
    """What is minimised: the mean over a batch's elements, or Dice of all of them together."""

    kind: Literal["cross-entropy", "dice", "focal"]
    gamma: NonNegativeFloat | None = Field(None, description="focal: weight of hard examples")
    smoothing: PositiveFloat | None = Field(
        None, description="dice: added to numerator and denominator"
    )

    @model_validator(mode="after")
    def _options_go_with_their_loss(self) -> BinaryLoss:
        for kind, name in (("focal", "gamma"), ("dice", "smoothing")):
            if (self.kind == kind) != (getattr(self, name) is not None):
                raise ValueError(f"{name} goes with the loss '{kind}', and only with it")
        return self


class RareTraining(Strict):
    """How long and in which batches; a new order in each epoch."""

    batch_size: PositiveInt
    epochs: PositiveInt


class RarePositivesSpec(RunSpec):
    """One training of a network with one logit per image, or per pixel of an image."""

    engine: Literal["rare_positives"]
    data: Annotated[RareDigits | SmallObjects, Field(discriminator="kind")]
    model: Model = Field(description="'classes' stands for the one logit")
    loss: BinaryLoss
    optimizer: Optimizer
    training: RareTraining

    def image(self, dataset: Dataset | None) -> Shape:
        """What enters the network: (channels, height, width)."""
        if dataset is None:
            return (1, SIDE, SIDE)
        height, width, *colours = dataset.image_shape
        return (colours[0] if colours else 1, height, width)

    def traced(self, dataset: Dataset | None) -> list[Traced]:
        """The network, layer by layer; raises ``ShapeError``."""
        return trace(self.model.resolved(1), self.image(dataset))

    def problems(self, dataset: Dataset | None) -> list[str]:
        """What does not fit together, one line each, the key first."""
        try:
            traced = self.traced(dataset)
        except ShapeError as error:
            return [f"model.layers: {error}"]
        refused = [layer.kind for layer in traced if layer.kind in REFUSED]
        if refused:
            return [f"model.layers: {refused[0]} is not for the engine rare_positives"]
        wanted = (1,) if self.data.kind == "digits" else (1, SIDE, SIDE)
        if traced[-1].shape == wanted:
            return []
        given, needed = ("x".join(map(str, shape)) for shape in (traced[-1].shape, wanted))
        return [f"model.layers: the last layer ({traced[-1].kind}) gives {given}, not {needed}"]

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its test images."""
        data = self.data
        if isinstance(data, RareDigits):
            enough = max(SMOKE_IMAGES, ceil(1 / data.share))
            counts = {"train_count": min(enough, int(SMOKE_POSITIVES / data.share))}
        else:
            counts = {"train_count": SMOKE_OBJECT_IMAGES, "test_count": SMOKE_OBJECT_TESTS}
        return {
            "training.epochs": min(self.training.epochs, SMOKE_EPOCHS),
            **{f"data.{name}": min(getattr(data, name), n) for name, n in counts.items()},
        }

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        images, epochs = self.data.train_count, self.training.epochs
        batch = min(self.training.batch_size, images)
        test = self.data.test_count or (dataset.test_count if dataset else 0)
        traced, evaluated = self.traced(dataset), (epochs + 1) * test
        working = seconds(
            traced,
            updates=(epochs + MEASURING_EPOCHS) * -(-images // batch),
            batch_size=batch,
            evaluated=evaluated,
            half=False,
        )
        drawing = OBJECT_SECONDS * (images + test) if self.data.kind == "objects" else 0.0
        return working + drawing + SCORE_SECONDS * evaluated * prod(traced[-1].shape)
