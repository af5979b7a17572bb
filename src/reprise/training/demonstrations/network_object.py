"""A network object as a listing constructs it, and what its wrapper prints of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.functions import relu, sigmoid
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import NetworkObject

ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {"relu": relu, "sigmoid": sigmoid}


class Perceptron:
    """Built in the order of the listed constructor: the parameters, then the activation by name.

    The method that sets the activation is not listed; it does what the constructor's comment
    says of it.
    """

    def __init__(
        self,
        widths: list[int],
        activation: str,
        rng: np.random.Generator,
    ) -> None:
        pairs = list(pairwise(widths))
        self.weights = [rng.normal(0.0, 0.01, size=(units, inputs)) for inputs, units in pairs]
        self.biases = [np.zeros((units, 1)) for _, units in pairs]
        self.layers = len(pairs)
        self.activation = self.named(activation)

    @staticmethod
    def named(activation: str) -> Callable[[np.ndarray], np.ndarray]:
        """The activation of this name; ValueError where there is none."""
        if activation not in ACTIVATIONS:
            known = ", ".join(ACTIVATIONS)
            raise ValueError(f"the activation is one of {known}, not '{activation}'")
        return ACTIVATIONS[activation]

    def parameters(self) -> int:
        """All weights and biases."""
        return sum(values.size for values in (*self.weights, *self.biases))


def announce(network: Perceptron) -> None:
    """The three numbers that the wrapper prints between construction and training, in its order."""
    print(f"parameters in all: {network.parameters()}")
    print(f"layers with weights: {network.layers}")
    print(f"matrices kept: {len(network.weights)}")


def run(options: NetworkObject, context: Context) -> Outcome:
    """Constructs the network with each activation, and reads the numbers that are printed of it.

    Metrics: ``raises_for_<name>`` is 1 where the constructor refuses the activation;
    ``printed_*`` are the numbers at the ends of the printed lines.
    """

    def construct(activation: str) -> Perceptron:
        # the widths of inputs and outputs, which the listing takes from its data, as they are
        return Perceptron(options.widths, activation, stream(context.seed, "initial weights"))

    metrics: Metrics = {
        f"raises_for_{name}": _raises(construct, name) for name in (*ACTIVATIONS, *options.others)
    }
    with redirect_stdout(StringIO()) as printed:
        announce(construct("relu"))
    numbers = re.findall(r": (\d+)$", printed.getvalue(), re.MULTILINE)
    names = ("printed_parameters", "printed_layers", "printed_weight_matrices")
    metrics |= dict(zip(names, map(int, numbers), strict=True))
    return Outcome(metrics)


def _raises(construct: Callable[[str], Perceptron], activation: str) -> int:
    try:
        construct(activation)
    except ValueError:
        return 1
    return 0
