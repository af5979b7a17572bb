"""Numerical derivatives that derivations are held against, and how far a formula is from them.

By the complex step, f'(x) = Im f(x + ih) / h (Squire and Trapp 1998, "Using complex variables to
estimate derivatives of real functions"): no difference of nearby numbers is taken, so that h can
be so small that the result is right to rounding. Functions must be written for complex numbers
too, without taking absolute values or comparing anything but real parts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

STEP = 1e-30

Function = Callable[[np.ndarray], np.ndarray]


def slope(function: Function, x: np.ndarray) -> np.ndarray:
    """The derivative of an element-wise function at each entry of x."""
    return np.imag(function(np.asarray(x, dtype=np.complex128) + 1j * STEP)) / STEP


def jacobian(function: Function, x: np.ndarray) -> np.ndarray:
    """d function(x) / d x, of the shape of function(x) followed by the shape of x."""
    x = np.asarray(x, dtype=np.complex128)
    columns = []
    for place in np.ndindex(x.shape):
        moved = x.copy()
        moved[place] += 1j * STEP
        columns.append(np.imag(function(moved)) / STEP)
    stacked = np.stack(columns, axis=-1)
    return stacked.reshape(*stacked.shape[:-1], *x.shape)


def error(formula: np.ndarray, true: np.ndarray) -> float:
    """The largest absolute difference; the smaller of two shapes is broadcast to the other."""
    return float(np.abs(np.asarray(formula) - true).max())
