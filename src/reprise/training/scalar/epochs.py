"""Passes over a list of examples: one that learns from each in turn, one that only evaluates."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reprise.training.scalar.network import (
    LEFT_THE_FLOATS,
    Parameters,
    Vector,
    backward,
    cross_entropy,
    descend,
    forward,
)


def train_epoch(
    p: Parameters, x: Sequence[Vector], targets: Sequence[int], rate: float, summed: int
) -> tuple[float, float, int]:
    """Learn from one example after the other, in their order.

    Returns the mean loss and the accuracy, each example judged before its own update, and the
    number of updates. Both are NaN, and the pass ends there, where a loss is no number.
    """
    losses, correct = 0.0, 0
    for done, (example, target) in enumerate(zip(x, targets, strict=True)):
        try:
            passed = forward(p, example, summed)
            losses += cross_entropy(passed.outputs, target)
        except LEFT_THE_FLOATS:
            losses = math.nan
        if not math.isfinite(losses):
            return math.nan, math.nan, done
        correct += passed.outputs.index(max(passed.outputs)) == target
        descend(p, backward(p, example, target, passed), rate)
    return losses / len(x), correct / len(x), len(x)


def evaluate(
    p: Parameters, x: Sequence[Vector], targets: Sequence[int], summed: int
) -> tuple[float, list[int]]:
    """Mean loss, and the predicted class of each example; the loss is NaN if one is no number."""
    losses, predicted = 0.0, []
    for example, target in zip(x, targets, strict=True):
        try:
            outputs = forward(p, example, summed).outputs
            losses += cross_entropy(outputs, target)
        except LEFT_THE_FLOATS:
            return math.nan, []
        predicted.append(outputs.index(max(outputs)))
    return losses / len(x), predicted
