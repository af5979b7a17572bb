"""Each equation of the classifier's derivation is told from a wrong one."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import classifier_derivation as formulas

WITHIN = 1e-9
NAME = "classifier-derivation"

MUTATIONS = {
    "the bias left out": (
        "product_sum",
        lambda weights, o, bias: weights @ o,
        ["equation_1_error_as_printed"],
    ),
    "outputs in another order": (
        "sum_in_weights",
        lambda o: o[::-1],
        ["equation_2_error_as_printed"],
    ),
    "the derivative in the bias is 0": (
        "sum_in_bias",
        lambda: 0.0,
        ["equation_3_error_as_printed"],
    ),
    "the true logit added": (
        "loss",
        lambda z, target: np.log(np.exp(z).sum(axis=-1)) + (target * z).sum(axis=-1),
        ["loss_error_as_printed"],
    ),
    "the indicator added": (
        "loss_in_logits",
        lambda z, target: formulas.softmax(z) + target,
        ["equation_4_error_as_printed", "equation_6_output_error_as_printed"],
    ),
    "the softmax alone": (
        "loss_in_logits",
        lambda z, target: formulas.softmax(z),
        ["equation_4_error_as_printed", "equation_7_output_error_as_printed"],
    ),
    "y over its derivative": (
        "logarithm_rule",
        lambda y, y_in_x: y / y_in_x,
        ["logarithm_rule_error_as_printed"],
    ),
    "the sum in place of the mean over the examples": (
        "cost_in_weights",
        lambda loss_in_sums, o: loss_in_sums.T @ o,
        ["equation_6_output_error_as_printed", "equation_6_hidden_error_corrected"],
    ),
    "another unit's error": (
        "cost_in_weights",
        lambda loss_in_sums, o: np.roll(loss_in_sums, 1, axis=1).T @ o / len(o),
        ["equation_6_output_error_as_printed"],
    ),
    "the sum of the errors for the biases": (
        "cost_in_biases",
        lambda loss_in_sums: loss_in_sums.sum(axis=0),
        ["equation_7_output_error_as_printed", "equation_7_hidden_error_corrected"],
    ),
    "the output weights transposed": (
        "sent_back",
        lambda loss_in_sums, weights, o: loss_in_sums @ weights.T * o * (1 - o),
        ["equation_6_hidden_error_corrected", "equation_7_hidden_error_corrected"],
    ),
    "half of the activation's derivative": (
        "sent_back",
        lambda loss_in_sums, weights, o: loss_in_sums @ weights * o,
        ["equation_6_hidden_error_corrected", "equation_7_hidden_error_corrected"],
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_wrong_formula_is_seen(demonstrate, monkeypatch, name):
    function, wrong, metrics = MUTATIONS[name]
    right = demonstrate(NAME).metrics
    monkeypatch.setattr(formulas, function, wrong)
    mutated = demonstrate(NAME).metrics
    for metric in metrics:
        assert right[metric] <= WITHIN < mutated[metric], metric


def test_a_step_uphill_raises_the_cost(demonstrate, monkeypatch):
    assert demonstrate(NAME).metrics["cost_change_step_below_limit"] < 0
    monkeypatch.setattr(formulas, "updated", lambda w, gradient, rate: w + rate * gradient)
    assert demonstrate(NAME).metrics["cost_change_step_below_limit"] > 0


@pytest.mark.parametrize("widths", [[5, 3, 3], [5, 4, 3], [3, 4, 3, 3]])
@pytest.mark.parametrize("seed", range(3))
def test_the_corrected_equations_hold_at_the_hidden_layer(demonstrate, widths, seed):
    metrics = demonstrate(NAME, seed=seed, widths=widths).metrics
    assert metrics["equation_6_hidden_error_corrected"] <= WITHIN
    assert metrics["equation_7_hidden_error_corrected"] <= WITHIN


def test_the_smallest_counterexample_by_hand(demonstrate):
    # softmax (1/2, 1/2), sigmoid(0) = 1/2: printed 1/2, true 1/2 * 1/2 * 1/2
    metrics = demonstrate(NAME).metrics
    assert metrics["equation_6_hidden_counterexample_printed"] == 0.5
    assert metrics["equation_6_hidden_counterexample_true"] == pytest.approx(0.125)
