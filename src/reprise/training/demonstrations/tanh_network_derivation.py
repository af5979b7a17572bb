"""A tanh network with softmax output: its printed loss and gradients, equation by equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import softmax
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import TanhNetworkDerivation

Parameters = dict[str, np.ndarray]


def run(options: TanhNetworkDerivation, context: Context) -> Outcome:
    """One random input and target; W_h is (hidden, inputs), W_y is (outputs, hidden).

    A printed index formula is carried out for every index that it has. Where it has fewer
    entries than the true gradient, ``*_entries_as_printed`` is smaller than ``*_entries``, and
    the error is over the entries that exist; a printed number is held against all of the
    entries that it stands for.
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
    return Outcome({**_linear(p, x), **_losses(p, x, y), **_output(p, x, y), **_hidden(p, x, y)})


def _logits(p: Parameters, x: np.ndarray) -> np.ndarray:
    return p["W_y"] @ np.tanh(p["W_h"] @ x + p["b_h"]) + p["b_y"]


def _loss(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    return -np.sum(y * np.log(softmax(logits)))


def _true(p: Parameters, x: np.ndarray, y: np.ndarray, name: str) -> np.ndarray:
    return jacobian(lambda v: _loss(_logits({**p, name: v}, x), y), p[name])


def _linear(p: Parameters, x: np.ndarray) -> Metrics:
    """Without activation, two layers are one; with it, the output is a distribution."""
    two = p["W_y"] @ (p["W_h"] @ x + p["b_h"]) + p["b_y"]
    one = (p["W_y"] @ p["W_h"]) @ x + (p["W_y"] @ p["b_h"] + p["b_y"])
    output = softmax(_logits(p, x))
    return {
        "two_linear_layers_error": error(two, one),
        "softmax_sum_error": abs(float(output.sum()) - 1),
        "softmax_smallest_output": float(output.min()),
    }


def _losses(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Equations (5) to (9); (5) with the index of the target in the numerator."""
    logits = _logits(p, x)
    log_sum = np.log(np.exp(logits).sum())
    true = -np.log(softmax(logits)[y.argmax()])
    return {
        "one_hot_sum_error_as_printed": error(np.sum(y * log_sum), log_sum),
        "equation_5_error_as_printed": error(
            -np.sum(y * np.log(np.exp(logits) / np.exp(logits).sum())), true
        ),
        "equation_6_error_as_printed": error(-np.sum(y * logits - logits * log_sum), true),
        "equation_6_error_corrected": error(-np.sum(y * logits - y * log_sum), true),
        "equation_7_error_as_printed": error(-np.sum(y * logits) + np.sum(y * log_sum), true),
        "equation_8_error_as_printed": error(-np.sum(y * logits) + log_sum, true),
        "equation_9_error_as_printed": error(
            -y + softmax(logits), jacobian(lambda z: _loss(z, y), logits)
        ),
        "loss_true": float(true),
        "loss_by_equation_6_as_printed": float(-np.sum(y * logits - logits * log_sum)),
    }


def _output(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Question 16: d(logit_k) / d(W_y,ij) = h_k, and equation (10) made from it."""
    h = np.tanh(p["W_h"] @ x + p["b_h"])
    delta = softmax(_logits(p, x)) - y
    true = jacobian(lambda w: _logits({**p, "W_y": w}, x), p["W_y"])
    printed = np.zeros_like(true)
    shared = min(len(delta), len(h))
    printed[:shared] = h[:shared, None, None]
    corrected = np.eye(len(delta))[:, :, None] * h
    gradient = _true(p, x, y, "W_y")
    return {
        "logit_derivative_error_as_printed": error(printed, true),
        "logit_derivative_error_corrected": error(corrected, true),
        "equation_10_entries_as_printed": 1,
        "equation_10_entries": gradient.size,
        "equation_10_error_as_printed": error(np.sum(delta[:shared] * h[:shared]), gradient),
        "equation_10_error_corrected": error(np.outer(delta, h), gradient),
        "output_bias_error_corrected": error(delta, _true(p, x, y, "b_y")),
    }


def _hidden(p: Parameters, x: np.ndarray, y: np.ndarray) -> Metrics:
    """Equations (11) to (16); W_y,i is read as the i-th diagonal entry of W_y."""
    pre = p["W_h"] @ x + p["b_h"]
    delta = softmax(_logits(p, x)) - y
    true_h = jacobian(lambda z: _loss(p["W_y"] @ np.tanh(z) + p["b_y"], y), pre)
    true_w, true_b = _true(p, x, y, "W_h"), _true(p, x, y, "b_h")
    shared = min(len(delta), len(pre))
    diagonal = np.diag(p["W_y"])[:shared] * delta[:shared]
    printed = diagonal * (1 - np.tan(pre[:shared]) ** 2)
    with_tanh = diagonal * (1 - np.tanh(pre[:shared]) ** 2)
    corrected = p["W_y"].T @ delta * (1 - np.tanh(pre) ** 2)
    inputs = min(shared, len(x))
    return {
        "equation_12_entries_as_printed": shared,
        "equation_12_entries": true_h.size,
        "equation_12_error_as_printed": error(printed, true_h[:shared]),
        "equation_12_error_with_tanh": error(with_tanh, true_h[:shared]),
        "equation_12_error_corrected": error(corrected, true_h),
        "equation_14_entries_as_printed": inputs,
        "equation_14_entries": true_w.size,
        "equation_14_error_as_printed": error(
            (printed[:inputs] * x[:inputs])[:, None], true_w[:inputs]
        ),
        "equation_14_error_corrected": error(np.outer(corrected, x), true_w),
        "equation_15_error_as_printed": error(true_h, true_b),
        "equation_16_error_as_printed": error(printed, true_b[:shared]),
        "equation_16_error_corrected": error(corrected, true_b),
    }
