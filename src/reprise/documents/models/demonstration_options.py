"""What each demonstration may be asked to vary.

The first line of a class's docstring says what the demonstration does, in the report's words.
Defaults are the set-ups of the documents that came with the first version; each takes seconds.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt

from reprise.strict import Strict

Share = Annotated[float, Field(gt=0, lt=1)]
Counts = Annotated[list[PositiveInt], Field(min_length=1)]
Widths = Annotated[list[PositiveInt], Field(min_length=2)]
DeepWidths = Annotated[list[PositiveInt], Field(min_length=3)]
BatchSizes = Annotated[list[PositiveInt], Field(min_length=2)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+$")]
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
    batch_sizes: list[PositiveInt | Literal["all"]] = Field(["all", 64, 1])
    learning_rate: PositiveFloat = 0.1
    updates: PositiveInt = 200
    noise: NonNegativeFloat = Field(1.0, description="standard deviation of the targets' noise")


class GradientNoise(Options):
    """How far mini-batch gradients scatter around the full gradient at the initial weights."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.batch_sizes": [1, 8, 64], "options.draws": 50}
    SECONDS: ClassVar[float] = 3.0

    hidden: Counts = Field([10])
    activation: HiddenActivation = "sigmoid"
    half_width: PositiveFloat = Field(0.5, description="of the uniform initial weights")
    batch_sizes: BatchSizes = Field([1, 8, 64, 512, 4096])
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


class SoftmaxChain(Options):
    """Softmax and cross-entropy put together from their derivatives, and the softmax's sum."""

    classes: Annotated[int, Field(ge=2)] = 10
    draws: PositiveInt = Field(20, description="random vectors of logits")


class DiceDerivation(Options):
    """The derivation of the Dice loss's gradient, line by line, against numerical derivatives."""

    points: Annotated[int, Field(ge=9)] = Field(99, description="of the grid inside (0, 1)")
    noise: PositiveFloat = Field(0.1, description="standard deviation of the noise on logits")
    noise_draws: Annotated[int, Field(ge=2)] = 1000


class FocalDerivation(Options):
    """The derivation of the focal loss's gradient, and where it meets cross-entropy and Dice."""

    gammas: Annotated[list[NonNegativeFloat], Field(min_length=1)] = Field([0, 0.5, 1, 2, 5])
    small_gamma: PositiveFloat = 0.001
    points: Annotated[int, Field(ge=9)] = Field(19, description="of the grid inside (0, 1)")


class SymbolicLosses(Options):
    """Softmax, cross-entropy, Dice and focal loss: each line of their derivatives in symbols."""

    SECONDS: ClassVar[float] = 2.0


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

    widths: DeepWidths = Field([5, 3, 3])
    examples: PositiveInt = 6


class TanhNetworkDerivation(Options):
    """Loss and gradients of a tanh network with softmax output, equation by equation."""

    inputs: PositiveInt = 2
    hidden: PositiveInt = 4
    outputs: Annotated[int, Field(ge=2)] = 2


class LeakyNetworkDerivation(Options):
    """Gradients of a network with leaky ReLU layers, in index and in matrix form."""

    widths: DeepWidths = Field([6, 5, 4, 3])
    slope: Share = 0.02
    batch: PositiveInt = 4


# Networks: counts, and code that is re-enacted


class ParameterCount(Options):
    """Weights and biases of fully connected networks, built and counted."""

    networks: Annotated[list[Widths], Field(min_length=1)] = Field(
        description="widths of all layers, inputs and outputs included"
    )


class CsvLoader(Options):
    """Images as lines of comma-separated text, read back, scaled and one-hot encoded."""

    SECONDS: ClassVar[float] = 3.0


class InitialiserCost(Options):
    """Shapes of the initial weights, and the price of sending all data through them."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.examples": 2000}
    SECONDS: ClassVar[float] = 2.0

    widths: Widths = Field([784, 400, 100, 25, 10])
    examples: PositiveInt = 60000
    standard_deviation: PositiveFloat = 0.01


class Heaviside(Options):
    """The step function as the derivative of ReLU: equality with a loop, and speed."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.elements": 100_000}
    SECONDS: ClassVar[float] = 0.5

    elements: PositiveInt = 500_000


class IgnoredArguments(Options):
    """A training function that ignores some of its arguments, beside one that passes them on."""

    learning_rates: Annotated[list[PositiveFloat], Field(min_length=2)] = Field([0.4, 0.01])
    batch_sizes: BatchSizes = Field([30, 60])
    used_learning_rate: PositiveFloat = Field(0.1, description="hard-coded in the call")
    used_batch_size: PositiveInt = Field(30, description="default of what it calls")
    epochs: PositiveInt = 3
    examples: PositiveInt = 300
    widths: Widths = Field([20, 8, 4])


class NetworkObject(Options):
    """A network object constructed as a listing has it: activation names, printed counts."""

    widths: DeepWidths = Field([784, 400, 100, 25, 10])
    others: list[Word] = Field(["tanh", "softmax"], description="activations it should refuse")


class InlineUpdate(Options):
    """Backpropagation written in one piece against the same split into helper functions."""

    widths: DeepWidths = Field([6, 5, 4, 3])
    activation: HiddenActivation = "relu"
    examples: PositiveInt = 12
    learning_rate: PositiveFloat = 0.5
    updates: PositiveInt = 10


class UpdatePseudocode(InlineUpdate):
    """The pseudo-code of a backpropagation step carried out to the letter."""


class ScalarListing(Options):
    """A scalar network's listings: backward pass, comments, one-hot table, order of examples."""

    inputs: PositiveInt = 2
    hidden: PositiveInt = 3
    outputs: Annotated[int, Field(ge=2)] = 2
    draws: PositiveInt = Field(20, description="random networks and examples")


class BatchedListing(Options):
    """A network's listings for one image and for a batch: softmax, shapes, loss, gradients."""

    image_side: PositiveInt = Field(28, description="of square images")
    hidden: PositiveInt = 300
    classes: Annotated[int, Field(ge=2)] = 10
    batch: Annotated[int, Field(ge=2)] = 8
    few_inputs: PositiveInt = Field(6, description="of the network whose gradients are checked")
    few_hidden: PositiveInt = Field(5, description="its hidden units")


class NumpyAgainstTorch(Options):
    """One perceptron in NumPy and in PyTorch, from equal weights over equal batches."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.steps": 20}
    SECONDS: ClassVar[float] = 10.0

    hidden: Counts = Field([100])
    slope: Share = 0.02
    standard_deviation: PositiveFloat = Field(1e-4, description="of the normal initial weights")
    learning_rate: PositiveFloat = 0.002
    batch_size: PositiveInt = 200
    steps: PositiveInt = 200


# Speed


class ImplementationSpeed(Options):
    """Seconds of a training step in scalars, in vectors, and in batches."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.hidden": 30, "options.examples": 200}
    SECONDS: ClassVar[float] = 1.5

    hidden: PositiveInt = 300
    batch_size: PositiveInt = 8
    scalar_examples: PositiveInt = Field(16, description="timed in scalars")
    examples: PositiveInt = Field(2000, description="timed in vectors and in batches")


class BatchMultiples(Options):
    """Seconds of an update of a perceptron by batches of neighbouring sizes."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.repeats": 3}
    SECONDS: ClassVar[float] = 1.5

    widths: DeepWidths = Field([784, 10, 10])
    batch_sizes: BatchSizes = Field([8, 9, 16, 17, 64, 65])
    updates: PositiveInt = Field(200, description="of one turn")
    repeats: PositiveInt = Field(20, description="turns; the fastest of these counts")


class BackendTime(Options):
    """Seconds per epoch in NumPy, in PyTorch with one and more threads, and on a GPU."""

    SMOKE: ClassVar[dict[str, Any]] = {"options.convolutional_images": 64, "options.repeats": 1}
    SECONDS: ClassVar[float] = 8.0

    hidden: PositiveInt = 10
    batch_size: PositiveInt = 64
    threads: Counts = Field([1, 2])
    perceptron_images: PositiveInt = Field(12800, description="timed part of an epoch")
    convolutional_images: PositiveInt = Field(640, description="timed part of an epoch")
    repeats: PositiveInt = Field(3, description="the fastest of these counts")
