"""A formula that is right stops being so when it is changed, and the check notices."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import focal_derivation as module
from reprise.training.demonstrations.focal_formulas import (
    closed_form,
    combined,
    first_term,
    first_term_slope,
    second_term_slope,
    second_term_slope_as_printed,
)

WITHIN = 1e-9
NAME = "focal-derivation"

MUTATIONS = {
    "a wrong sign of the entropy": (
        "first_term_slope",
        lambda y, t, g: -t * ((1 - y) ** g / y + g * (1 - y) ** (g - 1) * np.log(y)),
        ["first_term_error_as_printed", "sum_error_corrected"],
    ),
    "a missing gamma": (
        "first_term_slope",
        lambda y, t, g: -t * ((1 - y) ** g / y - (1 - y) ** (g - 1) * np.log(y)),
        ["first_term_error_as_printed"],
    ),
    "an exponent not lowered": (
        "first_term_slope",
        lambda y, t, g: -t * ((1 - y) ** g / y - g * (1 - y) ** g * np.log(y)),
        ["first_term_error_as_printed"],
    ),
    "the second term as printed": (
        "second_term_slope",
        second_term_slope_as_printed,
        ["second_term_error_corrected", "sum_error_corrected"],
    ),
    "E over p squared": (
        "log_by_entropy",
        lambda p: np.log(p) / p,
        ["entropy_error_as_printed", "entropy_of_complement_error_as_printed"],
    ),
    "a closed form without its sign": (
        "closed_form",
        lambda y, t, g: -closed_form(y, t, g),
        ["closed_form_error_as_printed", "gamma_0_gradient_error_as_printed"],
    ),
    "t in place of t - 1": (
        "closed_form",
        lambda y, t, g: closed_form(y, t, g) + 2 * t * y**g / (1 - y),
        ["closed_form_error_as_printed", "closed_form_against_corrected_sum"],
    ),
    "a generic loss without its target": (
        "generic",
        lambda y, t, g: -((1 - y) ** g) * np.log(y),
        ["gamma_0_error_as_printed"],
    ),
    "1 - y in the case of 0": (
        "case_0",
        lambda y, g: -((1 - y) ** g) * np.log(1 - y),
        ["case_t_0_error_as_printed"],
    ),
    "y in the case of 1": (
        "case_1",
        lambda y, g: -(y**g) * np.log(y),
        ["case_t_1_error_as_printed"],
    ),
    "one term in place of two": (
        "combined",
        first_term,
        ["case_t_0_error_as_printed", "factor_t_0_error_as_printed"],
    ),
    "a gamma that never is 0": (
        "combined",
        lambda y, t, g: combined(y, t, g + 1),
        [
            "gamma_0_combined_error_as_printed",
            "factor_t_0_error_as_printed",
            "factor_t_1_error_as_printed",
        ],
    ),
    "a cross-entropy of one term": (
        "cross_entropy",
        lambda y, t: -t * np.log(y),
        ["gamma_0_combined_error_as_printed", "factor_t_0_error_as_printed"],
    ),
    "a slope of cross-entropy with a wrong sign": (
        "cross_entropy_slope",
        lambda y, t: -t / y - (1 - t) / (1 - y),
        ["gamma_0_gradient_error_as_printed"],
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


def test_the_closed_form_follows_from_the_corrected_sum_alone():
    y, t, gamma = np.float64(0.7), np.float64(0.0), np.float64(2.0)
    first = first_term_slope(y, t, gamma)
    closed = closed_form(y, t, gamma)
    assert closed == pytest.approx(first + second_term_slope(y, t, gamma))
    assert abs(closed - first - second_term_slope_as_printed(y, t, gamma)) > 1


def test_without_gamma_a_hard_sample_has_nine_times_the_gradient_of_an_easy_one(demonstrate):
    metrics = demonstrate(NAME, small_gamma=1e-9).metrics
    assert metrics["small_gamma_hard_over_easy_gradient"] == pytest.approx(9)
