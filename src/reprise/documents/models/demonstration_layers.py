"""What the demonstrations on layers of images may be asked to vary."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from reprise.documents.models.demonstration_options import Counts, Options, Share
from reprise.strict import Strict


class ConvolutionAgainstDense(Options):
    """A convolution and a fully connected layer: counts, operations, and when they are equal."""

    SECONDS: ClassVar[float] = 3.2

    channels: PositiveInt = 1
    size: PositiveInt = Field(28, description="height and width of the input")
    filters: PositiveInt = 10
    kernel: PositiveInt = 3
    padding: NonNegativeInt = 0
    outputs: PositiveInt = Field(10, description="of the fully connected layer")


class ConvolutionSizes(Options):
    """Formulas for the output size of a convolution, against the shapes that PyTorch gives."""

    SECONDS: ClassVar[float] = 3.2

    sizes: Counts = Field([7, 8, 9, 10, 11, 12, 13, 14, 15])
    kernels: Counts = Field([1, 2, 3, 5, 7])
    strides: Counts = Field([1, 2, 3])
    paddings: Annotated[list[NonNegativeInt], Field(min_length=1)] = Field([0, 1, 2, 3])


class ConvolutionLayer(Strict):
    """A convolution with square kernel and bias, followed by ReLU."""

    kind: Literal["convolution"]
    filters: PositiveInt
    kernel: PositiveInt
    stride: PositiveInt = 1
    padding: NonNegativeInt = 0


class PoolingLayer(Strict):
    """Maximum over a square window."""

    kind: Literal["max-pooling"]
    kernel: PositiveInt
    stride: PositiveInt
    padding: NonNegativeInt = 0
    round_up: Literal[True] | None = Field(None, description="none: a last part window is lost")


class DenseLayer(Strict):
    """A fully connected layer on the flattened input."""

    kind: Literal["dense"]
    outputs: PositiveInt


Layer = Annotated[ConvolutionLayer | PoolingLayer | DenseLayer, Field(discriminator="kind")]


class LayerStack(Options):
    """Sizes, parameters, operations and receptive fields of a network, layer by layer."""

    SECONDS: ClassVar[float] = 3.2

    channels: PositiveInt = 3
    size: PositiveInt = Field(32, description="height and width of the input")
    layers: Annotated[list[Layer], Field(min_length=1)]
    other_size: PositiveInt | None = Field(None, description="of images that are tried as well")


class DenseAsConvolution(Options):
    """Fully connected layers rewritten as convolutions, and images larger than trained for."""

    SECONDS: ClassVar[float] = 3.2

    channels: PositiveInt = Field(64, description="of the features before the first dense layer")
    size: PositiveInt = Field(4, description="height and width of these features")
    outputs: PositiveInt = 10
    larger: PositiveInt = Field(6, description="height and width with a larger image")
    large_channels: PositiveInt = Field(512, description="before a large dense layer")
    large_size: PositiveInt = 7
    large_outputs: PositiveInt = 4096


class TrainEvalModes(Options):
    """Dropout and batch normalisation while training and while evaluating."""

    SECONDS: ClassVar[float] = 3.2

    dropout: Share = 0.5
    units: PositiveInt = 1000
    examples: Annotated[int, Field(ge=2)] = 200
    channels: PositiveInt = 8
    size: PositiveInt = 6
