"""Whether a backward pass is the derivative of the forward pass it goes with."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reprise.training.scalar.network import (
    LEFT_THE_FLOATS,
    Parameters,
    backward,
    cross_entropy,
    forward,
)

STEP = 1e-5
"""Of the central differences: rounding and truncation are both near 1e-10 there."""


def gradient_error(p: Parameters, x: Sequence[float], target: int, summed: int) -> float:
    """Largest difference between the backward pass and central differences of the loss.

    NaN where the loss is no number. The parameters are as before when it returns.
    """

    def loss() -> float:
        return cross_entropy(forward(p, x, summed).outputs, target)

    errors = []
    try:
        gradient = backward(p, x, target, forward(p, x, summed))
        for (_, values, place), (_, slopes, _) in zip(p.named(), gradient.named(), strict=True):
            kept = values[place]
            values[place] = kept + STEP
            above = loss()
            values[place] = kept - STEP
            below = loss()
            values[place] = kept
            errors.append(abs((above - below) / (2 * STEP) - slopes[place]))
    except LEFT_THE_FLOATS:
        return math.nan
    return max(errors)
