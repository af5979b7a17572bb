"""What the demonstrations on data, losses, gradients and steps may be asked to vary."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, PositiveFloat, PositiveInt

from reprise.documents.models.demonstration_options import Options, Share


class DataSplits(Options):
    """Images that training and test set share, and their pixel statistics."""

    SECONDS: ClassVar[float] = 4.0

    block: PositiveInt = Field(4, description="side of the squares whose means are classified")


class SelectionOnTest(Options):
    """Scores of the best of equal set-ups, chosen on the test images or on others."""

    setups: PositiveInt = 20
    images: PositiveInt = Field(10_000, description="of the validation set, and of the test set")
    accuracy: Share = Field(0.7, description="that every set-up truly has")
    repetitions: PositiveInt = 2000


class LossShapes(Options):
    """Cross-entropy and squared error on the way to the target, and their pull on the logits."""

    classes: Annotated[int, Field(ge=2)] = 10
    lines: PositiveInt = Field(50, description="from random predictions to the target")
    points: Annotated[int, Field(ge=3)] = Field(101, description="of a line, and of the margins")
    margin: PositiveFloat = Field(20.0, description="of a wrong class's logit over the others")


class GradientCost(Options):
    """Operations of back-propagation beside those of one parameter at a time."""

    SECONDS: ClassVar[float] = 0.5

    inputs: PositiveInt = 4
    outputs: Annotated[int, Field(ge=2)] = 3
    hidden: Annotated[list[PositiveInt], Field(min_length=2)] = Field(
        [8, 16, 32, 64, 128], description="units of the networks compared"
    )


class StepSizes(Options):
    """Steps of momentum and Adam, and a learning rate that follows a schedule."""

    SECONDS: ClassVar[float] = 3.5

    momentum: Annotated[float, Field(gt=0, le=0.9)] = 0.9
    learning_rate: PositiveFloat = Field(0.01, description="of Adam, and before the schedule")
    parameters: PositiveInt = Field(20, description="of the bowl that Adam descends")
    updates: Annotated[int, Field(ge=10)] = 1000
    noise: PositiveFloat = Field(0.1, description="standard deviation of the gradients' noise")
    gamma: Share = Field(0.95, description="factor of the learning rate after each epoch")
    epochs: Annotated[int, Field(ge=2)] = 20


class PrincipalComponents(Options):
    """Data between limits, and in principal components of which some are kept."""

    inputs: Annotated[int, Field(ge=2)] = 12
    examples: Annotated[int, Field(ge=2)] = 400
    kept: PositiveInt = 3
    draws: PositiveInt = Field(500, description="random sets of directions to compare with")
