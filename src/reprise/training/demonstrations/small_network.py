"""The network on which written-out backpropagation steps are tried: rows W^k of N_k x N_(k-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import jacobian
from reprise.training.demonstrations.functions import ACTIVATIONS, one_hot, softmax

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import InlineUpdate

Weights = list[np.ndarray]


@dataclass(frozen=True)
class Case:
    """Random data, the layers' activation, and initial weights and biases."""

    x: np.ndarray
    target: np.ndarray
    function: Callable[[np.ndarray], np.ndarray]
    derivative: Callable[[np.ndarray], np.ndarray]
    weights: Weights
    biases: Weights

    @staticmethod
    def drawn(options: InlineUpdate, seed: int) -> Case:
        draw = stream(seed, "small network")
        labels = draw.integers(options.widths[-1], size=options.examples)
        function, derivative = ACTIVATIONS[options.activation]
        return Case(
            x=draw.normal(size=(options.examples, options.widths[0])),
            target=one_hot(labels, options.widths[-1]),
            function=function,
            derivative=derivative,
            weights=[draw.normal(size=(b, a)) / np.sqrt(a) for a, b in pairwise(options.widths)],
            biases=[draw.normal(size=width) / 10 for width in options.widths[1:]],
        )

    def copied(self) -> tuple[Weights, Weights]:
        return [w.copy() for w in self.weights], [b.copy() for b in self.biases]

    def forward(self, weights: Weights, biases: Weights) -> tuple[Weights, Weights]:
        """Product sums z^1 .. z^L, and outputs o^0 (the data) .. o^(L-1)."""
        z, o = [], [self.x]
        for w, b in zip(weights, biases, strict=True):
            z.append(o[-1] @ w.T + b)
            o.append(self.function(z[-1]))
        return z, o[:-1]

    def true_gradient(self, weights: Weights, biases: Weights, layer: int) -> np.ndarray:
        """The numerical derivative of the mean cross-entropy in one layer's weights."""

        def loss(w: np.ndarray) -> np.ndarray:
            z, _ = self.forward([*weights[:layer], w, *weights[layer + 1 :]], biases)
            return -np.sum(self.target * np.log(softmax(z[-1]))) / len(self.x)

        return jacobian(loss, weights[layer])
