"""An initialiser that multiplies all data through its weights, to print shapes."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import InitialiserCost


def run(options: InitialiserCost, context: Context) -> Outcome:
    """Weights W^k ~ N(0, sd) of shape N_k x N_(k-1), zero biases; then X W^T layer by layer.

    Metrics: each shape, spread of the weights, and how many multiply-adds the products take.
    Times: with all examples, with one, and with the products left out.
    """
    x = stream(context.seed, "initialiser data").random((options.examples, options.widths[0]))
    weights, biases, with_all = _timed(options, context.seed, x)
    *_, with_one = _timed(options, context.seed, x[:1])
    *_, without = _timed(options, context.seed, None)
    metrics: Metrics = {
        "multiply_adds": options.examples * sum(a * b for a, b in pairwise(options.widths)),
        "bias_largest": max(float(np.abs(b).max()) for b in biases),
        "weights_sd": float(np.concatenate([w.ravel() for w in weights]).std()),
    }
    for k, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        metrics |= {
            f"W{k}_rows": w.shape[0],
            f"W{k}_columns": w.shape[1],
            f"b{k}_rows": b.shape[0],
            f"b{k}_columns": b.shape[1],
            f"W{k}_sd": float(w.std()),
        }
    timing = {
        "seconds_with_all_examples": with_all,
        "seconds_with_one_example": with_one,
        "seconds_without_products": without,
    }
    return Outcome(metrics, timing=timing)


def _timed(
    options: InitialiserCost, seed: int, x: np.ndarray | None
) -> tuple[list[np.ndarray], list[np.ndarray], float]:
    """Weights, biases, seconds; the products' results are thrown away but for the next one."""
    draw = stream(seed, "initial weights")
    started = time.perf_counter()
    weights, biases = [], []
    for fan_in, width in pairwise(options.widths):
        w = draw.normal(loc=0.0, scale=options.standard_deviation, size=(width, fan_in))
        if x is not None:
            x = x @ w.T
        weights.append(w)
        biases.append(np.zeros((width, 1)))
    return weights, biases, time.perf_counter() - started
