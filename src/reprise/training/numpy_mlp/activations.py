"""Activation functions of the from-scratch engine, working in place on preallocated buffers.

All five derivatives can be written in the activation's own output a = f(z), so that the
pre-activations z need not be kept for the backward pass:

| name | f(z) | f'(z), in terms of a |
|---|---|---|
| sigmoid | 1 / (1 + exp(-z)) | a (1 - a) |
| tanh | tanh(z) | 1 - a^2 |
| relu | max(z, 0) | 1 where a > 0, else 0 |
| leaky-relu | max(z, slope z), 0 <= slope < 1 | 1 where a > 0, else slope |
| identity | z | 1 |

At the kink z = 0 the derivative of relu is 0 and that of leaky-relu is its slope: the element of
the subdifferential that PyTorch takes too (Bertoin et al. 2021, "Numerical influence of ReLU'(0)
on backpropagation", find 0 the most robust choice for relu).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from reprise.training.numpy_mlp.calls import Calls

# NumPy converts a Python number at every call, which costs as much as a call on a small matrix;
# these are exact in float32, and so they serve float64, too.
ZERO, HALF, ONE = (np.array(value, np.float32) for value in (0.0, 0.5, 1.0))


@dataclass(frozen=True)
class Activation:
    """An element-wise function and its derivative.

    The calls of `forward(z, out)` write f(z) to `out`; the two are different arrays of one shape.
    Those of `backward(a, delta)` multiply `delta` by f'(z) in place, and use `a` up as scratch.
    """

    name: str
    forward: Callable[[np.ndarray, np.ndarray], Calls]
    backward: Callable[[np.ndarray, np.ndarray], Calls]


def activation_named(name: str, *, slope: float | None = None) -> Activation:
    """The activation of that name; `slope` belongs to leaky-relu, which needs it.

    Raises ValueError for an unknown name, and for a slope that is missing or outside [0, 1).
    """
    if name not in _FUNCTIONS:
        raise ValueError(f"unknown activation {name!r}; choose one of {', '.join(_FUNCTIONS)}")
    forward, backward = _FUNCTIONS[name]
    if name == "leaky-relu":
        if slope is None or not 0.0 <= slope < 1.0:
            raise ValueError(f"leaky-relu needs a slope in [0, 1), not {slope}")
        forward, backward = partial(forward, slope=slope), partial(backward, slope=slope)
    return Activation(name, forward, backward)


def _sigmoid(z: np.ndarray, out: np.ndarray) -> Calls:
    # (1 + tanh(z/2)) / 2 cannot overflow, and it saturates at exactly 0 and 1: no subnormal
    # numbers, which would slow every product they enter. Its error is one rounding of 1.
    yield np.multiply, z, HALF, out
    yield np.tanh, out, out
    yield np.multiply, out, HALF, out
    yield np.add, out, HALF, out


def _sigmoid_backward(a: np.ndarray, delta: np.ndarray) -> Calls:
    yield np.multiply, delta, a, delta
    yield np.subtract, ONE, a, a
    yield np.multiply, delta, a, delta


def _tanh(z: np.ndarray, out: np.ndarray) -> Calls:
    yield np.tanh, z, out


def _tanh_backward(a: np.ndarray, delta: np.ndarray) -> Calls:
    yield np.multiply, a, a, a
    yield np.subtract, ONE, a, a
    yield np.multiply, delta, a, delta


def _relu(z: np.ndarray, out: np.ndarray) -> Calls:
    yield (partial(np.maximum, z, ZERO, out=out),)


def _relu_backward(a: np.ndarray, delta: np.ndarray) -> Calls:
    yield np.sign, a, a  # a >= 0, so the sign is the derivative; NaN stays NaN
    yield np.multiply, delta, a, delta


def _leaky_relu(z: np.ndarray, out: np.ndarray, slope: float) -> Calls:
    yield np.multiply, z, slope, out
    yield (partial(np.maximum, z, out, out=out),)


def _leaky_relu_backward(a: np.ndarray, delta: np.ndarray, slope: float) -> Calls:
    yield np.heaviside, a, ZERO, a
    yield np.multiply, a, 1.0 - slope, a
    yield np.add, a, slope, a
    yield np.multiply, delta, a, delta


def _identity(z: np.ndarray, out: np.ndarray) -> Calls:
    yield np.copyto, out, z


def _identity_backward(a: np.ndarray, delta: np.ndarray) -> Calls:
    yield from ()


_FUNCTIONS = {
    "sigmoid": (_sigmoid, _sigmoid_backward),
    "relu": (_relu, _relu_backward),
    "leaky-relu": (_leaky_relu, _leaky_relu_backward),
    "tanh": (_tanh, _tanh_backward),
    "identity": (_identity, _identity_backward),
}
