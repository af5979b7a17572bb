"""Losses of a prediction y in (0, 1) for a target t in [0, 1]: cross-entropy, Dice, focal loss.

Arithmetic only: they take NumPy arrays, complex ones too, and PyTorch's tensors where ``log`` and
``exp`` are those of PyTorch. Cross-entropy and focal loss start from logarithms of y and 1 - y, as
a logit gives them without ever rounding y to 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any
"""Numbers, NumPy arrays or tensors; y, t and gamma are broadcast to one shape."""

Function = Callable[[Array], Array]


@dataclass(frozen=True)
class Logs:
    """log y and log(1 - y)."""

    y: Array
    rest: Array


def logs(y: Array, log: Function = np.log) -> Logs:
    """Both logarithms of a prediction."""
    return Logs(log(y), log(1 - y))


def cross_entropy(log: Logs, t: Array) -> Array:
    """-t log y - (1-t) log(1-y), element by element."""
    return -t * log.y - (1 - t) * log.rest


def focal(log: Logs, t: Array, gamma: Array, exp: Function = np.exp) -> Array:
    """-t (1-y)^g log y - (1-t) y^g log(1-y), element by element (Lin et al. 2017, without alpha).

    The powers are taken as exponentials of the logarithms: (1-y)^g has no finite derivative at
    y = 1 for g < 1, and a gamma of 0 gives cross-entropy to the last bit.
    """
    positive = -t * exp(gamma * log.rest) * log.y
    return positive - (1 - t) * exp(gamma * log.y) * log.rest


def dice(y: Array, t: Array) -> Array:
    """1 - 2yt / (y+t), element by element; undefined where both are 0."""
    return 1 - 2 * y * t / (y + t)


def soft_dice(y: Array, t: Array, smoothing: float) -> Array:
    """1 - (2 sum yt + s) / (sum y + sum t + s), one number for all elements of a batch.

    Milletari et al. 2016 ("V-Net"), with plain sums in the denominator; the smoothing s makes a
    batch without any positive target mean something.
    """
    return 1 - (2 * (y * t).sum() + smoothing) / (y.sum() + t.sum() + smoothing)
