"""What a run of the PyTorch engine is expected to take on one core of a machine at work.

Fitted with the machine's other core busy to six networks of 0.08 to 153 million
multiply-accumulates per image: their updates lie within 35 % of the formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from reprise.documents.shapes import Traced

START_SECONDS = 4.0
"""Interpreter, import of torch, loading of the data."""

MACS = 56e9
"""Multiply-accumulates per second in float32; bfloat16 does twice as many."""

VALUE_SECONDS = 0.9e-9
"""One number that a layer puts out, in one direction: written and read again."""

PARAMETER_SECONDS = 2.7e-9
"""Update of one parameter."""

STEP_SECONDS = 300e-6
"""Calls of one update, whatever the size of the batch."""

PASSES = 3
"""Forward, and backward to the weights and to the inputs."""


def seconds(
    traced: Sequence[Traced], *, updates: int, batch_size: int, evaluated: int, half: bool
) -> float:
    """A run of so many updates, and so many images evaluated in all."""
    forward = sum(layer.macs for layer in traced) / (MACS * (2 if half else 1))
    values = sum(prod(layer.shape) for layer in traced) * VALUE_SECONDS
    update = STEP_SECONDS + PARAMETER_SECONDS * sum(layer.parameters for layer in traced)
    training = updates * (update + batch_size * (PASSES * forward + 2 * values))
    return START_SECONDS + training + evaluated * (forward + values)
