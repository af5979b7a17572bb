"""The forward and backward pass of a two-layer network as printed, with examples in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.functions import (
    ACTIVATIONS,
    one_hot,
    relu_derivative,
    softmax,
)
from reprise.training.numpy_mlp.network import Network
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import ColumnNetworkDerivation

Parameters = dict[str, np.ndarray]


def run(options: ColumnNetworkDerivation, context: Context) -> Outcome:
    """Z1 = W1 X + b1, A1, Z2 = W2 A1 + b2, A2 = softmax(Z2); the loss is the mean cross-entropy.

    Metrics carry the activation in their names. ``dZ*`` are compared with the derivatives of the
    summed loss (they have no 1/m), ``dW*`` and ``db*`` with those of the mean loss. As printed,
    dZ1 has ReLU' whatever the activation; corrected, the activation's own derivative.
    """
    draw = stream(context.seed, "column network")
    x = draw.normal(size=(options.inputs, options.batch))
    labels = draw.integers(options.classes, size=options.batch)
    parameters = {
        "W1": draw.uniform(-0.5, 0.5, (options.hidden, options.inputs)),
        "b1": draw.uniform(-0.5, 0.5, (options.hidden, 1)),
        "W2": draw.uniform(-0.5, 0.5, (options.classes, options.hidden)),
        "b2": draw.uniform(-0.5, 0.5, (options.classes, 1)),
    }
    onehot = one_hot(labels, options.classes).T
    metrics: Metrics = {}
    grid = np.linspace(-4, 4, 80)  # without 0
    for name, (function, derivative) in ACTIVATIONS.items():
        metrics[f"{name}_derivative_error_as_printed"] = error(
            derivative(grid), slope(function, grid)
        )
        metrics |= _forward(name, parameters, x, labels)
        metrics |= _backward(name, parameters, x, onehot, options.training_examples)
    return Outcome(metrics)


def _passed(name: str, p: Parameters, x: np.ndarray) -> tuple[np.ndarray, ...]:
    """Z1, A1, Z2, A2."""
    z1 = p["W1"] @ x + p["b1"]
    a1 = ACTIVATIONS[name][0](z1)
    z2 = p["W2"] @ a1 + p["b2"]
    return z1, a1, z2, softmax(z2, axis=0)


def _forward(name: str, p: Parameters, x: np.ndarray, labels: np.ndarray) -> Metrics:
    """Ranges of the outputs, and the logits against those of the row-wise engine."""
    _, a1, z2, a2 = _passed(name, p, x)
    network = Network(
        [len(x), *(len(p[f"W{k}"]) for k in (1, 2))],
        activation=name,
        weights=("zeros", None),
        biases=("zeros", None),
        loss="softmax-cross-entropy",
        rng=stream(0, "unused"),
        dtype="float64",
    )
    network.load({key: v.ravel() if key.startswith("b") else v for key, v in p.items()})
    return {
        f"{name}_logits_error_as_printed": error(
            z2.T, network.predict_logits(np.ascontiguousarray(x.T))
        ),
        f"{name}_A2_column_sum_error": error(a2.sum(axis=0), 1.0),
        f"{name}_A1_min": float(a1.min()),
        f"{name}_A1_max": float(a1.max()),
    }


def _backward(
    name: str, p: Parameters, x: np.ndarray, onehot: np.ndarray, training_examples: int
) -> Metrics:
    """All gradients, with m the batch's size; and dW2's with m the training set's instead."""
    m = x.shape[1]

    def loss(values: Parameters) -> np.ndarray:
        return -np.sum(onehot * np.log(_passed(name, values, x)[3]))

    true = {
        key: jacobian(lambda v, key=key: loss({**p, key: v}), values) / m
        for key, values in p.items()
    }
    z1, a1, z2, a2 = _passed(name, p, x)
    dZ2 = a2 - onehot
    true_dZ2 = jacobian(lambda z: -np.sum(onehot * np.log(softmax(z, axis=0))), z2)
    activation = ACTIVATIONS[name][0]
    true_dZ1 = jacobian(
        lambda z: -np.sum(onehot * np.log(softmax(p["W2"] @ activation(z) + p["b2"], axis=0))),
        z1,
    )
    metrics: Metrics = {
        f"{name}_dZ2_error_as_printed": error(dZ2, true_dZ2),
        f"{name}_dW2_error_as_printed": error(dZ2 @ a1.T / m, true["W2"]),
        f"{name}_db2_error_as_printed": error(dZ2.sum(axis=1, keepdims=True) / m, true["b2"]),
        f"{name}_dW2_scale_with_m_of_training_set": float(
            np.linalg.norm(dZ2 @ a1.T / training_examples) / np.linalg.norm(true["W2"])
        ),
    }
    rules = {"as_printed": relu_derivative, "corrected": ACTIVATIONS[name][1]}
    for rule, derivative in rules.items():
        dZ1 = p["W2"].T @ dZ2 * derivative(z1)
        metrics |= {
            f"{name}_dZ1_error_{rule}": error(dZ1, true_dZ1),
            f"{name}_dW1_error_{rule}": error(dZ1 @ x.T / m, true["W1"]),
            f"{name}_db1_error_{rule}": error(dZ1.sum(axis=1, keepdims=True) / m, true["b1"]),
        }
    return metrics
