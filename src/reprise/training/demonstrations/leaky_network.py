"""A small network with leaky ReLU layers whose true gradients are computed numerically."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reprise.training.demonstrations.derivatives import jacobian
from reprise.training.demonstrations.functions import leaky_relu, softmax


@dataclass(frozen=True)
class Gradients:
    """Numerical derivatives of the loss, one entry per layer; ``inputs`` are the layer's own."""

    inputs: list[np.ndarray]
    weights: list[np.ndarray]
    biases: list[np.ndarray]
    pre: list[np.ndarray]


@dataclass(frozen=True)
class LeakyNetwork:
    """x~ = W x + b, x = leaky ReLU(x~), softmax at the end; W is (out, in)."""

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

    def case(self, draw: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Pre-activations and inputs of all layers, for a random input."""
        pre, inputs = [], [draw.normal(size=self.widths[0])]
        for weights, biases in self.layers:
            pre.append(weights @ inputs[-1] + biases)
            inputs.append(leaky_relu(pre[-1], self.slope))
        return pre, inputs[:-1]

    def summed_loss(self, x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
        """The loss summed over rows of inputs, with other parameters in the first layer."""
        return sum(self._rest(weights @ row + biases, 0) for row in x)

    def true_gradients(self, x: np.ndarray) -> Gradients:
        """All derivatives of the loss of one input."""
        found = Gradients([], [], [], [])
        for k, (weights, biases) in enumerate(self.layers):
            z = weights @ x + biases
            for into, function, at in (
                (found.inputs, lambda v, w=weights, b=biases: w @ v + b, x),
                (found.weights, lambda v, x=x, b=biases: v @ x + b, weights),
                (found.biases, lambda v, x=x, w=weights: w @ x + v, biases),
                (found.pre, lambda v: v, z),
            ):
                into.append(jacobian(lambda v, f=function, k=k: self._rest(f(v), k), at))
            x = leaky_relu(z, self.slope)
        return found

    def _rest(self, z: np.ndarray, k: int) -> np.ndarray:
        """The loss from the pre-activations of layer k on."""
        for weights, biases in self.layers[k + 1 :]:
            z = weights @ leaky_relu(z, self.slope) + biases
        return -np.sum(self.target * np.log(softmax(z)))
