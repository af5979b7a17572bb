"""The derivative of ReLU as a step function."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import slope
from reprise.training.demonstrations.functions import relu
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import Heaviside


REPEATS = 5
"""Of each way; the fastest counts."""


def run(options: Heaviside, context: Context) -> Outcome:
    """``np.heaviside(x, 0)`` on normal numbers and on zeros of both signs.

    Metrics: at how many places it differs from 1 for x > 0 and 0 otherwise as a loop finds it,
    and from ReLU's numerical derivative where x is not 0. Times: both ways, for all elements.
    """
    x = stream(context.seed, "pre-activations").normal(size=options.elements)
    x[:2] = 0.0, -0.0
    vectorised, seconds = _fastest(lambda: derivative_relu(x))
    looped, loop_seconds = _fastest(lambda: _loop(x))
    away = x != 0
    metrics: Metrics = {
        "elements": x.size,
        "zeros": int(np.count_nonzero(~away)),
        "different_from_loop": int(np.count_nonzero(vectorised != looped)),
        "different_from_derivative": int(np.count_nonzero((vectorised != slope(relu, x))[away])),
    }
    return Outcome(metrics, timing={"vectorised_seconds": seconds, "loop_seconds": loop_seconds})


def derivative_relu(x: np.ndarray) -> np.ndarray:
    """The listing: the step function with 0 at zero."""
    return np.heaviside(x, 0)


def _loop(x: np.ndarray) -> np.ndarray:
    """Element by element, as it would be written without the step function."""
    result = np.empty_like(x)
    for i in range(len(x)):
        result[i] = 1.0 if x[i] > 0 else 0.0
    return result


def _fastest(function: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        result = function()
        seconds.append(time.perf_counter() - started)
    return result, min(seconds)
