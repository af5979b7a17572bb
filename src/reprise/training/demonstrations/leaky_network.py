"""A small network with leaky ReLU layers whose true gradients are computed numerically."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reprise.training.demonstrations.derivatives import jacobian
from reprise.training.demonstrations.functions import leaky_relu, softmax


@dataclass(frozen=True)
class Layer:
    """One layer in a batch's way through the network: what went in and came out, row by row.

    ``in_<name>`` is the numerical derivative of the summed loss with respect to <name>.
    """

    x: np.ndarray
    z: np.ndarray
    weights: np.ndarray
    in_x: np.ndarray
    in_z: np.ndarray
    in_weights: np.ndarray
    in_biases: np.ndarray


@dataclass(frozen=True)
class LeakyNetwork:
    """z = W x + b, x = leaky ReLU(z), softmax at the end; W is (out, in)."""

    layers: list[tuple[np.ndarray, np.ndarray]]
    slope: float
    target: np.ndarray

    @staticmethod
    def drawn(widths: Sequence[int], slope: float, draw: np.random.Generator) -> LeakyNetwork:
        """Standard normal weights and biases, and a random one-hot target."""
        layers = [
            (draw.normal(size=(width, fan_in)), draw.normal(size=width))
            for fan_in, width in pairwise(widths)
        ]
        return LeakyNetwork(layers, slope, np.eye(widths[-1])[draw.integers(widths[-1])])

    @property
    def widths(self) -> list[int]:
        return [self.layers[0][0].shape[1], *(len(biases) for _, biases in self.layers)]

    def passed(self, x: np.ndarray) -> list[Layer]:
        """All layers with the derivatives of the loss, which is summed over the rows of x."""
        found = []
        for k, (weights, biases) in enumerate(self.layers):
            z = x @ weights.T + biases
            found.append(
                Layer(
                    x,
                    z,
                    weights,
                    jacobian(lambda v, w=weights, b=biases, k=k: self._loss(v @ w.T + b, k), x),
                    jacobian(lambda v, k=k: self._loss(v, k), z),
                    jacobian(lambda v, x=x, b=biases, k=k: self._loss(x @ v.T + b, k), weights),
                    jacobian(lambda v, x=x, w=weights, k=k: self._loss(x @ w.T + v, k), biases),
                )
            )
            x = leaky_relu(z, self.slope)
        return found

    def in_probabilities(self, x: np.ndarray) -> np.ndarray:
        """Numerical derivative of L = -sum t log x with respect to probabilities x, as rows."""
        return jacobian(lambda v: -np.sum(self.target * np.log(v)), x)

    def _loss(self, z: np.ndarray, k: int) -> np.ndarray:
        """The summed loss from the pre-activations of layer k on."""
        for weights, biases in self.layers[k + 1 :]:
            z = leaky_relu(z, self.slope) @ weights.T + biases
        return -np.sum(self.target * np.log(softmax(z)))
