"""One backpropagation step in one piece, and the same in helper functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.demonstrations.derivatives import error
from reprise.training.demonstrations.functions import softmax
from reprise.training.demonstrations.small_network import Case, Weights
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import InlineUpdate


def run(options: InlineUpdate, context: Context) -> Outcome:
    """Both from the same weights on the same examples, for a number of updates.

    Metrics: the largest difference of weights and of biases at the end, how far the weights
    moved, and the error of the first gradient against numerical derivatives.
    """
    case = Case.drawn(options, context.seed)
    inline, helpers = case.copied(), case.copied()
    first = [case.true_gradient(case.weights, case.biases, k) for k in range(len(case.weights))]
    for _ in range(options.updates):
        _inline(case, *inline, options.learning_rate)
        _with_helpers(case, *helpers, options.learning_rate)
    once = case.copied()
    _inline(case, *once, options.learning_rate)
    steps = [(b - a) / options.learning_rate for a, b in zip(once[0], case.weights, strict=True)]
    metrics: Metrics = {
        "updates": options.updates,
        "weight_difference": _largest(inline[0], helpers[0]),
        "bias_difference": _largest(inline[1], helpers[1]),
        "weight_change": _largest(inline[0], case.weights),
        "gradient_error": _largest(steps, first),
    }
    return Outcome(metrics)


def _largest(one: Weights, other: Weights) -> float:
    return max(error(a, b) for a, b in zip(one, other, strict=True))


def _inline(case: Case, weights: Weights, biases: Weights, rate: float) -> None:
    """Everything in one loop from the last layer to the first, in place."""
    z, o = case.forward(weights, biases)
    delta = softmax(z[-1]) - case.target
    for k in range(len(weights) - 1, -1, -1):
        new_weights = weights[k] - rate * (delta.T @ o[k]) / len(delta)
        new_biases = biases[k] - rate * delta.mean(axis=0)
        if k > 0:
            delta = delta @ weights[k] * case.derivative(z[k - 1])
        weights[k], biases[k] = new_weights, new_biases


def _with_helpers(case: Case, weights: Weights, biases: Weights, rate: float) -> None:
    """All gradients first, by separate steps for the linear part and the activation."""
    z, o = case.forward(weights, biases)
    gradients = []
    back = softmax(z[-1]) - case.target
    for k in range(len(weights) - 1, -1, -1):
        if k < len(weights) - 1:
            back = _backward_activation(case, back, z[k])
        back, *gradient = _backward_linear(back, o[k], weights[k])
        gradients.insert(0, gradient)
    for k, (dw, db) in enumerate(gradients):
        weights[k] = weights[k] - rate * dw
        biases[k] = biases[k] - rate * db


def _backward_linear(
    dz: np.ndarray, o: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """dL/d(input), dJ/dW, dJ/db."""
    return dz @ w, dz.T @ o / len(dz), dz.mean(axis=0)


def _backward_activation(case: Case, do: np.ndarray, z: np.ndarray) -> np.ndarray:
    return do * case.derivative(z)
