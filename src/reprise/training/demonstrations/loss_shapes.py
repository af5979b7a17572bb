"""Cross-entropy and squared error behind a softmax: where they fall, and how hard they pull."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import jacobian
from reprise.training.demonstrations.functions import softmax
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_training import LossShapes

LOGIT_SD = 2.0
"""Of the random predictions: from undecided ones to nearly certain ones."""


def cross_entropy(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """-sum of target log(prediction) over the last axis; 0 log 0 is 0, as no target asks for it."""
    wanted = np.where(target > 0, prediction, 1)
    return -np.sum(target * np.log(wanted), axis=-1)


def squared_error(prediction: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Mean over the last axis."""
    return np.mean((prediction - target) ** 2, axis=-1)


Loss = Callable[[np.ndarray, np.ndarray], np.ndarray]

LOSSES: dict[str, Loss] = {"cross_entropy": cross_entropy, "squared_error": squared_error}


def run(options: LossShapes, context: Context) -> Outcome:
    """Along straight lines from random predictions to a one-hot target, and in the logits.

    Metrics of each loss: ``*_share_falling`` (steps of all lines at which it falls),
    ``*_lowest_at`` (the smallest share of a line, 1 being the target, at which it is lowest),
    ``*_at_target``. Logits give ``margin`` more to a wrong class than to all others: the norm of
    the gradient in them at margin 0 (``*_logit_gradient_undecided``) and at the largest
    (``*_logit_gradient_wrong``), and their quotient. Curve over ``margin``: these norms.
    """
    target = np.eye(options.classes)[0]
    metrics: Metrics = {"lines": options.lines}
    metrics |= _along_lines(options, context, target)
    margins = np.linspace(0, options.margin, options.points)
    norms = {name: _logit_gradients(loss, target, margins) for name, loss in LOSSES.items()}
    for name, norm in norms.items():
        metrics |= {
            f"{name}_logit_gradient_undecided": float(norm[0]),
            f"{name}_logit_gradient_wrong": float(norm[-1]),
            f"{name}_wrong_to_undecided": float(norm[-1] / norm[0]),
        }
    return Outcome(metrics, {"margin": Curve(margins, norms)})


def _along_lines(options: LossShapes, context: Context, target: np.ndarray) -> Metrics:
    draw = stream(context.seed, "predictions")
    starts = softmax(LOGIT_SD * draw.normal(size=(options.lines, 1, options.classes)))
    share = np.linspace(0, 1, options.points)
    predictions = starts + share[:, None] * (target - starts)
    metrics: Metrics = {}
    for name, loss in LOSSES.items():
        values = loss(predictions, target)
        metrics |= {
            f"{name}_share_falling": float(np.mean(np.diff(values, axis=1) < 0)),
            f"{name}_lowest_at": float(share[values.argmin(axis=1)].min()),
            f"{name}_at_target": float(np.abs(values[:, -1]).max()),
        }
    return metrics


def _logit_gradients(loss: Loss, target: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """Euclidean norm of d loss(softmax(z)) / dz, z being the margin for the second class."""
    wrong = np.eye(len(target))[1]
    return np.array(
        [np.linalg.norm(jacobian(lambda z: loss(softmax(z), target), m * wrong)) for m in margins]
    )
