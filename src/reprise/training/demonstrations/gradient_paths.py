"""Three ways of taking a gradient, followed on the same bowl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import GradientPaths

SPREAD = np.array([1.0, 0.5])
"""Standard deviations of the two inputs: an elongated bowl, so that paths bend."""

OPTIMUM, START = np.array([1.0, -1.0]), np.array([-2.0, 2.0])


def run(options: GradientPaths, context: Context) -> Outcome:
    """Linear regression on two inputs: the mean squared error is quadratic in its two weights.

    Curves over ``update``: both weights, the distance from the minimum, and the loss on all
    examples. Metrics: where each path ends, and the mean squared deviation of its gradients
    from the full gradient at the same place. Arrays ``path_batch_<size>``: (updates + 1, 2).
    """
    draw = stream(context.seed, "toy regression")
    inputs = draw.normal(size=(options.examples, 2)) * SPREAD
    targets = inputs @ OPTIMUM + options.noise * draw.normal(size=options.examples)
    minimum, *_ = np.linalg.lstsq(inputs, targets)
    metrics: Metrics = {}
    values: dict[str, np.ndarray] = {}
    arrays: dict[str, np.ndarray] = {}
    for size in options.batch_sizes:
        path, deviation = _descend(options, context.seed, inputs, targets, size)
        distance = np.linalg.norm(path - minimum, axis=1)
        losses = np.mean((path @ inputs.T - targets) ** 2, axis=1) / 2
        metrics |= {
            f"final_distance_batch_{size}": float(distance[-1]),
            f"final_loss_batch_{size}": float(losses[-1]),
            f"gradient_deviation_batch_{size}": deviation,
        }
        values |= {
            f"weight_1_batch_{size}": path[:, 0],
            f"weight_2_batch_{size}": path[:, 1],
            f"distance_batch_{size}": distance,
            f"loss_batch_{size}": losses,
        }
        arrays[f"path_batch_{size}"] = path
    curve = Curve(np.arange(options.updates + 1), values)
    return Outcome(metrics, {"update": curve}, {"minimum": minimum, **arrays})


def _descend(
    options: GradientPaths, seed: int, inputs: np.ndarray, targets: np.ndarray, size: int | str
) -> tuple[np.ndarray, float]:
    """The path of one batch size, and the mean squared deviation from the full gradient."""
    size = len(inputs) if size == "all" else min(size, len(inputs))
    path, deviations = [START], []
    order = np.empty(0, dtype=np.intp)
    for update in range(options.updates):
        if len(order) < size:
            order = stream(seed, "toy order", update).permutation(len(inputs))
        rows, order = order[:size], order[size:]
        gradient = _gradient(inputs[rows], targets[rows], path[-1])
        deviations.append(np.sum((gradient - _gradient(inputs, targets, path[-1])) ** 2))
        path.append(path[-1] - options.learning_rate * gradient)
    return np.array(path), float(np.mean(deviations))


def _gradient(inputs: np.ndarray, targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return inputs.T @ (inputs @ weights - targets) / len(inputs)
