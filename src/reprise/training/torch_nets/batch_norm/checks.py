"""Measurements of one implementation: its output, its gradients, what it refuses."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from reprise.training.outcome import Metrics
from reprise.training.torch_nets.batch_norm.layers import Normalise

STEP = 1e-5
"""Of the central differences, in float64 and for inputs near 10."""

Inputs = dict[str, Tensor]
"""``x``, ``gamma`` and ``beta``."""


def output_statistics(normalise: Normalise, x: Tensor) -> Metrics:
    """Mean and variance (divided by the rows) of each neuron's output, gamma 1 and beta 0."""
    neurons = x.shape[1]
    output = normalise(x, torch.ones(neurons, dtype=x.dtype), torch.zeros(neurons, dtype=x.dtype))
    means = output.detach().double().mean(0)
    variances = output.detach().double().var(0, correction=0)
    metrics: Metrics = {
        "largest_mean": float(means.abs().max()),
        "largest_variance_error": float((variances - 1).abs().max()),
    }
    for name, values in (("mean", means), ("variance", variances)):
        metrics |= {f"{name}_{k}": v for k, v in enumerate(values.tolist(), start=1)}
    return metrics


def gradcheck(normalise: Normalise, inputs: Inputs) -> bool:
    """PyTorch's own verdict, with its default tolerances."""
    leaves = tuple(_leaves(inputs).values())
    return torch.autograd.gradcheck(normalise, leaves, raise_exception=False)


def gradients(normalise: Normalise, inputs: Inputs, upstream: Tensor) -> Inputs:
    """Gradients of sum(upstream * output), with respect to all three inputs."""
    leaves = _leaves(inputs)
    loss = (normalise(**leaves) * upstream).sum()
    found = torch.autograd.grad(loss, tuple(leaves.values()))
    return dict(zip(leaves, found, strict=True))


@torch.no_grad()
def finite_differences(normalise: Normalise, inputs: Inputs, upstream: Tensor) -> Inputs:
    """Central differences of sum(upstream * output), entry by entry."""
    moved = {name: values.clone() for name, values in inputs.items()}
    slopes = {name: torch.empty_like(values) for name, values in inputs.items()}
    for name, values in moved.items():
        entries, found = values.view(-1), slopes[name].view(-1)
        for i in range(len(entries)):
            kept = entries[i].item()
            entries[i] = kept + STEP
            above = (normalise(**moved) * upstream).sum()
            entries[i] = kept - STEP
            below = (normalise(**moved) * upstream).sum()
            entries[i] = kept
            found[i] = (above - below) / (2 * STEP)
    return slopes


def largest_differences(some: Inputs, others: Inputs, name: str) -> Metrics:
    """``<name>_x``, ``<name>_gamma``, ``<name>_beta``: largest absolute differences."""
    return {f"{name}_{key}": float((some[key] - others[key]).abs().max()) for key in some}


def pytorch_layer(inputs: Inputs, eps: float) -> Normalise:
    """``nn.BatchNorm1d`` in train mode without running statistics, as a plain function."""
    x = inputs["x"]
    layer = nn.BatchNorm1d(x.shape[1], eps=eps, track_running_stats=False, dtype=x.dtype).train()
    return lambda x, gamma, beta: torch.func.functional_call(
        layer, {"weight": gamma, "bias": beta}, (x,)
    )


def refusals(normalise: Normalise, neurons: int) -> Metrics:
    """How many batches of a wrong shape are tried, and how many are refused by an error."""
    shapes = [(8, neurons + 1), (8, 2 * neurons), (neurons,), (8, neurons, 3), (3, 8, neurons)]
    refused = sum(_refuses(normalise, torch.zeros(shape), neurons) for shape in shapes)
    return {"wrong_shapes": len(shapes), "wrong_shapes_refused": refused}


def _refuses(normalise: Normalise, x: Tensor, neurons: int) -> bool:
    try:
        normalise(x, torch.ones(neurons), torch.zeros(neurons))
    except (ValueError, RuntimeError):
        return True
    return False


def _leaves(inputs: Inputs) -> Inputs:
    return {name: values.clone().requires_grad_() for name, values in inputs.items()}
