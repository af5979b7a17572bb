"""The focal loss: its gradient line by line, and where it meets cross-entropy and Dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.demonstrations.derivatives import error, slope
from reprise.training.demonstrations.focal_crossings import crossings
from reprise.training.demonstrations.focal_formulas import (
    case_0,
    case_1,
    closed_form,
    combined,
    cross_entropy,
    cross_entropy_slope,
    first_term,
    first_term_slope,
    generic,
    log_by_entropy,
    second_term,
    second_term_slope,
    second_term_slope_as_printed,
)
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import FocalDerivation

EASY, HARD = 0.9, 0.1
"""Predictions that are called easy and hard where t = 1."""

COUNTEREXAMPLE = (EASY, 0.5)
"""y and gamma at which the printed and the true derivative of the second term are given, t = 0."""


def run(options: FocalDerivation, context: Context) -> Outcome:
    """The loss -t (1-y)^g log y - (1-t) y^g log(1-y) on a grid of y, t in {0, 1/2, 1} and g.

    ``first_term`` and ``second_term`` are the derivatives of its two terms, ``sum`` is their
    sum as printed, ``closed_form`` the result with E_p = -p log p. Curves over ``y``: loss and
    gradient for t = 1 and each gamma, beside cross-entropy. See ``focal_crossings`` for the rest.
    """
    y = np.arange(1, options.points + 1) / (options.points + 1)
    gammas = np.array(options.gammas, dtype=np.float64)
    grid = np.meshgrid(y, np.array([0.0, 0.5, 1.0]), gammas, indexing="ij")
    metrics: Metrics = {
        **_lines(*grid),
        **_cases(y, gammas),
        **_without_gamma(*np.meshgrid(y, np.array([0.0, 0.5, 1.0]))),
        **_small_gamma(y, options.small_gamma),
    }
    for gamma in options.gammas:
        word = _word(gamma)
        metrics[f"easy_factor_gamma_{word}"] = float((1 - EASY) ** gamma)
        ratio = slope(lambda y, g=gamma: first_term(y, 1.0, g), np.float64(EASY)) / (-1 / EASY)
        metrics[f"easy_gradient_ratio_gamma_{word}"] = float(ratio)
    values = {
        f"{kind}_gamma_{_word(gamma)}": function(y)
        for gamma in options.gammas
        for kind, function in {
            "loss": lambda y, g=gamma: first_term(y, 1.0, g),
            "gradient": lambda y, g=gamma: slope(lambda y: first_term(y, 1.0, g), y),
        }.items()
    }
    found, curves = crossings(options.gammas)
    return Outcome({**metrics, **found}, {"y": Curve(y, values), **curves})


def _lines(y: np.ndarray, t: np.ndarray, gamma: np.ndarray) -> Metrics:
    """Each line of the derivation against the derivative of the loss itself."""
    true_first = slope(lambda y: first_term(y, t, gamma), y)
    true_second = slope(lambda y: second_term(y, t, gamma), y)
    true = slope(lambda y: combined(y, t, gamma), y)
    first = first_term_slope(y, t, gamma)
    printed = second_term_slope_as_printed(y, t, gamma)
    corrected = second_term_slope(y, t, gamma)
    closed = closed_form(y, t, gamma)
    shown_y, shown_gamma = (np.float64(value) for value in COUNTEREXAMPLE)
    shown = second_term_slope_as_printed(shown_y, np.float64(0.0), shown_gamma)
    shown_true = slope(lambda y: second_term(y, 0.0, shown_gamma), shown_y)
    return {
        "first_term_error_as_printed": error(first, true_first),
        "second_term_error_as_printed": error(printed, true_second),
        "second_term_error_corrected": error(corrected, true_second),
        "second_term_counterexample_printed": float(shown),
        "second_term_counterexample_true": float(shown_true),
        "sum_error_as_printed": error(first + printed, true),
        "sum_error_corrected": error(first + corrected, true),
        "entropy_error_as_printed": error(log_by_entropy(y), np.log(y)),
        "entropy_of_complement_error_as_printed": error(log_by_entropy(1 - y), np.log(1 - y)),
        "closed_form_error_as_printed": error(closed, true),
        "closed_form_against_printed_sum": error(closed, first + printed),
        "closed_form_against_corrected_sum": error(closed, first + corrected),
    }


def _cases(y: np.ndarray, gammas: np.ndarray) -> Metrics:
    """The combined loss against its two cases, and the factors by which both differ from
    cross-entropy."""
    grid, gamma = np.meshgrid(y, gammas)
    both = {t: combined(grid, t, gamma) for t in (0.0, 1.0)}
    return {
        "case_t_1_error_as_printed": error(case_1(grid, gamma), both[1.0]),
        "case_t_0_error_as_printed": error(case_0(grid, gamma), both[0.0]),
        "factor_t_1_error_as_printed": error(
            (1 - grid) ** gamma * cross_entropy(grid, 1.0), both[1.0]
        ),
        "factor_t_0_error_as_printed": error(grid**gamma * cross_entropy(grid, 0.0), both[0.0]),
    }


def _without_gamma(y: np.ndarray, t: np.ndarray) -> Metrics:
    """Gamma 0 against cross-entropy: the generic loss's one term, the combined loss, its slope."""
    return {
        "gamma_0_error_as_printed": error(generic(y, t, 0.0), -t * np.log(y)),
        "gamma_0_combined_error_as_printed": error(combined(y, t, 0.0), cross_entropy(y, t)),
        "gamma_0_gradient_error_as_printed": error(
            closed_form(y, t, 0.0), cross_entropy_slope(y, t)
        ),
    }


def _small_gamma(y: np.ndarray, gamma: float) -> Metrics:
    """How far a small gamma leads away from cross-entropy, relative to it; and how much larger
    its gradients of a hard sample are than those of an easy one, both with t = 1."""
    shown = np.array([HARD, EASY])
    hard, easy = slope(lambda y: first_term(y, 1.0, gamma), shown)
    return {
        "small_gamma_relative_difference": error(
            first_term(y, 1.0, gamma) / cross_entropy(y, 1.0), 1.0
        ),
        "small_gamma_hard_over_easy_gradient": float(hard / easy),
    }


def _word(gamma: float) -> str:
    return f"{gamma:g}".replace(".", "_")
