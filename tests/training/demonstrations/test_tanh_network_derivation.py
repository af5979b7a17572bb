"""The tanh network's formulas: what holds, and whether the checks would notice a wrong one."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import tanh_network_formulas as formulas

NAME = "tanh-network-derivation"
WITHIN = 1e-9
"""Of the claims on formulas."""

MUTATIONS = {
    "no output biases in the forward pass": (
        "forward",
        lambda p, x: formulas.softmax(p["W_y"] @ np.tanh(p["W_h"] @ x + p["b_h"])),
        "forward_error_as_printed",
    ),
    "tangent in the forward pass": (
        "forward",
        lambda p, x: formulas.softmax(p["W_y"] @ np.tan(p["W_h"] @ x + p["b_h"]) + p["b_y"]),
        "forward_error_as_printed",
    ),
    "layers multiplied the other way round": (
        "one_map",
        lambda weights, biases: (weights[-1] @ weights[0] * 2, biases[-1]),
        "two_linear_layers_error",
    ),
    "biases not sent through later layers": (
        "one_map",
        lambda weights, biases: (np.linalg.multi_dot(weights[::-1]), biases[-1]),
        "five_linear_layers_error",
    ),
    "the target twice in the sum": (
        "one_hot_sum",
        lambda y, z: np.sum((1 + y) * formulas.log_sum(z)),
        "one_hot_sum_error_as_printed",
    ),
    "sum without exponential": (
        "log_sum",
        lambda z: np.log(np.abs(z).sum()),
        "one_hot_sum_error_as_printed",
    ),
    "equation 5 with a plus": (
        "equation_5",
        lambda y, z: np.sum(y * np.log(formulas.softmax(z))),
        "equation_5_error_as_printed",
    ),
    "equation 6 with a plus": (
        "equation_6_corrected",
        lambda y, z: -np.sum(y * z + y * formulas.log_sum(z)),
        "equation_6_error_corrected",
    ),
    "equation 7 with the other target": (
        "equation_7",
        lambda y, z: -np.sum(y[::-1] * z) + formulas.log_sum(z),
        "equation_7_error_as_printed",
    ),
    "equation 8 without the target": (
        "equation_8",
        lambda y, z: -np.sum(z) + formulas.log_sum(z),
        "equation_8_error_as_printed",
    ),
    "equation 9 with the sign turned": (
        "equation_9",
        lambda y, z: y - formulas.softmax(z),
        "equation_9_error_as_printed",
    ),
    "the derivative of a logit for another row": (
        "logit_derivative_corrected",
        lambda h, outputs: np.eye(outputs)[::-1][:, :, None] * h,
        "logit_derivative_error_corrected",
    ),
    "equation 10 with the hidden units in reverse": (
        "equation_10_corrected",
        lambda delta, h: np.outer(delta, h[::-1]),
        "equation_10_error_corrected",
    ),
    "output biases with the sign turned": (
        "output_biases",
        lambda delta: -delta,
        "output_bias_error_corrected",
    ),
    "equation 12 without the square": (
        "equation_12_corrected",
        lambda w, delta, pre: w.T @ delta * (1 - np.tanh(pre)),
        "equation_12_error_corrected",
    ),
    "equation 12 with the tangent": (
        "equation_12_corrected",
        lambda w, delta, pre: w.T @ delta * (1 - np.tan(pre) ** 2),
        "equation_12_error_corrected",
    ),
    "equation 12 with one output only": (
        "equation_12_corrected",
        lambda w, delta, pre: w[0] * delta[0] * (1 - np.tanh(pre) ** 2),
        "equation_16_error_corrected",
    ),
    "equation 14 without the input": (
        "equation_14_corrected",
        lambda hidden, x: np.outer(hidden, np.ones_like(x)),
        "equation_14_error_corrected",
    ),
    "equation 15 with a factor of 2": (
        "hidden_biases",
        lambda hidden: 2 * hidden,
        "equation_15_error_as_printed",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_wrong_formula_is_seen(demonstrate, monkeypatch, name):
    function, wrong, metric = MUTATIONS[name]
    assert demonstrate(NAME).metrics[metric] <= WITHIN
    monkeypatch.setattr(formulas, function, wrong)
    assert demonstrate(NAME).metrics[metric] > WITHIN


@pytest.mark.parametrize("sizes", [(2, 4, 2), (3, 5, 4), (2, 2, 2), (4, 2, 3)])
@pytest.mark.parametrize("seed", range(3))
def test_corrections_hold_for_other_sizes_and_printed_ones_do_not(demonstrate, sizes, seed):
    inputs, hidden, outputs = sizes
    metrics = demonstrate(NAME, seed=seed, inputs=inputs, hidden=hidden, outputs=outputs).metrics
    for name, value in metrics.items():
        if name.endswith(("_error_corrected", "_layers_error")):
            assert value <= WITHIN, name
    for name in ("logit_derivative", *(f"equation_{k}" for k in (6, 10, 12, 14, 16))):
        assert metrics[f"{name}_error_as_printed"] > 1e-4, name


def test_the_example_by_hand(demonstrate):
    metrics = demonstrate(NAME).metrics
    h = np.tanh([1.0, -0.5])
    z = np.array([h[0] + 2 * h[1], -h[0] + h[1]])
    delta = np.exp(z) / np.exp(z).sum() - [1, 0]
    hidden = (delta[0] - delta[1]) * (1 - h[0] ** 2)
    assert metrics["equation_12_counterexample_true"] == pytest.approx(hidden)
    assert metrics["equation_14_counterexample_true"] == pytest.approx(2 * hidden)
    assert metrics["equation_16_counterexample_true"] == pytest.approx(hidden)
    assert metrics["equation_10_counterexample_true"] == pytest.approx(delta[0] * h[0])
    assert metrics["equation_10_counterexample_printed"] == pytest.approx(delta @ h)
    assert metrics["equation_6_counterexample_true"] == pytest.approx(
        np.log(np.exp(z - z[0]).sum())
    )
    assert metrics["logit_derivative_counterexample_printed"] == pytest.approx(h[0])
    assert metrics["logit_derivative_counterexample_true"] == 0


def test_only_the_layers_without_activation_keep_midpoints(demonstrate):
    metrics = demonstrate(NAME).metrics
    assert metrics["five_linear_layers_midpoint_error"] <= WITHIN
    assert metrics["five_tanh_layers_midpoint_error"] > 1e-3
