"""The focal loss: its gradient line by line, and where it meets cross-entropy and Dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.demonstrations.derivatives import error, slope
from reprise.training.demonstrations.focal_crossings import crossings
from reprise.training.demonstrations.functions import entropy_term
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import FocalDerivation

EASY = 0.9
"""A prediction that is called easy where t = 1."""

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
        **_small_gamma(y, options.small_gamma),
    }
    for gamma in options.gammas:
        word = _word(gamma)
        metrics[f"easy_factor_gamma_{word}"] = float((1 - EASY) ** gamma)
        ratio = slope(lambda y, g=gamma: _first(y, 1.0, g), np.float64(EASY)) / (-1 / EASY)
        metrics[f"easy_gradient_ratio_gamma_{word}"] = float(ratio)
    values = {
        f"{kind}_gamma_{_word(gamma)}": function(y)
        for gamma in options.gammas
        for kind, function in {
            "loss": lambda y, g=gamma: _first(y, 1.0, g),
            "gradient": lambda y, g=gamma: slope(lambda y: _first(y, 1.0, g), y),
        }.items()
    }
    found, curves = crossings(options.gammas)
    return Outcome({**metrics, **found}, {"y": Curve(y, values), **curves})


def _first(y: np.ndarray, t: np.ndarray | float, gamma: np.ndarray | float) -> np.ndarray:
    return -t * (1 - y) ** gamma * np.log(y)


def _second(y: np.ndarray, t: np.ndarray | float, gamma: np.ndarray | float) -> np.ndarray:
    return -(1 - t) * y**gamma * np.log(1 - y)


def _second_as_printed(y: np.ndarray, t: np.ndarray, gamma: np.ndarray) -> np.ndarray:
    return -(1 - t) * (y**gamma / (1 - y) + gamma * y ** (gamma - 1) * np.log(1 - y))


def _lines(y: np.ndarray, t: np.ndarray, gamma: np.ndarray) -> Metrics:
    """Each line of the derivation against the derivative of the loss itself."""
    true_first = slope(lambda y: _first(y, t, gamma), y)
    true_second = slope(lambda y: _second(y, t, gamma), y)
    first = -t * ((1 - y) ** gamma / y - gamma * (1 - y) ** (gamma - 1) * np.log(y))
    second = _second_as_printed(y, t, gamma)
    corrected = -(1 - t) * (-(y**gamma) / (1 - y) + gamma * y ** (gamma - 1) * np.log(1 - y))
    closed = -(
        t * (1 - y) ** gamma * (gamma * entropy_term(y) + 1 - y)
        + (t - 1) * y**gamma * (gamma * entropy_term(1 - y) + y)
    ) / (y * (1 - y))
    true = true_first + true_second
    shown_y, shown_gamma = (np.float64(value) for value in COUNTEREXAMPLE)
    shown_true = slope(lambda y: _second(y, 0.0, shown_gamma), shown_y)
    return {
        "first_term_error_as_printed": error(first, true_first),
        "second_term_error_as_printed": error(second, true_second),
        "second_term_error_corrected": error(corrected, true_second),
        "second_term_counterexample_printed": float(
            _second_as_printed(shown_y, np.float64(0.0), shown_gamma)
        ),
        "second_term_counterexample_true": float(shown_true),
        "sum_error_as_printed": error(first + second, true),
        "sum_error_corrected": error(first + corrected, true),
        "entropy_error_as_printed": error(-entropy_term(y) / y, np.log(y)),
        "closed_form_error_as_printed": error(closed, true),
    }


def _cases(y: np.ndarray, gammas: np.ndarray) -> Metrics:
    """The combined loss against its two cases, and against cross-entropy for gamma = 0."""
    grid, gamma = np.meshgrid(y, gammas)
    both = {t: _first(grid, t, gamma) + _second(grid, t, gamma) for t in (0.0, 1.0)}
    without = _first(y, 1.0, 0.0)
    return {
        "case_t_1_error_as_printed": error(-((1 - grid) ** gamma) * np.log(grid), both[1.0]),
        "case_t_0_error_as_printed": error(-(grid**gamma) * np.log(1 - grid), both[0.0]),
        "gamma_0_error_as_printed": error(-np.log(y), without),
    }


def _small_gamma(y: np.ndarray, gamma: float) -> Metrics:
    """How far a small gamma leads away from cross-entropy, relative to it."""
    return {
        "small_gamma_relative_difference": error(_first(y, 1.0, gamma) / -np.log(y), 1.0),
    }


def _word(gamma: float) -> str:
    return f"{gamma:g}".replace(".", "_")
