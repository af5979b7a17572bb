"""Cross-entropy and squared error of one probability, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.binary_losses import cross_entropy, logs
from reprise.training.demonstrations.derivatives import slope
from reprise.training.demonstrations.functions import sigmoid
from reprise.training.outcome import Context, Curve, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import LossComparison

LOSSES = {
    "cross_entropy": lambda p: cross_entropy(logs(p), 1),
    "squared_error": lambda p: (1 - p) ** 2,
}
"""Of the probability that is given to the true class."""


def run(options: LossComparison, context: Context) -> Outcome:
    """Both losses and their gradients on a grid of p.

    Curves over ``p``: each loss, its derivative in p, and its derivative in the logit z of
    p = 1 / (1 + exp(-z)). Metrics: how far cross-entropy lies above the squared error, where
    each loss has its minimum on the grid, whether it falls at every step towards p = 1, and the
    size of the gradient in z for the most confident wrong prediction of the grid.
    """
    p = np.arange(1, options.points + 1) / (options.points + 1)
    z = np.log(p / (1 - p))
    values, metrics = {}, {"points": len(p)}
    for name, loss in LOSSES.items():
        values[name] = loss(p)
        values[f"{name}_gradient"] = slope(loss, p)
        values[f"{name}_logit_gradient"] = slope(lambda z, loss=loss: loss(sigmoid(z)), z)
        metrics |= {
            f"{name}_lowest_at": float(p[values[name].argmin()]),
            f"{name}_share_falling": float(np.mean(np.diff(values[name]) < 0)),
            f"{name}_logit_gradient_when_wrong": float(abs(values[f"{name}_logit_gradient"][0])),
        }
    excess = values["cross_entropy"] - values["squared_error"]

    def steeper(gradient: str) -> float:
        return float(
            np.min(
                abs(values[f"cross_entropy_{gradient}"]) - abs(values[f"squared_error_{gradient}"])
            )
        )

    metrics |= {
        "smallest_excess_of_cross_entropy": float(excess.min()),
        "smallest_excess_of_its_gradient": steeper("gradient"),
        "smallest_excess_of_its_logit_gradient": steeper("logit_gradient"),
        "smallest_p": float(p[0]),
        "largest_p": float(p[-1]),
    }
    return Outcome(metrics, {"p": Curve(p, values)})
