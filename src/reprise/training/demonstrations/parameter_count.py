"""Counts of fully connected networks, taken from networks that were built."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reprise.streams import stream
from reprise.training.numpy_mlp.network import Network
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import ParameterCount


def run(options: ParameterCount, context: Context) -> Outcome:
    """Metrics end in the network's widths, such as ``parameters_784_10_10``.

    ``layer_<k>_parameters_*`` counts weights and biases of one layer, ``weight_matrices_*`` and
    ``hidden_layers_*`` the layers, ``formula_parameters_*`` is the sum of in x out + out.
    """
    metrics: Metrics = {}
    for widths in options.networks:
        metrics |= _counts(widths, "_".join(map(str, widths)))
    return Outcome(metrics)


def _counts(widths: Sequence[int], name: str) -> Metrics:
    network = Network(
        widths,
        activation="sigmoid",
        weights=("zeros", None),
        biases=("zeros", None),
        loss="softmax-cross-entropy",
        rng=stream(0, "unused"),
    )
    parameters = network.parameters()
    layers = range(1, len(widths))
    return {
        f"parameters_{name}": sum(values.size for values in parameters.values()),
        f"formula_parameters_{name}": sum(a * b + b for a, b in pairwise(widths)),
        f"weight_matrices_{name}": sum(values.ndim == 2 for values in parameters.values()),
        f"hidden_layers_{name}": len(widths) - 2,
        **{
            f"layer_{k}_parameters_{name}": parameters[f"W{k}"].size + parameters[f"b{k}"].size
            for k in layers
        },
        **{f"layer_{k}_weights_{name}": parameters[f"W{k}"].size for k in layers},
    }
