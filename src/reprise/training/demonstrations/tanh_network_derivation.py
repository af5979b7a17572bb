"""A tanh network with softmax output: its printed loss and gradients, equation by equation."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations import tanh_network_formulas as formulas
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import softmax
from reprise.training.demonstrations.tanh_network_formulas import Parameters
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import TanhNetworkDerivation

DEEP = 5
"""Layers of the network without activations."""


def run(options: TanhNetworkDerivation, context: Context) -> Outcome:
    """One random input and target; W_h is (hidden, inputs), W_y is (outputs, hidden).

    Where a printed index formula has fewer entries than the true gradient,
    ``*_entries_as_printed`` is smaller than ``*_entries``, and the error is over the entries
    that exist; a printed number is held against all of the entries that it stands for.
    ``*_counterexample_*``: what is printed and what is true for the small network of
    `_example`.
    """
    draw = stream(context.seed, "tanh network")
    x = draw.normal(size=options.inputs)
    y = np.eye(options.outputs)[draw.integers(options.outputs)]
    p = {
        "W_h": draw.normal(size=(options.hidden, options.inputs)),
        "b_h": draw.normal(size=options.hidden),
        "W_y": draw.normal(size=(options.outputs, options.hidden)),
        "b_y": draw.normal(size=options.outputs),
    }
    metrics = {**_forward(p, x), **_linear(p, x), **_deep_linear(options, draw)}
    metrics |= {**_losses(p, x, y), **_output(p, x, y), **_hidden(p, x, y), **_counterexamples()}
    return Outcome(metrics)


def _logits(p: Parameters, x: np.ndarray) -> np.ndarray:
    return p["W_y"] @ np.tanh(p["W_h"] @ x + p["b_h"]) + p["b_y"]


def _loss(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    return -np.sum(y * np.log(softmax(logits)))


def _true(p: Parameters, x: np.ndarray, y: np.ndarray, name: str) -> np.ndarray:
    return jacobian(lambda v: _loss(_logits({**p, name: v}, x), y), p[name])


def _true_hidden(p: Parameters, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """d loss / d pre-activation of the hidden layer."""
    pre = p["W_h"] @ x + p["b_h"]
    return jacobian(lambda z: _loss(p["W_y"] @ np.tanh(z) + p["b_y"], y), pre)


def _forward(p: Parameters, x: np.ndarray) -> Metrics:
    """The output against a network written unit by unit, and whether it is a distribution."""
    output = formulas.forward(p, x)
    return {
        "forward_error_as_printed": error(output, _unit_by_unit(p, x)),
        "softmax_outputs": len(output),
        "softmax_sum_error": abs(float(output.sum()) - 1),
        "softmax_smallest_output": float(output.min()),
    }


def _unit_by_unit(p: Parameters, x: np.ndarray) -> np.ndarray:
    """No matrix product and no vectorised function, so that no mistake is made twice."""

    def layer(weights: np.ndarray, biases: np.ndarray, inputs: list[float]) -> list[float]:
        return [
            float(b) + sum(float(w) * v for w, v in zip(row, inputs, strict=True))
            for row, b in zip(weights, biases, strict=True)
        ]

    hidden = [math.tanh(v) for v in layer(p["W_h"], p["b_h"], x.tolist())]
    exponentials = [math.exp(v) for v in layer(p["W_y"], p["b_y"], hidden)]
    return np.array(exponentials) / math.fsum(exponentials)


def _linear(p: Parameters, x: np.ndarray) -> Metrics:
    """Without activation, the two layers are one."""
    two = p["W_y"] @ (p["W_h"] @ x + p["b_h"]) + p["b_y"]
    matrix, shift = formulas.one_map([p["W_h"], p["W_y"]], [p["b_h"], p["b_y"]])
    return {"two_linear_layers_error": error(matrix @ x + shift, two)}


def _deep_linear(options: TanhNetworkDerivation, draw: np.random.Generator) -> Metrics:
    """The same of more layers, beside the same layers with tanh: an affine map that is none.

    An affine map f keeps midpoints: f((a + b) / 2) = (f(a) + f(b)) / 2.
    """
    widths = [options.inputs, *[options.hidden] * (DEEP - 1), options.outputs]
    weights = [draw.normal(size=(out, into)) for into, out in pairwise(widths)]
    biases = [draw.normal(size=out) for out in widths[1:]]
    one, other = draw.normal(size=(2, options.inputs))

    def chain(x: np.ndarray, *, tanh: bool) -> np.ndarray:
        for weight, bias in zip(weights, biases, strict=True):
            x = weight @ (np.tanh(x) if tanh else x) + bias
        return x

    def off_midpoint(*, tanh: bool) -> float:
        ends = (chain(one, tanh=tanh) + chain(other, tanh=tanh)) / 2
        return error(chain((one + other) / 2, tanh=tanh), ends)

    matrix, shift = formulas.one_map(weights, biases)
    return {
        "five_linear_layers_error": error(matrix @ one + shift, chain(one, tanh=False)),
        "five_linear_layers_midpoint_error": off_midpoint(tanh=False),
        "five_tanh_layers_midpoint_error": off_midpoint(tanh=True),
    }


def _losses(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Equations (5) to (9)."""
    logits = _logits(p, x)
    true = -np.log(softmax(logits)[y.argmax()])
    gradient = jacobian(lambda z: _loss(z, y), logits)
    return {
        "one_hot_sum_error_as_printed": error(
            formulas.one_hot_sum(y, logits), math.log(math.fsum(map(math.exp, logits)))
        ),
        "equation_5_error_as_printed": error(formulas.equation_5(y, logits), true),
        "equation_6_error_as_printed": error(formulas.equation_6(y, logits), true),
        "equation_6_error_corrected": error(formulas.equation_6_corrected(y, logits), true),
        "equation_7_error_as_printed": error(formulas.equation_7(y, logits), true),
        "equation_8_error_as_printed": error(formulas.equation_8(y, logits), true),
        "equation_9_error_as_printed": error(formulas.equation_9(y, logits), gradient),
        "loss_true": float(true),
        "loss_by_equation_6_as_printed": float(formulas.equation_6(y, logits)),
    }


def _output(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Question 16: d(logit_k) / d(W_y,ij) = h_k, and equation (10) made from it."""
    h = np.tanh(p["W_h"] @ x + p["b_h"])
    delta = softmax(_logits(p, x)) - y
    true = jacobian(lambda w: _logits({**p, "W_y": w}, x), p["W_y"])
    gradient = _true(p, x, y, "W_y")
    return {
        "logit_derivative_error_as_printed": error(formulas.logit_derivative(h, len(y)), true),
        "logit_derivative_error_corrected": error(
            formulas.logit_derivative_corrected(h, len(y)), true
        ),
        "equation_10_entries_as_printed": 1,
        "equation_10_entries": gradient.size,
        "equation_10_error_as_printed": error(formulas.equation_10(delta, h), gradient),
        "equation_10_error_corrected": error(formulas.equation_10_corrected(delta, h), gradient),
        "output_bias_error_corrected": error(formulas.output_biases(delta), _true(p, x, y, "b_y")),
    }


def _hidden(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Equations (11) to (16)."""
    pre = p["W_h"] @ x + p["b_h"]
    delta = softmax(_logits(p, x)) - y
    true_h = _true_hidden(p, x, y)
    true_w, true_b = _true(p, x, y, "W_h"), _true(p, x, y, "b_h")
    printed = formulas.equation_12(p["W_y"], delta, pre)
    with_tanh = formulas.equation_12_with_tanh(p["W_y"], delta, pre)
    corrected = formulas.equation_12_corrected(p["W_y"], delta, pre)
    entries = len(printed)
    weights = formulas.equation_14(printed, x)
    return {
        "equation_12_entries_as_printed": entries,
        "equation_12_entries": true_h.size,
        "equation_12_error_as_printed": error(printed, true_h[:entries]),
        "equation_12_error_with_tanh": error(with_tanh, true_h[:entries]),
        "equation_12_error_corrected": error(corrected, true_h),
        "equation_14_entries_as_printed": len(weights),
        "equation_14_entries": true_w.size,
        "equation_14_error_as_printed": error(weights[:, None], true_w[: len(weights)]),
        "equation_14_error_corrected": error(formulas.equation_14_corrected(corrected, x), true_w),
        "equation_15_error_as_printed": error(formulas.hidden_biases(true_h), true_b),
        "equation_16_error_as_printed": error(formulas.hidden_biases(printed), true_b[:entries]),
        "equation_16_error_corrected": error(formulas.hidden_biases(corrected), true_b),
    }


def _example() -> tuple[Parameters, np.ndarray, np.ndarray]:
    """A network of two inputs, units and outputs: its pre-activations are (1, -1/2).

    W_h = (1/2 0; 0 -1/2), W_y = (1 2; -1 1), no biases, x = (2, 1), y = (1, 0).
    """
    p = {
        "W_h": np.diag([0.5, -0.5]),
        "b_h": np.zeros(2),
        "W_y": np.array([[1.0, 2.0], [-1.0, 1.0]]),
        "b_y": np.zeros(2),
    }
    return p, np.array([2.0, 1.0]), np.array([1.0, 0.0])


def _counterexamples() -> Metrics:
    """The first entry of each gradient; of the logits' derivative that of k = 1, i = 2, j = 1."""
    p, x, y = _example()
    pre, logits = p["W_h"] @ x + p["b_h"], _logits(p, x)
    h, delta = np.tanh(pre), softmax(logits) - y
    hidden, true_hidden = formulas.equation_12(p["W_y"], delta, pre), _true_hidden(p, x, y)
    derivative = jacobian(lambda w: _logits({**p, "W_y": w}, x), p["W_y"])
    pairs = {
        "equation_6": (formulas.equation_6(y, logits), _loss(logits, y)),
        "logit_derivative": (formulas.logit_derivative(h, 2)[0, 1, 0], derivative[0, 1, 0]),
        "equation_10": (formulas.equation_10(delta, h), _true(p, x, y, "W_y")[0, 0]),
        "equation_12": (hidden[0], true_hidden[0]),
        "equation_14": (formulas.equation_14(hidden, x)[0], _true(p, x, y, "W_h")[0, 0]),
        "equation_16": (formulas.hidden_biases(hidden)[0], _true(p, x, y, "b_h")[0]),
    }
    return {
        f"{name}_counterexample_{kind}": float(value)
        for name, pair in pairs.items()
        for kind, value in zip(("printed", "true"), pair, strict=True)
    }
