"""What the demonstrations that train networks may be asked to vary."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from reprise.documents.convolutional import CHANNELS, head_network, pooled_network
from reprise.documents.models.circles import CirclesModel
from reprise.documents.models.demonstration_options import Counts, Options
from reprise.documents.models.numpy_mlp import Initializer
from reprise.documents.models.points import CirclesPoints, PointsSpec
from reprise.documents.models.torch_nets import ImageData, TorchNetsSpec


class OtherTestImages(Options):
    """A convolutional network on shifted, rotated and enlarged test images."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.epochs": 1}

    head: Literal["dense", "convolution", "average"] = Field(
        "dense",
        description="fully connected layers; convolutions of the same weights, averaged; or the "
        "mean of a map for each class",
    )
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    learning_rate: PositiveFloat = 0.1
    batch_size: PositiveInt = 128
    epochs: PositiveInt = 20
    shift: PositiveInt = Field(4, description="pixels at most, to each side")
    degrees: NonNegativeFloat = Field(15.0, description="of a rotation at most")
    sides: Counts = Field([32, 40, 48, 64], description="of the images that are enlarged")

    def training(self, data: ImageData) -> TorchNetsSpec:
        """The training that comes first."""
        return TorchNetsSpec.model_validate(
            {
                "engine": "torch_nets",
                "data": data.model_dump(exclude_none=True),
                **head_network(self.head, self.dropout, self.learning_rate),
                "training": {"batch_size": self.batch_size, "epochs": self.epochs},
            }
        )


class ShiftRobustness(Options):
    """How far features move when an image is shifted, with none to three poolings."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.shifts": [1, 4]}
    SECONDS: ClassVar[float] = 4.0

    pools: Annotated[int, Field(ge=0, le=len(CHANNELS))] = Field(
        3, description="convolutions that a pooling follows, from the first"
    )
    shifts: Counts = Field([1, 2, 3, 4], description="pixels")
    epochs: NonNegativeInt = Field(0, description="of training; 0 leaves the initial weights")
    learning_rate: PositiveFloat = Field(0.001, description="of Adam")
    batch_size: PositiveInt = 64

    def training(self, data: ImageData) -> TorchNetsSpec:
        """The network, with as many parameters whatever is pooled, and its training."""
        return TorchNetsSpec.model_validate(
            {
                "engine": "torch_nets",
                "data": data.model_dump(exclude_none=True),
                **pooled_network(self.pools, self.learning_rate),
                "training": {"batch_size": self.batch_size, "epochs": max(self.epochs, 1)},
            }
        )


class TimeToAccuracy(Options):
    """Seconds of training until a small network classifies points well, by batch size."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.most_updates": 200}
    SECONDS: ClassVar[float] = 3.6

    points: PointsSpec = CirclesPoints(
        kind="circles", train=200, test=200, noise=0.15, factor=0.5, scale=1.2
    )
    hidden: PositiveInt = 10
    standard_deviation: PositiveFloat = Field(0.3, description="of all initial parameters")
    learning_rate: PositiveFloat = 0.03
    batch_size: PositiveInt = 10
    accuracy: Annotated[float, Field(gt=0, le=1)] = Field(0.9, description="on the test points")
    most_updates: PositiveInt = Field(50_000, description="after which it is given up")

    @property
    def model(self) -> CirclesModel:
        """The network of the circles' engine."""
        start = Initializer(kind="normal", scale=self.standard_deviation)
        return CirclesModel(hidden=self.hidden, activation="tanh", weights=start, biases=start)
