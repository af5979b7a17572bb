"""A training of the scalar network, one example at a time."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.points import CLASSES, make_points
from reprise.training.outcome import Context, Curve, Metrics, Outcome
from reprise.training.scalar.arrays import as_arrays, count
from reprise.training.scalar.epochs import evaluate, train_epoch
from reprise.training.scalar.examples import Examples, as_lists
from reprise.training.scalar.gradient_check import gradient_error
from reprise.training.scalar.network import Parameters, summed_units
from reprise.training.scalar.start import drawn

if TYPE_CHECKING:
    from reprise.documents.models.scalar import ScalarSpec

CHECKED = 10
"""Examples on which the backward pass is compared with finite differences; the largest counts."""

CURVES = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")


def training(spec: ScalarSpec, context: Context) -> Outcome:
    """Learn from the examples in their own order, epoch by epoch.

    Curves by epoch: loss and accuracy of training, each example judged before its own update,
    and those of the test set at the epoch's end. Metrics: losses and accuracies of both sets at
    the end; ``gradient_error``, the largest difference of the backward pass from finite
    differences of the forward pass it goes with, before the first update.
    """
    sets = make_points(spec.points)
    train, test = as_lists(sets.train), as_lists(sets.test)
    p = drawn(spec.model, CLASSES, context.seed)
    summed = summed_units(spec.output_sum, p)
    metrics = _start(p, train, test, summed)
    points: list[tuple[float, ...]] = []
    updates, diverged = 0, False
    training_seconds, started = 0.0, time.perf_counter()
    while len(points) < spec.training.epochs and not diverged:
        began = time.perf_counter()
        loss, accuracy, done = train_epoch(
            p, train.x, train.labels, spec.optimizer.learning_rate, summed
        )
        training_seconds += time.perf_counter() - began
        updates += done
        diverged = not math.isfinite(loss)
        if not diverged:
            test_loss, test_accuracy, _ = _evaluated(p, test, summed)
            points.append((loss, accuracy, test_loss, test_accuracy))
    arrays = as_arrays(p)
    if not diverged:
        results, predictions = _end(p, train, test, summed)
        metrics |= results
        arrays |= predictions
    epochs = updates / len(train.x)
    timing = {
        "training_seconds": training_seconds,
        "evaluation_seconds": time.perf_counter() - started - training_seconds,
        "seconds_per_epoch": training_seconds / epochs if epochs else 0.0,
    }
    curves = {"epoch": _curve(points)} if points else {}
    return Outcome(metrics | {"updates": updates}, curves, arrays, timing, diverged)


def _start(p: Parameters, train: Examples, test: Examples, summed: int) -> Metrics:
    """Counts, and what is known before the first update."""
    checked = zip(train.x[:CHECKED], train.labels[:CHECKED], strict=True)
    return {
        "parameters": count(p),
        "train_examples": len(train.x),
        "test_examples": len(test.x),
        "gradient_error": max(gradient_error(p, x, target, summed) for x, target in checked),
        **{f"initial_{name}_sd": float(array.std()) for name, array in as_arrays(p).items()},
    }


def _end(
    p: Parameters, train: Examples, test: Examples, summed: int
) -> tuple[Metrics, dict[str, np.ndarray]]:
    """Final losses and accuracies, and the test set's predictions."""
    train_loss, train_accuracy, _ = _evaluated(p, train, summed)
    test_loss, test_accuracy, predicted = _evaluated(p, test, summed)
    metrics: Metrics = {
        "train_loss": train_loss,
        "train_accuracy": train_accuracy,
        "test_loss": test_loss,
        "test_accuracy": test_accuracy,
    }
    arrays = {
        "test_predictions": np.array(predicted, dtype=np.uint8),
        "test_labels": np.array(test.labels, dtype=np.uint8),
    }
    return metrics, arrays


def _evaluated(p: Parameters, part: Examples, summed: int) -> tuple[float, float, list[int]]:
    """Mean loss, accuracy and predictions; NaN and none where a loss is no number."""
    loss, predicted = evaluate(p, part.x, part.labels, summed)
    if not predicted:
        return math.nan, math.nan, []
    correct = sum(a == b for a, b in zip(predicted, part.labels, strict=True))
    return loss, correct / len(part.labels), predicted


def _curve(points: list[tuple[float, ...]]) -> Curve:
    columns = zip(CURVES, zip(*points, strict=True), strict=True)
    return Curve(np.arange(1, len(points) + 1), {name: np.array(v) for name, v in columns})
