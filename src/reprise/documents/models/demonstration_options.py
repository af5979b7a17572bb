"""What each demonstration may be asked to vary.

The first line of a class's docstring says what the demonstration does, in the report's words.
Defaults are the set-ups of the documents that came with the first version; each takes seconds.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from reprise.strict import Strict

Share = Annotated[float, Field(gt=0, lt=1)]
Counts = Annotated[tuple[PositiveInt, ...], Field(min_length=1)]
Widths = Annotated[tuple[PositiveInt, ...], Field(min_length=2)]
DeepWidths = Annotated[tuple[PositiveInt, ...], Field(min_length=3)]
BatchSizes = Annotated[tuple[PositiveInt, ...], Field(min_length=2)]
HiddenActivation = Literal["sigmoid", "relu"]


class Options(Strict):
    """What all demonstrations have in common."""

    SMOKE: ClassVar[dict[str, Any]] = {}
    """What the smoke scale changes; nothing where a run takes less than a second."""

    SECONDS: ClassVar[float] = 0.2
    """A run with these defaults on one core, the start of the interpreter left out."""


# Gradient descent and losses


class GradientPaths(Options):
    """Paths of full-batch, mini-batch and single-example descent on a quadratic loss."""

    examples: PositiveInt = 256
    batch_sizes: tuple[PositiveInt | Literal["all"], ...] = ("all", 64, 1)
    learning_rate: PositiveFloat = 0.1
    updates: PositiveInt = 200
    noise: NonNegativeFloat = Field(1.0, description="standard deviation of the targets' noise")


class GradientNoise(Options):
    """How far mini-batch gradients scatter around the full gradient at the initial weights."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.batch_sizes": [1, 8, 64], "options.draws": 50}
    SECONDS: ClassVar[float] = 6.0

    hidden: Counts = (10,)
    activation: HiddenActivation = "sigmoid"
    half_width: PositiveFloat = Field(0.5, description="of the uniform initial weights")
    batch_sizes: BatchSizes = (1, 8, 64, 512, 4096)
    draws: Annotated[int, Field(ge=2)] = Field(60, description="batches of each size")
    epoch_batch_size: PositiveInt = Field(64, description="of the epoch whose mean is checked")


class LossComparison(Options):
    """Cross-entropy beside the squared error, as functions of the target's probability."""

    points: Annotated[int, Field(ge=9)] = Field(199, description="of the grid inside (0, 1)")


class LossClipping(Options):
    """Cross-entropy of clipped probabilities: bounds, flat ends, and examples in columns."""

    epsilon: Annotated[float, Field(gt=0, lt=0.5)] = 1e-5
    classes: Annotated[int, Field(ge=2)] = 10
    examples: PositiveInt = 50
    updates: PositiveInt = Field(50, description="of a training with and without clipping")


# Derivations


class SoftmaxDerivation(Options):
    """Derivatives of the softmax and of the cross-entropy, against numerical ones."""

    classes: Annotated[int, Field(ge=2)] = 10
    draws: PositiveInt = Field(20, description="random vectors of logits")


class DiceDerivation(Options):
    """The derivation of the Dice loss's gradient, line by line, against numerical derivatives."""

    points: Annotated[int, Field(ge=9)] = Field(99, description="of the grid inside (0, 1)")


class FocalDerivation(Options):
    """The derivation of the focal loss's gradient, and where it meets cross-entropy and Dice."""

    gammas: Annotated[tuple[NonNegativeFloat, ...], Field(min_length=1)] = (0, 0.5, 1, 2, 5)
    small_gamma: PositiveFloat = 0.001
    points: Annotated[int, Field(ge=9)] = Field(19, description="of the grid inside (0, 1)")


class ColumnNetworkDerivation(Options):
    """Forward and backward pass of a two-layer network with examples in columns."""

    inputs: PositiveInt = 5
    hidden: PositiveInt = 4
    classes: Annotated[int, Field(ge=2)] = 3
    batch: PositiveInt = 8
    training_examples: PositiveInt = Field(
        60000, description="the other reading of m, the number that gradients are divided by"
    )


class ClassifierDerivation(Options):
    """Gradients of a classifier's cost with respect to its weights and biases."""

    widths: DeepWidths = (5, 3, 3)
    examples: PositiveInt = 6


class TanhNetworkDerivation(Options):
    """Loss and gradients of a tanh network with softmax output, equation by equation."""

    inputs: PositiveInt = 2
    hidden: PositiveInt = 4
    outputs: Annotated[int, Field(ge=2)] = 2


class LeakyNetworkDerivation(Options):
    """Gradients of a network with leaky ReLU layers, in index and in matrix form."""

    widths: DeepWidths = (6, 5, 4, 3)
    slope: Share = 0.02
    batch: PositiveInt = 4


# Networks: counts, and code that is re-enacted


class ParameterCount(Options):
    """Weights and biases of fully connected networks, built and counted."""

    networks: Annotated[tuple[Widths, ...], Field(min_length=1)] = Field(
        description="widths of all layers, inputs and outputs included"
    )


class CsvLoader(Options):
    """Images as lines of comma-separated text, read back, scaled and one-hot encoded."""

    SECONDS: ClassVar[float] = 5.0


class InitialiserCost(Options):
    """Shapes of the initial weights, and the price of sending all data through them."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.examples": 2000}
    SECONDS: ClassVar[float] = 3.0

    widths: Widths = (784, 400, 100, 25, 10)
    examples: PositiveInt = 60000
    standard_deviation: PositiveFloat = 0.01


class Heaviside(Options):
    """The step function as the derivative of ReLU: equality with a loop, and speed."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.elements": 100_000}
    SECONDS: ClassVar[float] = 0.5

    elements: PositiveInt = 500_000


class IgnoredArguments(Options):
    """A training function that ignores some of its arguments, beside one that passes them on."""

    learning_rates: Annotated[tuple[PositiveFloat, ...], Field(min_length=2)] = (0.4, 0.01)
    batch_sizes: BatchSizes = (30, 60)
    used_learning_rate: PositiveFloat = Field(0.1, description="hard-coded in the call")
    used_batch_size: PositiveInt = Field(30, description="default of what it calls")
    epochs: PositiveInt = 3
    examples: PositiveInt = 300
    widths: Widths = (20, 8, 4)


class InlineUpdate(Options):
    """Backpropagation written in one piece against the same split into helper functions."""

    widths: DeepWidths = (6, 5, 4, 3)
    activation: HiddenActivation = "relu"
    examples: PositiveInt = 12
    learning_rate: PositiveFloat = 0.5
    updates: PositiveInt = 10


class UpdatePseudocode(InlineUpdate):
    """The pseudo-code of a backpropagation step carried out to the letter."""


class NumpyAgainstTorch(Options):
    """One perceptron in NumPy and in PyTorch, from equal weights over equal batches."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.steps": 20}
    SECONDS: ClassVar[float] = 14.0

    hidden: Counts = (100,)
    slope: Share = 0.02
    standard_deviation: PositiveFloat = Field(1e-4, description="of the normal initial weights")
    learning_rate: PositiveFloat = 0.002
    batch_size: PositiveInt = 200
    steps: PositiveInt = 200


# Convolutions and layers


class ConvolutionAgainstDense(Options):
    """A convolution and a fully connected layer: counts, operations, and when they are equal."""

    SECONDS: ClassVar[float] = 4.0

    channels: PositiveInt = 1
    size: PositiveInt = Field(28, description="height and width of the input")
    filters: PositiveInt = 10
    kernel: PositiveInt = 3
    padding: NonNegativeInt = 0
    outputs: PositiveInt = Field(10, description="of the fully connected layer")


class ConvolutionSizes(Options):
    """Formulas for the output size of a convolution, against the shapes that PyTorch gives."""

    SECONDS: ClassVar[float] = 4.0

    sizes: Counts = (7, 8, 9, 10, 11, 12, 13, 14, 15)
    kernels: Counts = (1, 2, 3, 5, 7)
    strides: Counts = (1, 2, 3)
    paddings: Annotated[tuple[NonNegativeInt, ...], Field(min_length=1)] = (0, 1, 2, 3)


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


class DenseLayer(Strict):
    """A fully connected layer on the flattened input."""

    kind: Literal["dense"]
    outputs: PositiveInt


Layer = Annotated[ConvolutionLayer | PoolingLayer | DenseLayer, Field(discriminator="kind")]


class LayerStack(Options):
    """Sizes, parameters, operations and receptive fields of a network, layer by layer."""

    SECONDS: ClassVar[float] = 5.0

    channels: PositiveInt = 3
    size: PositiveInt = Field(32, description="height and width of the input")
    layers: Annotated[tuple[Layer, ...], Field(min_length=1)]


class DenseAsConvolution(Options):
    """Fully connected layers rewritten as convolutions, and images larger than trained for."""

    SECONDS: ClassVar[float] = 4.0

    channels: PositiveInt = Field(64, description="of the features before the first dense layer")
    size: PositiveInt = Field(4, description="height and width of these features")
    outputs: PositiveInt = 10
    larger: PositiveInt = Field(6, description="height and width with a larger image")


class TrainEvalModes(Options):
    """Dropout and batch normalisation while training and while evaluating."""

    SECONDS: ClassVar[float] = 4.0

    dropout: Share = 0.5
    units: PositiveInt = 1000
    examples: Annotated[int, Field(ge=2)] = 200
    channels: PositiveInt = 8
    size: PositiveInt = 6


# Speed


class ImplementationSpeed(Options):
    """Seconds of a training step in scalars, in vectors, and in batches."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.hidden": 30, "options.examples": 200}
    SECONDS: ClassVar[float] = 5.0

    hidden: PositiveInt = 300
    batch_size: PositiveInt = 8
    scalar_examples: PositiveInt = Field(16, description="timed in scalars")
    examples: PositiveInt = Field(2000, description="timed in vectors and in batches")


class BackendTime(Options):
    """Seconds per epoch in NumPy, in PyTorch with one and more threads, and on a GPU."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.convolutional_images": 64, "options.repeats": 1}
    SECONDS: ClassVar[float] = 20.0

    hidden: PositiveInt = 10
    batch_size: PositiveInt = 64
    threads: Counts = (1, 2)
    convolutional_images: PositiveInt = Field(
        640, description="images of the timed part of an epoch of the convolutional network"
    )
    repeats: PositiveInt = Field(3, description="the fastest of these counts")
