"""The network before its first pass: given by the spec, or drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.streams import stream
from reprise.training.numpy_mlp.initializers import initialize
from reprise.training.scalar.network import Parameters

if TYPE_CHECKING:
    from reprise.documents.models.scalar import GivenNetwork, ScalarModel

COORDINATES = 2


def given(network: GivenNetwork) -> Parameters:
    """The spec's own numbers, in lists that may be changed."""
    return Parameters(
        W=[list(row) for row in network.W],
        b=list(network.b),
        V=[list(row) for row in network.V],
        c=list(network.c),
    )


def drawn(model: ScalarModel, outputs: int, seed: int) -> Parameters:
    """Weights and biases layer by layer; both kinds of output sum start from the same ones."""
    random = stream(seed, "initial weights")
    layers = []
    for fan_in, width in ((COORDINATES, model.hidden), (model.hidden, outputs)):
        for kind, shape in ((model.weights, (width, fan_in)), (model.biases, (width,))):
            values = initialize(
                kind.kind, shape, random, scale=kind.scale, dtype="float64", fan_in=fan_in
            )
            layers.append(values.T.tolist())
    W, b, V, c = layers
    return Parameters(W=W, b=b, V=V, c=c)
