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
from reprise.training.numpy_mlp.losses import softmax as stable_softmax
from reprise.training.numpy_mlp.network import Network
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import ColumnNetworkDerivation

Parameters = dict[str, np.ndarray]

SHOWN_Z = np.float64(1.0)
"""A pre-activation at which the printed and the true factor of dZ1 are given for a sigmoid."""


def linear(weights: np.ndarray, inputs: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """Z = W A + b; inputs of shape (in, batch), result (out, batch)."""
    return weights @ inputs + biases


def output_delta(a2: np.ndarray, onehot: np.ndarray) -> np.ndarray:
    """dZ2 = A2 - onehot, both of shape (classes, batch)."""
    return a2 - onehot


def hidden_delta(w2: np.ndarray, dZ2: np.ndarray, derivative: np.ndarray) -> np.ndarray:
    """dZ1 = W2^T dZ2, times the hidden activation's derivative at Z1, entry by entry."""
    return w2.T @ dZ2 * derivative


def weight_gradient(dZ: np.ndarray, inputs: np.ndarray, m: int) -> np.ndarray:
    """dW = dZ A^T / m."""
    return dZ @ inputs.T / m


def bias_gradient(dZ: np.ndarray, m: int) -> np.ndarray:
    """db = sum of dZ over the examples / m, of shape (out, 1)."""
    return dZ.sum(axis=1, keepdims=True) / m


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
    sigmoid = ACTIVATIONS["sigmoid"][0]
    metrics: Metrics = {
        "sigmoid_dZ1_factor_counterexample_printed": float(relu_derivative(SHOWN_Z)),
        "sigmoid_dZ1_factor_counterexample_true": float(slope(sigmoid, SHOWN_Z)),
    }
    grid = np.linspace(-4, 4, 80)  # without 0
    for name, (function, derivative) in ACTIVATIONS.items():
        metrics[f"{name}_derivative_error_as_printed"] = error(
            derivative(grid), slope(function, grid)
        )
        metrics |= _forward(name, parameters, x)
        metrics |= _backward(name, parameters, x, onehot, options.training_examples)
    return Outcome(metrics)


def _passed(name: str, p: Parameters, x: np.ndarray) -> tuple[np.ndarray, ...]:
    """Z1, A1, Z2, A2."""
    z1 = linear(p["W1"], x, p["b1"])
    a1 = ACTIVATIONS[name][0](z1)
    z2 = linear(p["W2"], a1, p["b2"])
    return z1, a1, z2, softmax(z2, axis=0)


def _forward(name: str, p: Parameters, x: np.ndarray) -> Metrics:
    """Shapes and ranges of the outputs, and both layers against those of the row-wise engine."""
    z1, a1, z2, a2 = _passed(name, p, x)
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
    logits = network.predict_logits(np.ascontiguousarray(x.T))
    return {
        f"{name}_logits_error_as_printed": error(z2.T, logits),
        f"{name}_A2_error_as_printed": error(a2.T, stable_softmax(logits)),
        f"{name}_A2_column_sum_error": error(a2.sum(axis=0), 1.0),
        f"{name}_A2_min": float(a2.min()),
        f"{name}_A2_max": float(a2.max()),
        f"{name}_A1_min": float(a1.min()),
        f"{name}_A1_max": float(a1.max()),
        f"{name}_Z1_rows": len(z1),
        f"{name}_Z1_columns_per_example": z1.shape[1] / x.shape[1],
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
    dZ2 = output_delta(a2, onehot)
    true_dZ2 = jacobian(lambda z: -np.sum(onehot * np.log(softmax(z, axis=0))), z2)
    activation = ACTIVATIONS[name][0]
    true_dZ1 = jacobian(
        lambda z: -np.sum(onehot * np.log(softmax(p["W2"] @ activation(z) + p["b2"], axis=0))),
        z1,
    )
    metrics: Metrics = {
        f"{name}_dZ2_error_as_printed": error(dZ2, true_dZ2),
        f"{name}_dW2_error_as_printed": error(weight_gradient(dZ2, a1, m), true["W2"]),
        f"{name}_db2_error_as_printed": error(bias_gradient(dZ2, m), true["b2"]),
        **_with_m_of_training_set(name, weight_gradient(dZ2, a1, training_examples), true["W2"]),
    }
    rules = {"as_printed": relu_derivative, "corrected": ACTIVATIONS[name][1]}
    for rule, derivative in rules.items():
        dZ1 = hidden_delta(p["W2"], dZ2, derivative(z1))
        metrics |= {
            f"{name}_dZ1_error_{rule}": error(dZ1, true_dZ1),
            f"{name}_dW1_error_{rule}": error(weight_gradient(dZ1, x, m), true["W1"]),
            f"{name}_db1_error_{rule}": error(bias_gradient(dZ1, m), true["b1"]),
        }
    return metrics


def _with_m_of_training_set(name: str, printed: np.ndarray, true: np.ndarray) -> Metrics:
    """dW2 of a batch divided by the size of the training set, and its largest entry."""
    place = np.unravel_index(abs(true).argmax(), true.shape)
    return {
        f"{name}_dW2_error_with_m_of_training_set": error(printed, true),
        f"{name}_dW2_counterexample_printed": float(printed[place]),
        f"{name}_dW2_counterexample_true": float(true[place]),
        f"{name}_dW2_scale_with_m_of_training_set": float(
            np.linalg.norm(printed) / np.linalg.norm(true)
        ),
    }
