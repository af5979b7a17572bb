"""Generated points in the plane, as data: which kind, how many, how noisy."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from reprise.strict import Strict

SMOKE_TRAIN, SMOKE_TEST = 600, 200


class _Points(Strict):
    train: PositiveInt = Field(description="points to train on")
    test: PositiveInt = Field(description="points to evaluate on")
    data_seed: NonNegativeInt | None = Field(
        None, description="other points of the same kind; without it all seeds share one draw"
    )


class QuadraticPoints(_Points):
    """Normal points in two classes, told apart by a quadratic form."""

    kind: Literal["quadratic"]


class CirclesPoints(_Points):
    """An outer circle (class 0) around an inner one (class 1), with normal noise."""

    kind: Literal["circles"]
    noise: NonNegativeFloat = Field(description="standard deviation, for an outer radius of 1")
    factor: Annotated[float, Field(gt=0, lt=1)] = Field(description="inner radius by outer radius")
    scale: PositiveFloat = Field(1.0, description="by which all coordinates are multiplied")


PointsSpec = Annotated[QuadraticPoints | CirclesPoints, Field(discriminator="kind")]


def smoke_counts(points: QuadraticPoints | CirclesPoints) -> dict[str, Any]:
    """Fewer points, as changes of a spec that has them at ``points``."""
    return {
        "points.train": min(points.train, SMOKE_TRAIN),
        "points.test": min(points.test, SMOKE_TEST),
    }
