"""The dense layer of the from-scratch engine: three matrix products and where they are written.

The weights are kept by inputs, transposed: then BLAS finds both factors of the forward product as
its fastest kernels want them, and the update runs along the long side of the weights. On OpenBLAS
0.3 each of the two products takes up to a fifth less time than with the weights kept by outputs.
"""

from __future__ import annotations

import numpy as np
import scipy.linalg.blas as blas
from numpy.typing import DTypeLike

_PRODUCTS = {  # (matrix-matrix, matrix-vector) by dtype
    np.dtype(np.float32): (blas.sgemm, blas.sgemv),
    np.dtype(np.float64): (blas.dgemm, blas.dgemv),
}


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
        self._gemm, self._gemv = products_of(weights.dtype)
        self._ones = np.ones(1, weights.dtype)
        self._assert_in_place()

    def forward(self, inputs: np.ndarray, out: np.ndarray) -> None:
        """Writes x W^T + b, shape (batch, out), for inputs x of shape (batch, in)."""
        np.dot(inputs, self._by_inputs, out)  # asks BLAS for the same as matmul does, sooner
        np.add(out, self.biases, out)

    def backward(self, delta: np.ndarray, out: np.ndarray) -> None:
        """Writes d(loss)/dx, shape (batch, in), for delta = d(loss)/dz of shape (batch, out)."""
        np.dot(delta, self.weights, out)

    def add_gradient(
        self,
        inputs: np.ndarray,
        delta: np.ndarray,
        factor: float,
        weights: np.ndarray,
        biases: np.ndarray,
    ) -> None:
        """Adds factor x d(loss)/dW = delta^T x to `weights`, and factor x d(loss)/db to `biases`.

        The targets have the layout of the layer's parameters. With these themselves as targets and
        minus the learning rate as factor this is a step of gradient descent, in which the gradient
        is never formed.
        """
        # alpha, a, b, beta, c, trans_a, trans_b, overwrite_c; to BLAS, C-ordered is transposed
        delta = delta.T
        self._gemm(factor, delta, inputs.T, 1.0, weights, 0, 1, 1)
        if len(self._ones) != delta.shape[1]:
            self._ones = np.ones(delta.shape[1], delta.dtype)
        self._gemv(factor, delta, self._ones, 1.0, biases, overwrite_y=1)

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
