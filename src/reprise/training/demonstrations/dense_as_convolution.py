"""Fully connected layers as convolutions: equal on the trained size, defined on larger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reprise.training.demonstrations.torch_tools import (
    largest_difference,
    random_tensor,
    seeded,
)
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_layers import DenseAsConvolution

POOLINGS = 3
"""Halvings between the image and the features."""


def run(options: DenseAsConvolution, context: Context) -> Outcome:
    """A convolutional part, then a dense layer, and the convolution with the same weights.

    Metrics: the difference of the two outputs; how many filters the convolution has, beside the
    number of places of its output map (the number that one document gives); whether the dense
    layer takes the features of a larger image, and the size of the map that the convolution
    makes of them; and the weights of a large dense layer, built both ways without memory.
    """
    seeded(context.seed)
    features = _features(options.channels)
    dense = torch.nn.Linear(options.channels * options.size**2, options.outputs).double()
    head = torch.nn.Conv2d(options.channels, options.outputs, options.size).double()
    with torch.no_grad():
        head.weight.copy_(dense.weight.view_as(head.weight))
        head.bias.copy_(dense.bias)
        small, large = (
            features(random_tensor(context.seed, "image", 1, 3, side, side))
            for side in (options.size * 2**POOLINGS, options.larger * 2**POOLINGS)
        )
        difference = largest_difference(head(small).flatten(), dense(small.flatten(1))[0])
        places, larger_places = head(small).shape[-2:], head(large).shape[-2:]
    metrics: Metrics = {
        "output_difference": difference,
        "filters": len(head.weight),
        "filters_as_stated": places[0] * places[1],
        "map_size": places[0],
        "larger_feature_size": large.shape[-1],
        "larger_map_size": larger_places[0],
        "dense_takes_larger": int(_takes(dense, large.flatten(1))),
        "convolution_takes_larger": int(_takes(head, large)),
        **_without_memory(options),
    }
    return Outcome(metrics)


def _features(channels: int) -> torch.nn.Sequential:
    layers: list[torch.nn.Module] = []
    for fan_in in (3, *[channels] * (POOLINGS - 1)):
        layers += [
            torch.nn.Conv2d(fan_in, channels, 5, padding=2),
            torch.nn.ReLU(),
            torch.nn.MaxPool2d(2),
        ]
    return torch.nn.Sequential(*layers).double()


def _takes(layer: torch.nn.Module, x: torch.Tensor) -> bool:
    try:
        layer(x)
    except RuntimeError:
        return False
    return True


def _without_memory(options: DenseAsConvolution) -> Metrics:
    inputs = options.large_channels * options.large_size**2
    dense = torch.nn.Linear(inputs, options.large_outputs, device="meta")
    head = torch.nn.Conv2d(
        options.large_channels, options.large_outputs, options.large_size, device="meta"
    )
    return {
        "large_dense_weights": dense.weight.numel(),
        "large_dense_biases": dense.bias.numel(),
        "large_convolution_weights": head.weight.numel(),
        "large_convolution_filters": len(head.weight),
        "large_filter_size": head.weight.shape[-1],
        "large_filter_depth": head.weight.shape[1],
    }
