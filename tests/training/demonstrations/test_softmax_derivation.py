"""A formula that is right stops being so when it is changed, and the check notices."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import softmax_derivation as module

WITHIN = 1e-9
NAME = "softmax-derivation"

MUTATIONS = {
    "a wrong sign in y (1 - y)": (
        "softmax_diagonal",
        lambda y: y * (1 + y),
        ["softmax_diagonal_error_as_printed"],
    ),
    "a square too many": (
        "softmax_diagonal",
        lambda y: y**2 * (1 - y),
        ["softmax_diagonal_error_as_printed"],
    ),
    "a wrong sign of y_i y_j": (
        "softmax_off_diagonal",
        lambda y: np.outer(y, y),
        ["softmax_off_diagonal_error_as_printed"],
    ),
    "y_i twice": (
        "softmax_off_diagonal",
        lambda y: -np.outer(y**2, np.ones_like(y)),
        ["softmax_off_diagonal_error_as_printed"],
    ),
    "a wrong sign of the loss's second term": (
        "cross_entropy",
        lambda y, t: -t * np.log(y) + (1 - t) * np.log(1 - y),
        ["two_term_value_error_as_printed", "two_term_derivative_error_as_printed"],
    ),
    "a wrong sign of the derivative's second term": (
        "cross_entropy_slope",
        lambda y, t: -t / y - (1 - t) / (1 - y),
        ["two_term_derivative_error_as_printed"],
    ),
    "t - y": (
        "logit_gradient",
        lambda y, t: t - y,
        [
            "linear_gradient_error_as_printed",
            "one_term_softmax_error_corrected",
            "two_term_logistic_error_as_printed",
            "two_term_own_logit_error_as_printed",
        ],
    ),
    "a missing factor": (
        "logit_gradient",
        lambda y, t: (y - t) / 2,
        ["linear_gradient_error_as_printed", "one_term_softmax_error_corrected"],
    ),
    "no logarithm of the sum": (
        "log_softmax",
        lambda z: z - z.max(),
        ["log_softmax_sum_error", "log_softmax_loss_error"],
    ),
    "a wrong sign of the logits": (
        "log_softmax",
        lambda z: np.log(np.exp(-z) / np.exp(-z).sum()),
        ["log_softmax_loss_error", "log_softmax_other_predictions"],
    ),
}


@pytest.mark.parametrize("change", MUTATIONS)
def test_a_changed_formula_is_noticed(demonstrate, monkeypatch, change):
    name, formula, metrics = MUTATIONS[change]
    right = demonstrate(NAME).metrics
    monkeypatch.setattr(module, name, formula)
    wrong = demonstrate(NAME).metrics
    for metric in metrics:
        assert right[metric] < WITHIN < wrong[metric]


def test_other_outputs_add_to_the_derivative_of_the_two_term_loss(demonstrate):
    metrics = demonstrate(NAME, classes=2).metrics
    assert metrics["two_term_own_logit_error_as_printed"] < WITHIN
    # with two classes both terms say the same, so the loss and its derivative are twice as large
    assert metrics["two_term_softmax_error_as_printed"] > 0.1


def test_a_softmax_of_half_the_size_is_noticed(demonstrate, monkeypatch):
    monkeypatch.setattr(module, "softmax", lambda z: np.exp(z) / np.exp(z).sum() / 2)
    metrics = demonstrate(NAME).metrics
    assert metrics["softmax_definition_error_as_printed"] > WITHIN
    assert metrics["softmax_sum_error"] > WITHIN
