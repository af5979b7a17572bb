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

# NumPy converts a Python number at every call, which costs as much as a call on a small matrix;
# these are exact in float32, and so they serve float64, too.
HALF, ONE = np.array(0.5, np.float32), np.array(1.0, np.float32)


@dataclass(frozen=True)
class Activation:
    """An element-wise function and its derivative.

    `forward(z, out)` writes f(z) to `out`; the two are different arrays of one shape.
    `backward(a, delta)` multiplies `delta` by f'(z) in place, and uses `a` up as scratch.
    """

    name: str
    forward: Callable[[np.ndarray, np.ndarray], None]
    backward: Callable[[np.ndarray, np.ndarray], None]


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


def _sigmoid(z: np.ndarray, out: np.ndarray) -> None:
    # (1 + tanh(z/2)) / 2 cannot overflow, and it saturates at exactly 0 and 1: no subnormal
    # numbers, which would slow every product they enter. Its error is one rounding of 1.
    np.multiply(z, HALF, out)
    np.tanh(out, out)
    np.multiply(out, HALF, out)
    np.add(out, HALF, out)


def _sigmoid_backward(a: np.ndarray, delta: np.ndarray) -> None:
    np.multiply(delta, a, delta)
    np.subtract(ONE, a, a)
    np.multiply(delta, a, delta)


def _tanh(z: np.ndarray, out: np.ndarray) -> None:
    np.tanh(z, out=out)


def _tanh_backward(a: np.ndarray, delta: np.ndarray) -> None:
    a *= a
    np.subtract(ONE, a, a)
    delta *= a


def _relu(z: np.ndarray, out: np.ndarray) -> None:
    np.maximum(z, 0.0, out=out)


def _relu_backward(a: np.ndarray, delta: np.ndarray) -> None:
    np.sign(a, out=a)  # a >= 0, so the sign is the derivative; NaN stays NaN
    delta *= a


def _leaky_relu(z: np.ndarray, out: np.ndarray, slope: float) -> None:
    np.multiply(z, slope, out=out)
    np.maximum(z, out, out=out)


def _leaky_relu_backward(a: np.ndarray, delta: np.ndarray, slope: float) -> None:
    np.heaviside(a, 0.0, out=a)
    a *= 1.0 - slope
    a += slope
    delta *= a


def _identity(z: np.ndarray, out: np.ndarray) -> None:
    np.copyto(out, z)


def _identity_backward(a: np.ndarray, delta: np.ndarray) -> None:
    pass


_FUNCTIONS = {
    "sigmoid": (_sigmoid, _sigmoid_backward),
    "relu": (_relu, _relu_backward),
    "leaky-relu": (_leaky_relu, _leaky_relu_backward),
    "tanh": (_tanh, _tanh_backward),
    "identity": (_identity, _identity_backward),
}
