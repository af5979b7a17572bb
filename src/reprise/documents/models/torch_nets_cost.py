"""What a run of the PyTorch engine is expected to take on one core of a machine at work.

Fitted with the machine's other core busy to six networks of 0.08 to 153 million
multiply-accumulates per image, and the throughput of these to the committed records of the quick
scale, whose convolutional experiments had other runs beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from reprise.documents.models.augmentation import Augmentation
from reprise.documents.shapes import Shape, Traced

START_SECONDS = 4.0
"""Interpreter, import of torch, loading of the data."""

MACS = 72e9
"""Multiply-accumulates per second in float32; bfloat16 does twice as many."""

VALUE_SECONDS = 0.9e-9
"""One number that a layer puts out, in one direction: written and read again."""

PARAMETER_SECONDS = 2.7e-9
"""Update of one parameter."""

STEP_SECONDS = 200e-6
"""Calls of one update, whatever the size of the batch."""

MOVED_SECONDS, NOISE_SECONDS = 2.5e-9, 12e-9
"""One number of an image that is cropped or flipped, and one that noise is added to."""

AFFINE_SECONDS, ELASTIC_SECONDS = 15e-9, 75e-9
"""One pixel that is looked up elsewhere, and one of a smooth random field."""

PASSES = 3
"""Forward, and backward to the weights and to the inputs."""


def seconds(
    traced: Sequence[Traced],
    *,
    updates: int,
    batch_size: int,
    evaluated: int,
    half: bool,
    changing: float = 0.0,
) -> float:
    """A run of so many updates, and so many images evaluated in all.

    ``changing`` is what augmentation takes for each training image.
    """
    forward = sum(layer.macs for layer in traced) / (MACS * (2 if half else 1))
    values = sum(prod(layer.shape) for layer in traced) * VALUE_SECONDS
    update = STEP_SECONDS + PARAMETER_SECONDS * sum(layer.parameters for layer in traced)
    training = updates * (update + batch_size * (PASSES * forward + 2 * values + changing))
    return START_SECONDS + training + evaluated * (forward + values)


def augmentation_seconds(augmentation: Augmentation | None, image: Shape) -> float:
    """What augmentation takes for an image of (channels, height, width)."""
    if augmentation is None:
        return 0.0
    numbers, pixels = prod(image), prod(image[1:])
    moved = augmentation.crop is not None or augmentation.flip is not None
    return (
        MOVED_SECONDS * numbers * moved
        + NOISE_SECONDS * numbers * (augmentation.noise is not None)
        + AFFINE_SECONDS * pixels * (augmentation.affine is not None)
        + ELASTIC_SECONDS * pixels * (augmentation.elastic is not None)
    )
