"""Where the focal loss equals the Dice loss, and where its gradient equals cross-entropy's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import brentq

from reprise.training.binary_losses import dice, focal, logs
from reprise.training.demonstrations.functions import entropy_term
from reprise.training.outcome import Curve, Metrics

Function = Callable[[float], float]

INSIDE = np.linspace(1e-6, 1 - 1e-6, 2001)
"""Predictions between which changes of sign are looked for; both losses are 0 at y = 1."""

HARD = np.arange(1, 50) / 100
"""Predictions below one half, where a second gamma may give cross-entropy's gradient."""

LARGEST_GAMMA = 1e4

SHOWN = (0.1, 0.3, 0.5, 0.7)
"""Predictions whose gammas of equal gradients are given as metrics."""


def crossings(gammas: Sequence[float]) -> tuple[Metrics, dict[str, Curve]]:
    """All for t = 1.

    Metrics: for each gamma, at how many y in (0, 1) focal and Dice loss are equal, and the first
    of them; for some y, the gammas besides 0 at which the gradients of focal loss and
    cross-entropy are equal. Curves: ``gamma`` -> y of equal losses, ``hard_y`` -> gamma of equal
    gradients. A value that does not exist is None, or NaN in a curve.
    """
    metrics: Metrics = {}
    for gamma in gammas:
        word = f"{gamma:g}".replace(".", "_")
        found = _roots(_focal_minus_dice(gamma), INSIDE)
        metrics[f"equal_to_dice_points_gamma_{word}"] = len(found)
        metrics[f"equal_to_dice_at_gamma_{word}"] = found[0] if found else None
    for y in SHOWN:
        word = f"{y:g}".replace(".", "_")
        found = _second_gamma(y)
        metrics[f"equal_gradient_other_gammas_at_y_{word}"] = 0 if found is None else 1
        metrics[f"equal_gradient_gamma_at_y_{word}"] = found
    grid = np.linspace(0.1, 8.0, 80)
    firsts = [next(iter(_roots(_focal_minus_dice(gamma), INSIDE)), None) for gamma in grid]
    others = [_second_gamma(y) for y in HARD]
    return metrics, {
        "gamma": Curve(grid, {"equal_to_dice_at": _or_nan(firsts)}),
        "hard_y": Curve(HARD, {"equal_gradient_gamma": _or_nan(others)}),
    }


def _or_nan(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values])


def _focal_minus_dice(gamma: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda y: focal(logs(y), 1, gamma) - dice(y, 1)


def _roots(function: Callable[[np.ndarray], np.ndarray], grid: np.ndarray) -> list[float]:
    """Roots between points of the grid at which the function has different signs."""
    signs = np.sign(function(grid))
    places = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    return [float(brentq(function, grid[i], grid[i + 1], xtol=1e-13)) for i in places]


def _second_gamma(y: float) -> float | None:
    """The gamma > 0 at which d(focal)/dy = d(cross-entropy)/dy = -1/y, or None.

    The quotient of the gradients, (1-y)^g (1 + g E_y / (1-y)), is 1 at g = 0 and tends to 0. It
    has one extremum, so that it meets 1 again exactly where it rises at g = 0.
    """

    def quotient(gamma: float) -> float:
        return (1 - y) ** gamma * (1 + gamma * entropy_term(y) / (1 - y)) - 1

    rises = np.log(1 - y) + entropy_term(y) / (1 - y) > 1e-12
    if not rises:
        return None
    extremum = -1 / np.log(1 - y) - (1 - y) / entropy_term(y)
    return float(brentq(quotient, extremum, LARGEST_GAMMA, xtol=1e-12))
