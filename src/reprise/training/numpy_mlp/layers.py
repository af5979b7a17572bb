"""The dense layer of the from-scratch engine: three matrix products and where they are written.

The weights are kept by inputs, transposed: then BLAS finds both factors of the forward product as
its fastest kernels want them, and the update runs along the long side of the weights. On OpenBLAS
0.3 each of the two products takes up to a fifth less time than with the weights kept by outputs.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property

import numpy as np
import scipy.linalg.blas as blas
from numpy.typing import DTypeLike

from reprise.training.numpy_mlp.calls import Calls

_PRODUCTS = {  # (matrix-matrix, matrix-vector) by dtype
    np.dtype(np.float32): (blas.sgemm, blas.sgemv),
    np.dtype(np.float64): (blas.dgemm, blas.dgemv),
}

WORTH_FORMING = 10_000
"""Inputs of a batch from which on it can save time to form a gradient before it is added."""


class Dense:
    """z = x W^T + b, with W of shape (out, in) and b of shape (out,).

    The biases given are the layer's own from here on; `weights` is a view of shape (out, in) of
    the layer's transposed copy. `parameters` has both under `names`. Every update happens in them:
    they are never replaced. Matrices passed to the methods must be C-ordered and of the layer's
    dtype; gradients of the weights must be laid out as the weights are, as `zeros_like` does.
    """

    def __init__(self, weights: np.ndarray, biases: np.ndarray, names: tuple[str, str]) -> None:
        self._by_inputs = np.ascontiguousarray(weights.T)
        self.weights = self._by_inputs.T
        self.biases = biases
        self.parameters = dict(zip(names, (self.weights, biases), strict=True))
        self._unit: np.ndarray | None = None
        self._ones = np.ones(1, weights.dtype)
        self._gemm, self._gemv = products_of(weights.dtype)
        self._assert_in_place()

    def of_inputs_in(self, unit: float) -> Dense:
        """The same layer, with the same parameters, for inputs that are given divided by `unit`.

        To multiply its few outputs costs less than to multiply all inputs.
        """
        layer = copy(self)
        layer._unit = np.array(unit, self.biases.dtype)
        return layer

    def forward(self, inputs: np.ndarray, out: np.ndarray) -> Calls:
        """Writes x W^T + b, shape (batch, out), for inputs x of shape (batch, in)."""
        yield np.dot, inputs, self._by_inputs, out  # asks BLAS for the same as matmul does, sooner
        if self._unit is not None:
            yield np.multiply, out, self._unit, out
        yield np.add, out, self.biases, out

    def backward(self, delta: np.ndarray, out: np.ndarray) -> Calls:
        """Writes d(loss)/dx, shape (batch, in), for delta = d(loss)/dz of shape (batch, out)."""
        yield np.dot, delta, self.weights, out

    def add_gradient(
        self,
        inputs: np.ndarray,
        delta: np.ndarray,
        factor: float,
        weights: np.ndarray,
        biases: np.ndarray,
    ) -> Calls:
        """Adds factor x d(loss)/dW = delta^T x to `weights`, and factor x d(loss)/db to `biases`.

        The targets have the layout of the layer's parameters. With these themselves as targets and
        minus the learning rate as factor this is a step of gradient descent. BLAS can add a product
        to what is there, so that the gradient is never formed; but SciPy's then packs the inputs,
        which takes longer than to form it where the batch is larger than the layer is wide.
        `delta` may be used up.
        """
        scale = factor if self._unit is None else factor * float(self._unit)
        # alpha, a, x, beta, y, offset and step of x, of y, trans, overwrite_y
        if len(self._ones) != len(delta):
            self._ones = np.ones(len(delta), delta.dtype)
        yield self._gemv, factor, delta.T, self._ones, 1.0, biases, 0, 1, 0, 1, 0, 1
        if len(delta) > len(self.biases) and inputs.size >= WORTH_FORMING:
            yield np.multiply, delta, np.array(scale, delta.dtype), delta
            yield np.dot, inputs.T, delta, self._gradient
            yield np.add, weights.T, self._gradient, weights.T
        else:
            # alpha, a, b, beta, c, trans_a, trans_b, overwrite_c; to BLAS, C-ordered is transposed
            yield self._gemm, scale, delta.T, inputs.T, 1.0, weights, 0, 1, 1

    @cached_property
    def _gradient(self) -> np.ndarray:
        return np.empty_like(self._by_inputs)

    def _assert_in_place(self) -> None:
        """BLAS updates a copy where layout or dtype do not suit; found here, not at every step."""
        columns, ones = np.zeros((self.weights.shape[1], 1), self.weights.dtype), self._ones
        delta = np.zeros((len(self.biases), 1), self.weights.dtype, order="F")
        updated = self._gemm(0.0, delta, columns, 1.0, self.weights, 0, 1, 1)
        assert np.shares_memory(updated, self.weights), "weights must be laid out by inputs"
        updated = self._gemv(0.0, delta, ones, 1.0, self.biases, overwrite_y=1)
        assert np.shares_memory(updated, self.biases), "biases must be contiguous, of W's dtype"


def products_of(dtype: DTypeLike) -> tuple:
    """BLAS's matrix-matrix and matrix-vector products; ValueError if not float32 or float64."""
    if np.dtype(dtype) not in _PRODUCTS:
        raise ValueError(f"a network computes in float32 or float64, not in {np.dtype(dtype)}")
    return _PRODUCTS[np.dtype(dtype)]
