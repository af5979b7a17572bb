"""The small network's numerical gradient, against backpropagation by hand and with mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations.derivatives import error
from reprise.training.demonstrations.functions import softmax
from reprise.training.demonstrations.small_network import Case

WITHIN = 1e-9


class Options:
    widths, activation, examples = [4, 5, 3], "sigmoid", 6


@pytest.fixture
def case():
    return Case.drawn(Options, seed=0)


def gradients(case, delta, derivative, back):
    """W^1 and W^2's, as backpropagation has them."""
    z, o = case.forward(case.weights, case.biases)
    last = delta(softmax(z[1]), case.target)
    first = back(last, case.weights[1]) * derivative(z[0])
    return [first.T @ o[0] / len(case.x), last.T @ o[1] / len(case.x)]


def right(case):
    return {
        "delta": lambda y, t: y - t,
        "derivative": case.derivative,
        "back": lambda d, w: d @ w,
    }


MISTAKES = {
    "sign": {"delta": lambda y, t: t - y},
    "square": {"delta": lambda y, t: (y - t) ** 2},
    "factor": {"derivative": lambda z: 1 / (1 + np.exp(-z))},
    "index": {"back": lambda d, w: d[:, ::-1] @ w},
}


def test_it_is_that_of_backpropagation(case):
    for layer, gradient in enumerate(gradients(case, **right(case))):
        true = case.true_gradient(case.weights, case.biases, layer)
        assert error(gradient, true) < WITHIN


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_shows(case, mistake):
    first = gradients(case, **right(case) | mistake)[0]
    assert error(first, case.true_gradient(case.weights, case.biases, 0)) > WITHIN
