"""Functions that take real and complex numbers, as the complex step needs them."""

from __future__ import annotations

import numpy as np


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """exp(z) / sum exp(z), for moderate z: no maximum is subtracted."""
    exponentials = np.exp(z)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def relu(z: np.ndarray) -> np.ndarray:
    return np.where(np.real(z) > 0, z, 0)


def leaky_relu(z: np.ndarray, slope: float) -> np.ndarray:
    return np.where(np.real(z) > 0, z, slope * z)


def relu_derivative(z: np.ndarray) -> np.ndarray:
    """1 above zero, 0 below and at it."""
    return (z > 0).astype(np.float64)


def sigmoid_derivative(z: np.ndarray) -> np.ndarray:
    return sigmoid(z) * (1 - sigmoid(z))


def entropy_term(p: np.ndarray) -> np.ndarray:
    """-p log p."""
    return -p * np.log(p)


ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_derivative), "relu": (relu, relu_derivative)}
"""Hidden activations with their derivatives, both as functions of the pre-activation."""


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    """Rows of zeros with a one at the label, float64."""
    return np.eye(classes)[labels]
