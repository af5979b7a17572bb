"""Formulas of ten Kaate (2019), questions 1.1a to 1.1c, as functions: as printed and corrected.

x are outputs of a layer and z = W x + b its pre-activations (x~ in the document); ``in_<name>`` is
the derivative of the loss with respect to <name>. A ``_printed`` formula is one that is wrong;
the function without that ending is its correction.
"""

from __future__ import annotations

import numpy as np


def in_probabilities(t: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1.1a (i): -t_i / x_i."""
    return -t / x


def quotient_rule(z: np.ndarray) -> np.ndarray:
    """1.1a (ii), third line: the quotient rule of the softmax over the squared sum."""
    return _numerator(z) / np.exp(z).sum() ** 2


def quotient_rule_printed(z: np.ndarray) -> np.ndarray:
    """1.1a (ii), second line: over the sum itself."""
    return _numerator(z) / np.exp(z).sum()


def softmax_jacobian(x: np.ndarray) -> np.ndarray:
    """x_i (delta_ij - x_j), entry (i, j) being dx_i / dz_j."""
    return x[:, None] * (np.eye(len(x)) - x)


def softmax_jacobian_printed(x: np.ndarray) -> np.ndarray:
    """1.1a (ii), last line: x_i (delta_ij - x_i)."""
    return x[:, None] * (np.eye(len(x)) - x[:, None])


def leaky_relu_jacobian(z: np.ndarray, a: float) -> np.ndarray:
    """1.1a (iii): 1 or a on the diagonal; z = 0, of which nothing is said, is taken as below."""
    return np.diag(np.where(z > 0, 1.0, a))


def pre_activations_in_inputs(weights: np.ndarray) -> np.ndarray:
    """1.1a (iv): W_ij."""
    return weights


def pre_activations_in_weights(x: np.ndarray, units: int) -> np.ndarray:
    """1.1a (v): delta_ij x_k, entry (i, j, k) being dz_i / dW_jk."""
    return np.eye(units)[:, :, None] * x


def pre_activations_in_biases(units: int) -> np.ndarray:
    """1.1a (vi): delta_ij."""
    return np.eye(units)


def in_logits_by_index(in_x: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1.1b (i): sum_i dL/dx_i x_i (delta_ij - x_j)."""
    return np.sum(in_x[:, None] * x[:, None] * (np.eye(len(x)) - x), axis=0)


def in_logits_by_matrices(in_x: np.ndarray, x: np.ndarray) -> np.ndarray:
    """dL/dx (diag(x) - x outer x)."""
    return in_x @ (np.diag(x) - np.outer(x, x))


def in_logits_by_matrices_printed(in_x: np.ndarray, x: np.ndarray) -> np.ndarray | None:
    """1.1b (i): dL/dx (I kron x - x kron x); None where the terms differ in shape.

    Read as outer products, as in 1.1b (iv), the terms have the same numbers of entries.
    """
    first, second = np.kron(np.eye(len(x)), x), np.outer(x, x)
    return in_x @ (first - second) if first.shape == second.shape else None


def through_leaky_relu(in_x: np.ndarray, z: np.ndarray, a: float) -> np.ndarray:
    """1.1b (ii): dL/dx_j, times a below 0; rows of a batch stay rows."""
    return np.where(z > 0, 1.0, a) * in_x


def in_inputs_by_index(in_z: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """1.1b (iii): sum_i dL/dz_i W_ij, with z and W of one layer."""
    return np.sum(in_z[:, None] * weights, axis=0)


def in_inputs_by_matrices(in_z: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """1.1b (iii): dL/dz W, with z and W of one layer; rows of a batch stay rows."""
    return in_z @ weights


def in_weights(in_z: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1.1b (iv): dL/dz_j x_k."""
    return np.outer(in_z, x)


def in_biases(in_z: np.ndarray) -> np.ndarray:
    """1.1b (v): dL/dz itself."""
    return in_z


def summed_in_weights(in_z: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1.1c: the sum of 1.1b (iv) over a batch's rows."""
    return np.sum([in_weights(*row) for row in zip(in_z, x, strict=True)], axis=0)


def summed_in_biases(in_z: np.ndarray) -> np.ndarray:
    """1.1c: the sum of 1.1b (v) over a batch's rows."""
    return np.sum([in_biases(row) for row in in_z], axis=0)


def in_logits_by_rows(in_x: np.ndarray, x: np.ndarray) -> np.ndarray:
    """1.1c: 1.1b (i) row by row."""
    return np.stack([in_logits_by_index(*row) for row in zip(in_x, x, strict=True)])


def _numerator(z: np.ndarray) -> np.ndarray:
    exponentials = np.exp(z)
    diagonal = np.diag(exponentials * exponentials.sum())
    return diagonal - np.outer(exponentials, exponentials)
