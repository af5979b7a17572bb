"""One training step in scalars, in vectors and in batches, timed on the same images."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import load_split
from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error
from reprise.training.demonstrations.functions import one_hot, sigmoid, softmax
from reprise.training.outcome import Context, Metrics, Outcome
from reprise.training.scalar.network import Parameters, backward, forward

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_options import ImplementationSpeed

Gradients = tuple[np.ndarray, ...]


def run(options: ImplementationSpeed, context: Context, data: DataSpec) -> Outcome:
    """Forward and backward passes of a perceptron with one hidden layer, in float64.

    In scalars: plain Python. In vectors: NumPy, one image at a time, gradients added up. In
    batches: NumPy, a batch at a time. Metrics: largest differences of the summed gradient over
    the images that all three saw. Times: per 1 000 images.
    """
    split = load_split(data, context.data_root, context.seed, "float64")
    x = split.train.images[: options.examples]
    target = one_hot(split.train.labels[: options.examples], split.classes)
    draw = stream(context.seed, "initial weights")
    w1 = draw.normal(size=(x.shape[1], options.hidden))
    w2 = draw.normal(size=(options.hidden, split.classes))
    few = min(options.scalar_examples, len(x))
    scalar, scalar_seconds = _scalar(w1, w2, x[:few], target[:few])
    one_by_one, batched = (_by(w1, w2, x[:few], target[:few], size)[0] for size in (1, few))
    _, vector_seconds = _by(w1, w2, x, target, 1)
    _, batch_seconds = _by(w1, w2, x, target, options.batch_size)
    metrics: Metrics = {
        "parameters": w1.size + options.hidden + w2.size + split.classes,
        "scalar_images": few,
        "images": len(x),
        "batch_size": options.batch_size,
        "gradient_largest": _largest(scalar, tuple(np.zeros_like(g) for g in scalar)),
        "scalar_to_vector_difference": _largest(scalar, one_by_one),
        "vector_to_batch_difference": _largest(one_by_one, batched),
    }
    timing = {
        "scalar_seconds_per_1000": scalar_seconds / few * 1000,
        "vectorised_seconds_per_1000": vector_seconds / len(x) * 1000,
        "batched_seconds_per_1000": batch_seconds / len(x) * 1000,
    }
    return Outcome(metrics, timing=timing)


def _largest(one: Gradients, other: Gradients) -> float:
    return max(error(a, b) for a, b in zip(one, other, strict=True))


def _scalar(
    w1: np.ndarray, w2: np.ndarray, x: np.ndarray, target: np.ndarray
) -> tuple[Gradients, float]:
    """The summed gradient by plain Python, and the seconds without the summing up."""
    parameters = Parameters(w1.tolist(), [0.0] * w1.shape[1], w2.tolist(), [0.0] * w2.shape[1])
    inputs, labels = x.tolist(), target.argmax(axis=1).tolist()
    total = [np.zeros_like(w1), np.zeros(w1.shape[1]), np.zeros_like(w2), np.zeros(w2.shape[1])]
    seconds = 0.0
    for row, label in zip(inputs, labels, strict=True):
        started = time.perf_counter()
        passed = forward(parameters, row, summed=w1.shape[1])
        gradient = backward(parameters, row, label, passed)
        seconds += time.perf_counter() - started
        for into, part in zip(total, (gradient.W, gradient.b, gradient.V, gradient.c), strict=True):
            into += part
    return tuple(total), seconds


def _by(
    w1: np.ndarray, w2: np.ndarray, x: np.ndarray, target: np.ndarray, size: int
) -> tuple[Gradients, float]:
    """The summed gradient by NumPy, ``size`` images at a time (vectors if 1), and the seconds."""
    total = [np.zeros_like(w1), np.zeros(w1.shape[1]), np.zeros_like(w2), np.zeros(w2.shape[1])]
    started = time.perf_counter()
    for start in range(0, len(x), size):
        rows = start if size == 1 else slice(start, start + size)
        a1 = sigmoid(x[rows] @ w1)
        dz2 = softmax(a1 @ w2) - target[rows]
        dz1 = a1 * (1 - a1) * (dz2 @ w2.T)
        for place, (delta, inputs) in ((2, (dz2, a1)), (0, (dz1, x[rows]))):
            if size == 1:
                total[place] += np.outer(inputs, delta)
                total[place + 1] += delta
            else:
                total[place] += inputs.T @ delta
                total[place + 1] += delta.sum(axis=0)
    return tuple(total), time.perf_counter() - started
