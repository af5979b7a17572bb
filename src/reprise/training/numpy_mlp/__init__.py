"""A multi-layer perceptron from scratch: NumPy arrays, BLAS products, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.data.split import load_split, permuted, read_split
from reprise.streams import stream
from reprise.training.numpy_mlp.loop import Loop
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import optimizer
from reprise.training.numpy_mlp.results import outcome
from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import NumpyMlpSpec


def train(spec: NumpyMlpSpec, context: Context) -> Outcome:
    """Train as the spec says, from the last checkpoint where there is one.

    A run that builds on another starts from the weights and biases that it ended with.
    """
    asked = spec.data, context.data_root, context.seed, spec.precision
    split = permuted(read_split(*asked)) if spec.data.permuted_pixels else load_split(*asked)
    model = spec.model
    network = Network(
        [split.train.images.shape[1], *model.hidden, split.classes],
        activation=model.activation,
        slope=model.slope,
        weights=(model.weights.kind, model.weights.scale),
        biases=(model.biases.kind, model.biases.scale),
        loss=spec.loss,
        rng=stream(context.seed, "initial weights"),
        dtype=spec.precision,
    )
    if context.source_arrays:
        network.load({name: context.source_arrays[name] for name in network.parameters()})
    start = {name: values.copy() for name, values in network.parameters().items()}
    update = optimizer(
        spec.optimizer.kind, spec.optimizer.learning_rate, momentum=spec.optimizer.momentum
    )
    loop = Loop(spec, split, network, update, context)
    loop.run()
    return outcome(spec, split, network, start, loop)
