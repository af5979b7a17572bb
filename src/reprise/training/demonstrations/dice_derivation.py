"""The Dice loss of one prediction, and its gradient as it is derived line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.demonstrations.derivatives import error, slope
from reprise.training.demonstrations.functions import sigmoid
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import DiceDerivation

SHOWN = (0.1, 0.5, 0.9, 0.999)
"""Predictions at which the factor (1 - L)^2 of the gradient is given, for t = 1."""


def run(options: DiceDerivation, context: Context) -> Outcome:
    """L = 1 - 2yt / (y + t), y = 1 / (1 + exp(-z)), on a grid of y and of t, 0 excluded.

    ``first_line`` is dL/dy as the first line of the derivation has it, +2t^2 / (y+t)^2;
    ``second_line`` is dL/dz in the next line, ``last_line`` the result. Curves over ``y``, for
    t = 1: the loss, the factor (1-L)^2, and the gradients in y and in z.
    """
    y = np.arange(1, options.points + 1) / (options.points + 1)
    grid, t = np.meshgrid(y, np.append(y, 1.0))
    in_y = slope(lambda y: _loss(y, t), grid)
    in_z = slope(lambda z: _loss(sigmoid(z), t), _logit(grid))
    printed = _first_line(grid, t)
    overlap = 1 - _loss(grid, t)
    at_one = {
        "loss": _loss(y, 1.0),
        "factor": (1 - _loss(y, 1.0)) ** 2,
        "gradient": slope(lambda y: _loss(y, 1.0), y),
        "logit_gradient": slope(lambda z: _loss(sigmoid(z), 1.0), _logit(y)),
    }
    metrics: Metrics = {
        "loss_of_agreement": float(_loss(1.0, 1.0)),
        "loss_without_target_min": float(_loss(y, 0.0).min()),
        "loss_without_target_max": float(_loss(y, 0.0).max()),
        "share_falling_with_target": float(np.mean(np.diff(at_one["loss"]) < 0)),
        "first_line_error_as_printed": error(printed, in_y),
        "first_line_error_corrected": error(-printed, in_y),
        "first_line_counterexample_printed": float(_first_line(1.0, 1.0)),
        "first_line_counterexample_true": float(slope(lambda y: _loss(y, 1.0), np.float64(1.0))),
        "second_line_error_as_printed": error(-printed * grid * (1 - grid), in_z),
        "overlap_error_as_printed": error(2 * grid * t / (grid + t), overlap),
        "squared_overlap_error_as_printed": error(overlap**2 / (2 * grid**2), printed),
        "last_line_error_as_printed": error((grid - 1) / (2 * grid) * overlap**2, in_z),
        "factor_share_rising": float(np.mean(np.diff(at_one["factor"]) > 0)),
        "logit_gradient_steepest_at": float(y[abs(at_one["logit_gradient"]).argmax()]),
    }
    for shown in SHOWN:
        name = f"factor_at_{shown}".replace(".", "_")
        metrics[name] = float((1 - _loss(shown, 1.0)) ** 2)
    return Outcome(metrics, {"y": Curve(y, at_one)})


def _loss(y: np.ndarray, t: np.ndarray | float) -> np.ndarray:
    return 1 - 2 * y * t / (y + t)


def _first_line(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    return 2 * t**2 / (y + t) ** 2


def _logit(p: np.ndarray) -> np.ndarray:
    return np.log(p / (1 - p))
