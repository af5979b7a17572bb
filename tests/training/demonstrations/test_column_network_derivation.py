"""A formula that is right stops being so when it is changed, and the check notices."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations import column_network_derivation as module
from reprise.training.demonstrations.functions import ACTIVATIONS, relu, relu_derivative, sigmoid

WITHIN = 1e-9
NAME = "column-network-derivation"
SQUARE = {"inputs": 6, "hidden": 6, "classes": 6, "batch": 6}
"""So that transposed factors fit too."""

MUTATIONS = {
    "a wrong sign of the biases": ("linear", lambda w, a, b: w @ a - b, "logits"),
    "transposed weights": ("linear", lambda w, a, b: w.T @ a + b, "A2"),
    "a wrong sign of the labels": ("output_delta", lambda a2, t: a2 + t, "dZ2"),
    "weights not transposed": ("hidden_delta", lambda w, d, f: w @ d * f, "dZ1"),
    "no derivative of the activation": ("hidden_delta", lambda w, d, f: w.T @ d, "dZ1"),
    "a gradient not divided by m": ("weight_gradient", lambda d, a, m: d @ a.T, "dW2"),
    "a transposed gradient": ("weight_gradient", lambda d, a, m: a @ d.T / m, "dW2"),
    "biases not divided by m": ("bias_gradient", lambda d, m: d.sum(axis=1, keepdims=True), "db1"),
    "a sum over the units": ("bias_gradient", lambda d, m: d.sum(axis=0)[:, None] / m, "db2"),
}


def errors(metrics: dict, quantity: str) -> list[float]:
    """With sigmoid and with ReLU, by the right derivative where there are two."""
    names = [f"{activation}_{quantity}_error" for activation in ACTIVATIONS]
    return [metrics.get(f"{name}_corrected", metrics.get(f"{name}_as_printed")) for name in names]


@pytest.mark.parametrize("quantity", ["logits", "A2", "dZ2", "dW2", "db2", "dZ1", "dW1", "db1"])
def test_the_equations_hold(demonstrate, quantity):
    assert max(errors(demonstrate(NAME, **SQUARE).metrics, quantity)) < WITHIN


@pytest.mark.parametrize("change", MUTATIONS)
def test_a_changed_equation_is_noticed(demonstrate, monkeypatch, change):
    name, formula, quantity = MUTATIONS[change]
    monkeypatch.setattr(module, name, formula)
    assert min(errors(demonstrate(NAME, **SQUARE).metrics, quantity)) > WITHIN


@pytest.mark.parametrize(
    ("name", "function", "derivative"),
    [
        ("sigmoid", sigmoid, sigmoid),
        ("sigmoid", sigmoid, lambda z: sigmoid(z) * (1 + sigmoid(z))),
        ("relu", relu, lambda z: -relu_derivative(z)),
        ("relu", relu, lambda z: 1 - relu_derivative(z)),
    ],
)
def test_a_changed_derivative_is_noticed(demonstrate, monkeypatch, name, function, derivative):
    monkeypatch.setitem(ACTIVATIONS, name, (function, derivative))
    metrics = demonstrate(NAME).metrics
    assert metrics[f"{name}_derivative_error_as_printed"] > WITHIN
    assert metrics[f"{name}_dZ1_error_corrected"] > WITHIN


def test_the_factor_of_a_sigmoid_unit_is_at_most_a_quarter(demonstrate):
    metrics = demonstrate(NAME).metrics
    assert metrics["sigmoid_dZ1_factor_counterexample_printed"] == 1
    assert 0 < metrics["sigmoid_dZ1_factor_counterexample_true"] < 0.25


def test_the_other_reading_of_m_is_off_by_the_share_of_the_batch(demonstrate):
    metrics = demonstrate(NAME, batch=6, training_examples=600).metrics
    ratio = metrics["relu_dW2_counterexample_printed"] / metrics["relu_dW2_counterexample_true"]
    assert ratio == pytest.approx(0.01)
    assert metrics["relu_dW2_error_with_m_of_training_set"] == pytest.approx(
        0.99 * abs(metrics["relu_dW2_counterexample_true"])
    )


def test_layers_have_a_row_for_each_unit_and_a_column_for_each_example(demonstrate):
    metrics = demonstrate(NAME, hidden=7, batch=3).metrics
    assert metrics["sigmoid_Z1_rows"] == 7
    assert metrics["sigmoid_Z1_columns_per_example"] == 1
