"""The pseudo-code's formulas are told from wrong ones, and what it leaves out is seen."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations import update_pseudocode as formulas

WITHIN = 1e-9
NAME = "update-pseudocode"

MUTATIONS = {
    "the sum in place of the mean": ("gradient", lambda delta, o: delta.T @ o),
    "the wrong sign": ("gradient", lambda delta, o: -delta.T @ o / len(o)),
    "no derivative of the activation": (
        "next_error",
        lambda delta, weights, slope: delta @ weights,
    ),
    "the derivative squared": (
        "next_error",
        lambda delta, weights, slope: delta @ weights * slope**2,
    ),
    "the wrong sign on the way back": (
        "next_error",
        lambda delta, weights, slope: -delta @ weights * slope,
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_wrong_formula_is_seen(demonstrate, monkeypatch, name):
    function, wrong = MUTATIONS[name]
    right = demonstrate(NAME, activation="sigmoid").metrics
    monkeypatch.setattr(formulas, function, wrong)
    mutated = demonstrate(NAME, activation="sigmoid").metrics
    for metric in ("gradient_error_corrected", "earlier_gradient_error_as_printed"):
        assert right[metric] <= WITHIN < mutated[metric], metric


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_biases_and_labels_count_only_once_the_steps_are_corrected(demonstrate, activation):
    metrics = demonstrate(NAME, activation=activation).metrics
    assert metrics["bias_change_as_printed"] == 0 < metrics["bias_change_corrected"]
    assert metrics["weight_difference_by_labels_as_printed"] == 0
    assert metrics["weight_difference_by_labels_corrected"] > 1e-3


def test_the_smallest_counterexample_by_hand(demonstrate):
    # z = 0 and the softmax is (1/2, 1/2): printed 0, true (1/2 - 1) * 1
    metrics = demonstrate(NAME).metrics
    assert metrics["gradient_counterexample_printed"] == 0
    assert metrics["gradient_counterexample_true"] == -0.5
