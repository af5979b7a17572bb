"""Changes of the training images that are drawn anew each time they are seen."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, model_validator

from reprise.strict import Strict

Probability = Annotated[float, Field(ge=0, le=1)]


class Affine(Strict):
    """Random affine map of each image about its centre; black where it reaches outside.

    Parameters are drawn uniformly, as torchvision's RandomAffine does; pixels are the nearest.
    """

    degrees: NonNegativeFloat = Field(description="rotation by -degrees..degrees")
    scale: tuple[PositiveFloat, PositiveFloat] | None = Field(None, description="from, to")
    shear: NonNegativeFloat | None = Field(None, description="degrees along the rows")
    translate: Probability | None = Field(None, description="shift, as a share of the side")

    @model_validator(mode="after")
    def _scale_is_a_range(self) -> Affine:
        if self.scale is not None and self.scale[0] > self.scale[1]:
            raise ValueError("scale goes from the smaller to the larger factor")
        return self


class Elastic(Strict):
    """A smooth random field that bends each image."""

    alpha: PositiveFloat = Field(description="strength of the field, in pixels")
    sigma: PositiveFloat = Field(description="smoothness of the field, in pixels")


class Augmentation(Strict):
    """What is drawn anew for each training image in each epoch, in the order of the keys."""

    crop: PositiveInt | None = Field(
        None, description="side of a random square part; in evaluation the middle one"
    )
    flip: Probability | None = Field(None, description="probability of a left-right flip")
    affine: Affine | None = None
    elastic: Elastic | None = None
    noise: PositiveFloat | None = Field(
        None, description="standard deviation of noise added to each value, on the scale 0..1"
    )
    mixup: PositiveFloat | None = Field(
        None, description="each batch is mixed with itself, by a share from Beta(mixup, mixup)"
    )
