"""Batch normalisation written by hand, measured against PyTorch and finite differences."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import torch
from torch import nn

from reprise.streams import stream
from reprise.training.outcome import Context, Metrics, Outcome
from reprise.training.torch_nets.batch_norm import checks
from reprise.training.torch_nets.batch_norm.layers import MODULES, Normalise, implementation
from reprise.training.torch_nets.device import prepared

if TYPE_CHECKING:
    from reprise.documents.models.batch_norm import BatchNormSpec

MEAN, DEVIATION = 10.0, 2.0
"""Of the batch's entries."""


def train(spec: BatchNormSpec, context: Context) -> Outcome:
    """Check the implementation on one random batch; nothing is trained.

    Output statistics are measured in float32, all derivatives in float64 with random gamma,
    beta and upstream gradient. Metrics: ``mean_<k>`` and ``variance_<k>`` of neuron k's output;
    ``gradcheck`` (1: passed); ``finite_difference_error_*``, ``autograd_error_*`` (for a
    backward pass of its own) and ``pytorch_gradient_difference_*`` for x, gamma and beta;
    ``pytorch_output_difference``; ``wrong_shapes`` and ``wrong_shapes_refused``.
    """
    prepared("cpu")
    started = time.perf_counter()
    neurons = spec.batch.neurons
    normalise = implementation(spec.check, neurons, spec.eps)
    inputs, upstream = _inputs(spec, context.seed)
    metrics: Metrics = {
        "rows": spec.batch.rows,
        "neurons": neurons,
        **checks.output_statistics(normalise, inputs["x"].float()),
        **_gradients(spec, normalise, inputs, upstream),
        **checks.refusals(normalise, neurons),
        "nn_has_parameters": int(hasattr(nn, "parameters")),
    }
    if spec.check in MODULES:
        layer = MODULES[spec.check](neurons, spec.eps)
        metrics["parameters"] = sum(p.numel() for p in layer.parameters())
        metrics["trainable_tensors"] = sum(p.requires_grad for p in layer.parameters())
    timing = {"evaluation_seconds": time.perf_counter() - started}
    return Outcome(metrics, arrays={"x": inputs["x"].numpy()}, timing=timing)


def _inputs(spec: BatchNormSpec, seed: int) -> tuple[checks.Inputs, torch.Tensor]:
    """x, gamma, beta and the gradient that comes from above, all float64."""
    random = stream(seed, "batch")
    rows, neurons = spec.batch.rows, spec.batch.neurons
    inputs = {
        "x": random.normal(MEAN, DEVIATION, (rows, neurons)),
        "gamma": random.normal(1.0, 0.5, neurons),
        "beta": random.normal(0.0, 1.0, neurons),
    }
    upstream = random.normal(0.0, 1.0, (rows, neurons))
    return {k: torch.from_numpy(v) for k, v in inputs.items()}, torch.from_numpy(upstream)


def _gradients(
    spec: BatchNormSpec,
    normalise: Normalise,
    inputs: checks.Inputs,
    upstream: torch.Tensor,
) -> Metrics:
    found = checks.gradients(normalise, inputs, upstream)
    differences = checks.finite_differences(normalise, inputs, upstream)
    layer = checks.pytorch_layer(inputs, spec.eps)
    theirs = checks.gradients(layer, inputs, upstream)
    output = (normalise(**inputs) - layer(**inputs)).abs().max()
    metrics: Metrics = {
        "gradcheck": int(checks.gradcheck(normalise, inputs)),
        **checks.largest_differences(found, differences, "finite_difference_error"),
        "pytorch_output_difference": float(output),
        **checks.largest_differences(found, theirs, "pytorch_gradient_difference"),
    }
    if spec.check != "module":
        by_autograd = implementation("module", spec.batch.neurons, spec.eps)
        reference = checks.gradients(by_autograd, inputs, upstream)
        metrics |= checks.largest_differences(found, reference, "autograd_error")
    return metrics
