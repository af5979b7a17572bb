"""Initial weights and biases of the from-scratch engine."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import DTypeLike

SCALED_KINDS = ("uniform", "normal")
KINDS = (*SCALED_KINDS, "zeros", "fan-in-uniform")


def initialize(
    kind: str,
    shape: tuple[int, ...],
    rng: np.random.Generator,
    *,
    scale: float | None = None,
    dtype: DTypeLike = np.float32,
    fan_in: int | None = None,
) -> np.ndarray:
    """Draws an array of `shape`: (out, in) for weights, (out,) for biases.

    Kinds: `uniform` on [-scale, scale); `normal` with mean 0 and standard deviation `scale`;
    `zeros`; `fan-in-uniform`, U(-1/sqrt(fan_in), 1/sqrt(fan_in)), the default of PyTorch's
    nn.Linear for weights and biases (kaiming_uniform_ with a = sqrt(5), whose bound
    sqrt(6 / ((1 + a^2) fan_in)) is 1/sqrt(fan_in)). `fan_in` is `in` for weights; biases, whose
    shape does not tell it, must name it for this kind.

    Values are drawn in float64 and then rounded to `dtype`, so that float32 and float64 networks
    made with equal generators start from the same values to rounding. `zeros` draws nothing.

    Raises ValueError for an unknown kind, and for a scale that is missing, negative or not wanted.
    """
    _check(kind, scale)
    if kind == "zeros":
        return np.zeros(shape, dtype)
    if kind == "normal":
        return rng.normal(0.0, scale, shape).astype(dtype)
    if kind == "fan-in-uniform":
        scale = 1.0 / sqrt(_fan_in(shape, fan_in))
    return rng.uniform(-scale, scale, shape).astype(dtype)


def _check(kind: str, scale: float | None) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown initializer {kind!r}; choose one of {', '.join(KINDS)}")
    if kind in SCALED_KINDS:
        if scale is None or not scale >= 0:
            raise ValueError(f"initializer {kind!r} needs a scale of at least 0, not {scale}")
    elif scale is not None:
        raise ValueError(f"initializer {kind!r} takes no scale, but has {scale}")


def _fan_in(shape: tuple[int, ...], fan_in: int | None) -> int:
    if fan_in is not None:
        return fan_in
    if len(shape) != 2:
        raise ValueError("initializer 'fan-in-uniform' of a bias needs fan_in, its layer's inputs")
    return shape[1]
