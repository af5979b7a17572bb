"""The dense layer of the from-scratch engine: three matrix products and where they are written.

The products are cut so that each piece stays within OpenBLAS's small-matrix kernels, which skip
the copying ("packing") that costs a full product of a small batch up to two thirds of its time.
The limits are those of `sgemm_small_kernel_permit_skylakex.c` in OpenBLAS 0.3: at most 10^6
multiply-adds and, where the first factor is transposed, at most 1 200 entries in the result and at
least 32 terms in each. Where a BLAS has no such kernels, the pieces make the forward product up to
a sixth slower; the results differ by rounding alone.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import scipy.linalg.blas as blas
from numpy.typing import DTypeLike

SMALL_PRODUCT = 1_000_000  # multiply-adds
SMALL_RESULT = 1_200  # entries
SMALL_TERMS = 32

_PRODUCTS = {  # (matrix-matrix, matrix-vector) by dtype
    np.dtype(np.float32): (blas.sgemm, blas.sgemv),
    np.dtype(np.float64): (blas.dgemm, blas.dgemv),
}


class Dense:
    """z = x W^T + b, with W of shape (out, in), C-ordered, and b of shape (out,).

    The arrays are the layer's own from here on; `parameters` has them under `names`. Every update
    happens in them: they are never replaced. Matrices passed to the methods must be C-ordered and
    of the layer's dtype.
    """

    def __init__(self, weights: np.ndarray, biases: np.ndarray, names: tuple[str, str]) -> None:
        self.weights = weights
        self.biases = biases
        self.parameters = dict(zip(names, (weights, biases), strict=True))
        self._gemm, self._gemv = products_of(weights.dtype)
        self._ones = np.ones(1, weights.dtype)
        self._assert_in_place()

    def forward(self, inputs: np.ndarray, out: np.ndarray) -> None:
        """Writes x W^T + b, shape (batch, out), for inputs x of shape (batch, in)."""
        for examples, rows in forward_pieces(len(inputs), *self.weights.shape):
            np.matmul(inputs[examples], self.weights[rows].T, out=out[examples, rows])
        out += self.biases

    def backward(self, delta: np.ndarray, out: np.ndarray) -> None:
        """Writes d(loss)/dx, shape (batch, in), for delta = d(loss)/dz of shape (batch, out)."""
        np.matmul(delta, self.weights, out=out)

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
        target = weights.T  # BLAS counts by columns: the transpose of a C-ordered array is native
        for piece in gradient_pieces(len(inputs), *self.weights.shape):
            # alpha, a, b, beta, c, trans_a, trans_b, overwrite_c
            self._gemm(factor, inputs[piece].T, delta[piece].T, 1.0, target, 0, 1, 1)
        self._gemv(factor, delta.T, self._ones_of(len(delta)), 1.0, biases, overwrite_y=1)

    def _ones_of(self, length: int) -> np.ndarray:
        if len(self._ones) < length:
            self._ones = np.ones(length, self._ones.dtype)
        return self._ones[:length]

    def _assert_in_place(self) -> None:
        """BLAS updates a copy where layout or dtype do not suit; found here, not at every step."""
        columns, ones = np.zeros((self.weights.shape[1], 1), self.weights.dtype), self._ones
        delta = np.zeros((len(self.biases), 1), self.weights.dtype, order="F")
        updated = self._gemm(0.0, columns, delta, 1.0, self.weights.T, 0, 1, 1)
        assert np.shares_memory(updated, self.weights), "weights must be C-ordered"
        updated = self._gemv(0.0, delta, ones, 1.0, self.biases, overwrite_y=1)
        assert np.shares_memory(updated, self.biases), "biases must be contiguous, of W's dtype"


def products_of(dtype: DTypeLike) -> tuple:
    """BLAS's matrix-matrix and matrix-vector products; ValueError if not float32 or float64."""
    if np.dtype(dtype) not in _PRODUCTS:
        raise ValueError(f"a network computes in float32 or float64, not in {np.dtype(dtype)}")
    return _PRODUCTS[np.dtype(dtype)]


@lru_cache
def forward_pieces(batch: int, outputs: int, inputs: int) -> tuple[tuple[slice, slice], ...]:
    """How to cut x W^T: pairs of (examples, rows of W) that tile the (batch, outputs) result.

    A small batch meets runs of W's rows, a few outputs meet runs of examples. In between the
    pieces would be so narrow that other kernels than the small ones lose more than these gain.
    """
    rows, examples = outputs, batch
    largest = min(SMALL_RESULT, SMALL_PRODUCT // inputs)
    if inputs >= SMALL_TERMS:
        if largest // batch >= 32:
            rows = _whole_vectors(largest // batch)
        elif largest // outputs >= 64:
            examples = _whole_vectors(largest // outputs)
    return tuple((i, j) for i in _slices(batch, examples) for j in _slices(outputs, rows))


@lru_cache
def gradient_pieces(batch: int, outputs: int, inputs: int) -> tuple[slice, ...]:
    """How to cut delta^T x: runs of examples, whose products are added up in the target.

    Many outputs make full products efficient, and each run would read and write all of them again.
    """
    examples = SMALL_PRODUCT // (outputs * inputs) if outputs <= 64 else 0
    return tuple(_slices(batch, examples if examples >= 8 else batch))


def _whole_vectors(length: int) -> int:
    return length - length % 8  # what is left of a register of eight numbers is computed slowly


def _slices(length: int, step: int) -> list[slice]:
    return [slice(start, min(start + step, length)) for start in range(0, length, step)]
