"""A convolution with batch normalisation in the place of a fully connected layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reprise.training.demonstrations.torch_tools import (
    largest_difference,
    multiply_adds,
    parameters,
    random_tensor,
    seeded,
)
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_layers import ConvolutionAgainstDense


def run(options: ConvolutionAgainstDense, context: Context) -> Outcome:
    """On one random image, in float64.

    Metrics: parameters and multiply-adds of the convolution, its batch normalisation, the fully
    connected layer to ``outputs``, and one that gives as many numbers as the convolution
    (``same_output``, counted, not built). ``global_*``: the convolution whose kernel is the
    whole image, with the fully connected layer's weights, and the difference of their outputs.
    """
    seeded(context.seed)
    x = random_tensor(context.seed, "image", 1, options.channels, options.size, options.size)
    convolution = torch.nn.Conv2d(
        options.channels, options.filters, options.kernel, padding=options.padding
    ).double()
    norm = torch.nn.BatchNorm2d(options.filters)
    dense = torch.nn.Linear(x.numel(), options.outputs).double()
    made = convolution(x)
    positions = made.shape[-1] * made.shape[-2]
    metrics: Metrics = {
        "convolution_parameters": parameters(convolution),
        "convolution_weights": convolution.weight.numel(),
        "convolution_multiply_adds": multiply_adds(convolution, x),
        "convolution_outputs": made.numel(),
        "uses_of_each_convolution_weight": positions,
        "batch_norm_parameters": parameters(norm),
        "convolution_and_batch_norm_parameters": parameters(convolution) + parameters(norm),
        "dense_parameters": parameters(dense),
        "dense_weights": dense.weight.numel(),
        "dense_multiply_adds": multiply_adds(dense, x.flatten(1)),
        "same_output_dense_weights": x.numel() * made.numel(),
        "same_output_weight_ratio": x.numel() * made.numel() / parameters(convolution),
        "inputs": x.numel(),
        **_global(options, dense, x),
    }
    return Outcome(metrics)


def _global(options: ConvolutionAgainstDense, dense: torch.nn.Linear, x: torch.Tensor) -> Metrics:
    """A convolution with the input's size as its kernel, and the dense layer's weights."""
    layer = torch.nn.Conv2d(options.channels, options.outputs, options.size).double()
    with torch.no_grad():
        layer.weight.copy_(dense.weight.view_as(layer.weight))
        layer.bias.copy_(dense.bias)
    filters = layer.weight.detach().flatten(1)
    return {
        "global_output_difference": largest_difference(layer(x).flatten(), dense(x.flatten(1))[0]),
        "global_parameters": parameters(layer),
        "global_filters": len(filters),
        "global_distinct_filters": len(torch.unique(filters, dim=0)),
        "global_weight_rank": int(torch.linalg.matrix_rank(filters)),
        "global_uses_of_each_weight": layer(x)[0, 0].numel(),
    }
