"""The spec of a run of the PyTorch engine: image classification by a network of layers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import training_images
from reprise.documents.models.augmentation import Augmentation
from reprise.documents.models.data import DataSpec
from reprise.documents.models.layers import Model
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.models.torch_nets_cost import augmentation_seconds, seconds
from reprise.documents.shapes import Shape, ShapeError, Traced, trace
from reprise.strict import Strict

FINAL_TRAINING_IMAGES = 10_000
"""Of these at most a network with convolutions is evaluated on in the end."""

SMOKE_EPOCHS, SMOKE_STEPS, SMOKE_EVERY, SMOKE_IMAGES = 2, 10, 5, 200


class ImageData(DataSpec):
    """A data set, its split, and how its bytes are brought to numbers.

    With the scaling ``standard`` the constants may be given: (pixel / 255 - mean) / std.
    Beyond those of every engine there are ``min-max`` (each image from its own smallest to its
    largest value), ``pca`` (the components that hold a share of the variance, put together to an
    image again) and ``zca`` (whitened).
    """

    scaling: Literal["raw", "unit", "standard", "mean-image", "min-max", "pca", "zca"]
    keep: Annotated[float, Field(gt=0, le=1)] | None = Field(
        None, description="pca: share of the variance that is kept"
    )
    epsilon: PositiveFloat | None = Field(None, description="zca: added to each variance")
    gray: bool | None = Field(None, description="colours as one channel, their luma (ITU-R 601)")
    mean: list[float] | None = Field(None, description="of each channel, on the scale 0..1")
    std: list[PositiveFloat] | None = Field(None, description="of each channel, as the mean")

    @model_validator(mode="after")
    def _constants_go_with_standard(self) -> ImageData:
        if (self.mean is None) != (self.std is None):
            raise ValueError("mean and std go together")
        if self.mean is not None and self.scaling != "standard":
            raise ValueError("mean and std go with the scaling 'standard', and only with it")
        for scaling, name in (("pca", "keep"), ("zca", "epsilon")):
            if (self.scaling == scaling) != (getattr(self, name) is not None):
                raise ValueError(f"{name} goes with the scaling '{scaling}', and only with it")
        return self


class Optimizer(Strict):
    """The update rule, with PyTorch's defaults for what is not given."""

    kind: Literal["sgd", "momentum", "adam", "amsgrad", "adamw", "nadam", "adagrad"]
    learning_rate: PositiveFloat
    momentum: Annotated[float, Field(ge=0, lt=1)] | None = None
    weight_decay: NonNegativeFloat | None = None

    @model_validator(mode="after")
    def _momentum_goes_with_momentum(self) -> Optimizer:
        if (self.kind == "momentum") != (self.momentum is not None):
            raise ValueError("a momentum goes with the optimizer 'momentum', and only with it")
        return self


class Schedule(Strict):
    """The learning rate over time."""

    kind: Literal["exponential"]
    gamma: Annotated[float, Field(gt=0, le=1)] = Field(description="factor after each epoch")


class Training(Strict):
    """How long, in which batches, in which order."""

    batch_size: PositiveInt
    epochs: PositiveInt | None = Field(None, description="with an evaluation after each")
    steps: PositiveInt | None = None
    evaluate_every: PositiveInt | None = Field(
        None, description="updates between two evaluations; needed where steps are given"
    )
    order: Literal["shuffled", "file", "file-then-shuffled"] = Field(
        "shuffled", description="a new order each epoch, the file's, or that in the first epoch"
    )
    drop_last: bool | None = Field(
        None, description="leave out the images that do not fill the epoch's last batch"
    )

    @model_validator(mode="after")
    def _one_length(self) -> Training:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("give either epochs or steps")
        if self.steps is not None and self.evaluate_every is None:
            raise ValueError("a training in steps needs evaluate_every")
        return self


class Evaluation(Strict):
    """What is evaluated while training, besides the validation or test part in full."""

    test_batch: PositiveInt | None = Field(
        None, description="the next so many test images at each evaluation, in file order"
    )
    train_subset: PositiveInt | None = Field(
        None, description="a fixed subset of so many training images, without augmentation"
    )
    initial: bool | None = Field(None, description="also before the first update, as metrics")


class TorchNetsSpec(RunSpec):
    """One training of an image classifier with PyTorch."""

    engine: Literal["torch_nets"]
    data: ImageData
    augmentation: Augmentation | None = None
    model: Model
    loss: Literal["cross-entropy"] = "cross-entropy"
    optimizer: Optimizer
    schedule: Schedule | None = None
    training: Training
    evaluation: Evaluation | None = None
    keep_weights: bool | None = Field(
        None, description="all parameters stand in the record's arrays, for runs that build on it"
    )
    precision: Literal["float32", "bfloat16"] = Field(
        "float32", description="bfloat16: forward and backward pass under autocast"
    )

    def image(self, dataset: Dataset) -> Shape:
        """What enters the network: (channels, height, width)."""
        height, width, *colours = dataset.image_shape
        if self.data.gray:
            colours = []
        crop = self.augmentation.crop if self.augmentation else None
        return (colours[0] if colours else 1, crop or height, crop or width)

    def traced(self, dataset: Dataset) -> list[Traced]:
        """The network, layer by layer, on this data set; raises ``ShapeError``."""
        return trace(self.model.resolved(dataset.classes), self.image(dataset))

    def problems(self, dataset: Dataset) -> list[str]:
        """What does not fit together on this data set, one line each, the key first."""
        found = []
        channels, *sides = self.image(dataset)
        for name, values in (("mean", self.data.mean), ("std", self.data.std)):
            if values is not None and len(values) != channels:
                found.append(
                    f"data.{name}: has {len(values)} numbers, but the images of {dataset.name} "
                    f"have {channels} channels"
                )
        height, width = dataset.image_shape[:2]
        if sides[0] > height or sides[1] > width:
            found.append(
                f"augmentation.crop: {sides[0]} is more than the {height}x{width} pixels of "
                f"{dataset.name}"
            )
        if found:
            return found
        try:
            traced = self.traced(dataset)
        except ShapeError as error:
            return [f"model.layers: {error}"]
        if traced[-1].shape != (dataset.classes,):
            shape = "x".join(map(str, traced[-1].shape))
            found.append(
                f"model.layers: the last layer ({traced[-1].kind}) gives {shape}, but "
                f"{dataset.name} has {dataset.classes} classes"
            )
        return found + self._lonely(traced, dataset)

    def _lonely(self, traced: list[Traced], dataset: Dataset) -> list[str]:
        """Batch normalisation that would have to work with a single value per channel."""
        images, batch = training_images(self.data, dataset), self.training.batch_size
        one = min(batch, images) == 1 or (images % batch == 1 and not self.training.drop_last)
        singles = [t.name for t in traced if t.kind == "batch-norm" and not any(_more(t.entering))]
        if not (one and singles):
            return []
        return [
            f"training.batch_size: {images} images in batches of {batch} leave a batch of one, "
            f"which {singles[0]} cannot normalise; set drop_last or another size"
        ]

    def problems_with_source(self, source: dict[str, Any]) -> list[str]:
        """It starts from the other's layers of the same name and shape, where those were kept."""
        if source["engine"] != self.engine or not source.get("keep_weights"):
            return [f"the source is no {self.engine} run with keep_weights"]
        return []

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its counts."""
        training, evaluation = self.training, self.evaluation
        changes: dict[str, Any] = (
            {"training.epochs": min(training.epochs, SMOKE_EPOCHS)}
            if training.epochs
            else {"training.steps": min(training.steps, SMOKE_STEPS)}
        )
        if training.evaluate_every:
            changes["training.evaluate_every"] = min(training.evaluate_every, SMOKE_EVERY)
        for name in ("test_batch", "train_subset"):
            count = getattr(evaluation, name, None)
            if count:
                changes[f"evaluation.{name}"] = min(count, SMOKE_IMAGES)
        return changes

    def core_seconds(self, dataset: Dataset) -> float:
        """Expected time of one run, in seconds of one core."""
        images = training_images(self.data, dataset)
        batch = min(self.training.batch_size, images)
        per_epoch = images // batch if self.training.drop_last else -(-images // batch)
        updates = self.training.steps or self.training.epochs * per_epoch
        return seconds(
            self.traced(dataset),
            updates=updates,
            batch_size=batch,
            evaluated=self._evaluated(dataset, images, updates),
            half=self.precision == "bfloat16",
            changing=augmentation_seconds(self.augmentation, self.image(dataset)),
        )

    def _evaluated(self, dataset: Dataset, images: int, updates: int) -> int:
        """Images that are evaluated in the whole run, each as often as it is."""
        test = min(self.data.test_count or dataset.test_count, dataset.test_count)
        held_out = self.data.validation.count if self.data.validation else 0
        training, besides = self.training, self.evaluation or Evaluation()
        points = (training.epochs or 0) + updates // (training.evaluate_every or updates + 1)
        each = (held_out or test) + (besides.test_batch or 0) + (besides.train_subset or 0)
        final = test + held_out
        final += min(images, FINAL_TRAINING_IMAGES) if self.model.convolutional else images
        return points * each + final + (held_out or test) * bool(besides.initial)


def _more(shape: Shape) -> list[bool]:
    """Whether more than one value per channel remains, by side."""
    return [side > 1 for side in shape[1:]]
