"""Seeded weights and operation counts for the demonstrations that use PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from reprise.streams import stream


def seeded(seed: int) -> torch.Generator:
    """PyTorch's global generator, seeded from the run's own stream."""
    return torch.manual_seed(int(stream(seed, "torch").integers(2**63)))


def random_tensor(seed: int, purpose: str, *shape: int) -> torch.Tensor:
    """Standard normal numbers, float64."""
    return torch.from_numpy(stream(seed, purpose).normal(size=shape))


def multiply_adds(module: torch.nn.Module, x: torch.Tensor) -> int:
    """Products of one forward pass, as PyTorch counts them: two operations each."""
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        module(x)
    return counter.get_total_flops() // 2


def parameters(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def largest_difference(one: torch.Tensor, other: torch.Tensor) -> float:
    return float((one - other).detach().abs().max())


def extent(gradient: torch.Tensor) -> int:
    """Rows of a (..., height, width) gradient in which anything is not zero, from first to last."""
    rows = np.flatnonzero(gradient.abs().sum(dim=-1).flatten(0, -2).sum(dim=0).numpy())
    return int(rows[-1] - rows[0] + 1)
