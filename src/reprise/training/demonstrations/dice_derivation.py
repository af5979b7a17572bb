"""The Dice loss of one prediction, and its gradient as it is derived line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.binary_losses import dice as loss
from reprise.training.demonstrations.derivatives import error, slope
from reprise.training.demonstrations.functions import sigmoid
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import DiceDerivation

SHOWN = (0.1, 0.5, 0.9, 0.999)
"""Predictions at which the factor (1 - L)^2 of the gradient is given, for t = 1."""

SETS = ((1, 1), (1, 0), (0, 1))
"""Prediction and target of one pixel that one of the two masks holds at least."""

Number = np.ndarray | float


def first_line(y: Number, t: Number) -> Number:
    """dL/dy as the first line has it, +2t^2 / (y+t)^2."""
    return 2 * t**2 / (y + t) ** 2


def second_line(y: Number, t: Number) -> Number:
    """dL/dz, -2t^2 y(1-y) / (y+t)^2."""
    return -2 * t**2 * y * (1 - y) / (y + t) ** 2


def overlap(y: Number, t: Number) -> Number:
    """1 - L = 2yt / (y+t)."""
    return 2 * y * t / (y + t)


def by_overlap(y: Number, part: Number) -> Number:
    """2t^2 / (y+t)^2 as (1-L)^2 / (2y^2), ``part`` being 1 - L."""
    return part**2 / (2 * y**2)


def last_line(y: Number, part: Number) -> Number:
    """dL/dz as (y-1) / (2y) (1-L)^2, ``part`` being 1 - L."""
    return (y - 1) / (2 * y) * part**2


def run(options: DiceDerivation, context: Context) -> Outcome:
    """The loss with y = 1 / (1 + exp(-z)), on a grid of y and of t, 0 excluded.

    ``first_line`` is dL/dy, ``second_line`` dL/dz in the next line, ``last_line`` the result.
    ``gradient_variance_*``: how much dL/dz moves for t = 1 when z has normal noise, averaged
    over the grid, beside cross-entropy's y - t. Curves over ``y``, for t = 1: the loss, the
    factor (1-L)^2, and the gradients in y and in z.
    """
    y = np.arange(1, options.points + 1) / (options.points + 1)
    grid, t = np.meshgrid(y, np.append(y, 1.0))
    in_y = slope(lambda y: loss(y, t), grid)
    in_z = slope(lambda z: loss(sigmoid(z), t), _logit(grid))
    true_overlap = 1 - loss(grid, t)
    at_one = {
        "loss": loss(y, 1.0),
        "factor": (1 - loss(y, 1.0)) ** 2,
        "gradient": slope(lambda y: loss(y, 1.0), y),
        "logit_gradient": slope(lambda z: loss(sigmoid(z), 1.0), _logit(y)),
    }
    metrics: Metrics = {
        "set_overlap_error_as_printed": max(
            error(loss(a, b), 1 - 2 * min(a, b) / (a + b)) for a, b in SETS
        ),
        "loss_of_agreement": float(loss(1.0, 1.0)),
        "loss_without_target_min": float(loss(y, 0.0).min()),
        "loss_without_target_max": float(loss(y, 0.0).max()),
        "share_rising_without_target": float(np.mean(np.diff(loss(y, 0.0)) > 0)),
        "share_falling_with_target": float(np.mean(np.diff(at_one["loss"]) < 0)),
        "first_line_error_as_printed": error(first_line(grid, t), in_y),
        "first_line_error_corrected": error(-first_line(grid, t), in_y),
        "first_line_counterexample_printed": float(first_line(1.0, 1.0)),
        "first_line_counterexample_true": float(slope(lambda y: loss(y, 1.0), np.float64(1.0))),
        "second_line_error_as_printed": error(second_line(grid, t), in_z),
        "overlap_error_as_printed": error(overlap(grid, t), true_overlap),
        "squared_overlap_error_as_printed": error(
            by_overlap(grid, true_overlap), first_line(grid, t)
        ),
        "last_line_error_as_printed": error(last_line(grid, true_overlap), in_z),
        "factor_share_rising": float(np.mean(np.diff(at_one["factor"]) > 0)),
        "factor_share_falling": float(np.mean(np.diff(at_one["factor"]) < 0)),
        "logit_gradient_steepest_at": float(y[abs(at_one["logit_gradient"]).argmax()]),
        **_noise(options, context, y),
    }
    for shown in SHOWN:
        name = f"factor_at_{shown}".replace(".", "_")
        metrics[name] = float((1 - loss(shown, 1.0)) ** 2)
    return Outcome(metrics, {"y": Curve(y, at_one)})


def _noise(options: DiceDerivation, context: Context, y: np.ndarray) -> Metrics:
    """The variance of both gradients in z under noise on z, and their ratio."""
    draw = stream(context.seed, "noise on logits")
    noise = options.noise * draw.normal(size=(options.noise_draws, len(y)))
    noisy = sigmoid(_logit(y) + noise)
    dice = float(second_line(noisy, 1.0).var(axis=0, ddof=1).mean())
    cross_entropy = float((noisy - 1.0).var(axis=0, ddof=1).mean())
    return {
        "gradient_variance": dice,
        "gradient_variance_of_cross_entropy": cross_entropy,
        "gradient_variance_over_cross_entropy": dice / cross_entropy,
    }


def _logit(p: np.ndarray) -> np.ndarray:
    return np.log(p / (1 - p))
