"""The formulas of a tanh network's derivation, as printed and as corrected.

x: (inputs,), y: one-hot (outputs,), logits: (outputs,), h and pre: (hidden,), delta: d loss /
d logits, (outputs,). W_h: (hidden, inputs), W_y: (outputs, hidden). Where one document prints an
index formula, it is carried out for every index that all of its factors have.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reprise.training.demonstrations.functions import softmax

Parameters = dict[str, np.ndarray]


def forward(p: Parameters, x: np.ndarray) -> np.ndarray:
    """Equations (1) to (4): the output's probabilities."""
    return softmax(p["W_y"] @ np.tanh(p["W_h"] @ x + p["b_h"]) + p["b_y"])


def one_map(
    weights: Sequence[np.ndarray], biases: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias of the one affine map that linear layers in a row amount to."""
    matrix, shift = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        matrix, shift = weight @ matrix, weight @ shift + bias
    return matrix, shift


# Question 14: the loss


def one_hot_sum(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """Sum over k of y_k log(sum_j exp(logit_j)), said to be log(sum_j exp(logit_j))."""
    return np.sum(y * log_sum(logits))


def log_sum(logits: np.ndarray) -> np.ndarray:
    return np.log(np.exp(logits).sum())


def equation_5(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """With the index of the target in the numerator."""
    return -np.sum(y * np.log(np.exp(logits) / np.exp(logits).sum()))


def equation_6(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """As printed: the logit, and not the target, stands before the logarithm."""
    return -np.sum(y * logits - logits * log_sum(logits))


def equation_6_corrected(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return -np.sum(y * logits - y * log_sum(logits))


def equation_7(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return -np.sum(y * logits) + np.sum(y * log_sum(logits))


def equation_8(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return -np.sum(y * logits) + log_sum(logits)


# Questions 15 and 16: the output layer


def equation_9(y: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """d loss / d logits."""
    return -y + np.exp(logits) / np.exp(logits).sum()


def logit_derivative(h: np.ndarray, outputs: int) -> np.ndarray:
    """d logit_k / d W_y,ij as printed, h_k for all i and j; 0 where h has no entry k."""
    printed = np.zeros((outputs, outputs, len(h)))
    shared = min(outputs, len(h))
    printed[:shared] = h[:shared, None, None]
    return printed


def logit_derivative_corrected(h: np.ndarray, outputs: int) -> np.ndarray:
    """h_j where k = i, 0 elsewhere."""
    return np.eye(outputs)[:, :, None] * h


def equation_10(delta: np.ndarray, h: np.ndarray) -> np.ndarray:
    """As printed: one number for all entries of d loss / d W_y."""
    shared = min(len(delta), len(h))
    return np.sum(delta[:shared] * h[:shared])


def equation_10_corrected(delta: np.ndarray, h: np.ndarray) -> np.ndarray:
    return np.outer(delta, h)


def output_biases(delta: np.ndarray) -> np.ndarray:
    """d loss / d b_y, which the document leaves out."""
    return delta


# Question 17: the hidden layer


def equation_12(w_y: np.ndarray, delta: np.ndarray, pre: np.ndarray) -> np.ndarray:
    """d loss / d pre as printed, with W_y,i read as the i-th diagonal entry of W_y."""
    shared = min(w_y.shape)
    return np.diag(w_y) * delta[:shared] * (1 - np.tan(pre[:shared]) ** 2)


def equation_12_with_tanh(w_y: np.ndarray, delta: np.ndarray, pre: np.ndarray) -> np.ndarray:
    """As printed but for the derivative of tanh."""
    shared = min(w_y.shape)
    return np.diag(w_y) * delta[:shared] * (1 - np.tanh(pre[:shared]) ** 2)


def equation_12_corrected(w_y: np.ndarray, delta: np.ndarray, pre: np.ndarray) -> np.ndarray:
    """Summed over all outputs, with the derivative of tanh."""
    return w_y.T @ delta * (1 - np.tanh(pre) ** 2)


def equation_14(hidden: np.ndarray, x: np.ndarray) -> np.ndarray:
    """d loss / d W_h,i as printed: d loss / d pre_i times X_i."""
    shared = min(len(hidden), len(x))
    return hidden[:shared] * x[:shared]


def equation_14_corrected(hidden: np.ndarray, x: np.ndarray) -> np.ndarray:
    """d loss / d pre_i times X_j in row i and column j."""
    return np.outer(hidden, x)


def hidden_biases(hidden: np.ndarray) -> np.ndarray:
    """Equation (15): d loss / d b_h is d loss / d pre."""
    return hidden
