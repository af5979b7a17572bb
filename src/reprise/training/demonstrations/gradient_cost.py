"""What a gradient costs: back-propagation beside one parameter at a time, in two ways."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.functions import softmax
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_training import GradientCost

STEP = 1e-5
"""Of the central differences: near the cube root of the rounding error of float64."""

REPEATS = 10
"""Of each way; the fastest counts."""

Parameters = dict[str, np.ndarray]


@dataclass
class Tally:
    """Products of matrices, each with its multiply-adds counted."""

    multiply_adds: int = 0

    def product(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        self.multiply_adds += a.size * (b.size // len(b))
        return a @ b


def run(options: GradientCost, context: Context) -> Outcome:
    """A tanh network with softmax output and cross-entropy on one example, at growing width.

    Curves over ``parameters``: multiply-adds of back-propagation, of finite differences
    (``one_at_a_time``) and of ``forward_mode``, and the quotients of the latter two to the first.
    Metrics: the slopes of log(multiply-adds) over log(parameters); of the widest network the
    quotients, the same per parameter, and the largest difference from the gradient of
    back-propagation. Times are those of a thousand gradients of the widest network.
    """
    ways = {
        "back_propagation": back_propagation,
        "one_at_a_time": one_at_a_time,
        "forward_mode": forward_mode,
    }
    counts, work = [], {name: [] for name in ways}
    for hidden in options.hidden:
        p, x, y = _network(options, context.seed, hidden)
        counts.append(sum(v.size for v in p.values()))
        found = {name: _counted(way, p, x, y) for name, way in ways.items()}
        for name, (_, multiply_adds, _) in found.items():
            work[name].append(multiply_adds)
    count = np.array(counts)
    needed = {name: np.array(numbers) for name, numbers in work.items()}
    gradient = found["back_propagation"][0]
    metrics: Metrics = {
        "parameters": int(count[-1]),
        "largest_gradient": max(float(np.abs(v).max()) for v in gradient.values()),
    }
    values = {f"{name}_multiply_adds": numbers for name, numbers in needed.items()}
    for name, numbers in needed.items():
        metrics[f"{name}_multiply_adds"] = int(numbers[-1])
        metrics[f"{name}_slope"] = _slope(count, numbers)
    for name, prefix in (("one_at_a_time", ""), ("forward_mode", "forward_mode_")):
        quotient = needed[name] / needed["back_propagation"]
        values[f"{prefix}quotient"] = quotient
        other = found[name][0]
        metrics |= {
            f"{prefix}quotient": float(quotient[-1]),
            f"{prefix}quotient_per_parameter": float(quotient[-1] / count[-1]),
            f"{prefix}gradient_difference": max(
                float(np.abs(gradient[n] - other[n]).max()) for n in gradient
            ),
        }
    timing = {f"{name}_seconds_per_1000": 1000 * seconds for name, (_, _, seconds) in found.items()}
    return Outcome(metrics, {"parameters": Curve(count, values)}, timing=timing)


def _network(
    options: GradientCost, seed: int, hidden: int
) -> tuple[Parameters, np.ndarray, np.ndarray]:
    draw = stream(seed, "growing network", hidden)
    widths = {"W_h": (hidden, options.inputs), "b_h": (hidden,)}
    widths |= {"W_y": (options.outputs, hidden), "b_y": (options.outputs,)}
    p = {name: draw.normal(size=shape) / 2 for name, shape in widths.items()}
    return p, draw.normal(size=options.inputs), np.eye(options.outputs)[0]


def _counted(
    way: Callable[..., Parameters], p: Parameters, x: np.ndarray, y: np.ndarray
) -> tuple[Parameters, int, float]:
    """The gradient, the multiply-adds that it took, and the seconds of the fastest pass."""
    seconds = []
    for _ in range(REPEATS):
        tally, started = Tally(), time.perf_counter()
        gradient = way(p, x, y, tally)
        seconds.append(time.perf_counter() - started)
    return gradient, tally.multiply_adds, min(seconds)


def _loss(p: Parameters, x: np.ndarray, y: np.ndarray, tally: Tally) -> float:
    h = np.tanh(tally.product(p["W_h"], x) + p["b_h"])
    return float(-np.sum(y * np.log(softmax(tally.product(p["W_y"], h) + p["b_y"]))))


def back_propagation(p: Parameters, x: np.ndarray, y: np.ndarray, tally: Tally) -> Parameters:
    """One pass forward and one back; each layer's gradient is made from the next one's."""
    h = np.tanh(tally.product(p["W_h"], x) + p["b_h"])
    delta = softmax(tally.product(p["W_y"], h) + p["b_y"]) - y
    w_y = tally.product(delta[:, None], h[None])
    hidden = tally.product(p["W_y"].T, delta) * (1 - h**2)
    return {"W_h": tally.product(hidden[:, None], x[None]), "b_h": hidden, "W_y": w_y, "b_y": delta}


def one_at_a_time(p: Parameters, x: np.ndarray, y: np.ndarray, tally: Tally) -> Parameters:
    """Two losses for each parameter, moved up and down."""
    gradient = {name: np.empty_like(value) for name, value in p.items()}
    for name, value in p.items():
        for place in np.ndindex(value.shape):
            ends = []
            for step in (STEP, -STEP):
                moved = value.copy()
                moved[place] += step
                ends.append(_loss({**p, name: moved}, x, y, tally))
            gradient[name][place] = (ends[0] - ends[1]) / (2 * STEP)
    return gradient


def forward_mode(p: Parameters, x: np.ndarray, y: np.ndarray, tally: Tally) -> Parameters:
    """One pass for each parameter, in which its derivative goes forward beside the values."""
    gradient = {name: np.empty_like(value) for name, value in p.items()}
    for name, value in p.items():
        for place in np.ndindex(value.shape):
            moving = {n: np.zeros_like(v) for n, v in p.items()}
            moving[name][place] = 1.0
            gradient[name][place] = _directional(p, moving, x, y, tally)
    return gradient


def _directional(
    p: Parameters, moving: Parameters, x: np.ndarray, y: np.ndarray, tally: Tally
) -> float:
    """Derivative of the loss along a direction in the parameters."""
    h = np.tanh(tally.product(p["W_h"], x) + p["b_h"])
    dh = (1 - h**2) * (tally.product(moving["W_h"], x) + moving["b_h"])
    logits = tally.product(p["W_y"], h) + p["b_y"]
    dlogits = tally.product(moving["W_y"], h) + tally.product(p["W_y"], dh) + moving["b_y"]
    return float((softmax(logits) - y) @ dlogits)


def _slope(count: np.ndarray, work: np.ndarray) -> float:
    return float(np.polyfit(np.log(count), np.log(work), 1)[0])
