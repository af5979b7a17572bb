"""Receptive fields: by the recursion, and measured with gradients."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from reprise.training.demonstrations.torch_tools import extent

Window = tuple[int, int, int]
"""Kernel, stride and padding of a convolution or a pooling."""


def recursion(windows: Sequence[Window]) -> list[tuple[int, int]]:
    """(receptive field r, jump j) of each layer: r' = r + (k-1) j, j' = j s, from r = j = 1."""
    field, jump, found = 1, 1, []
    for kernel, stride, _ in windows:
        field, jump = field + (kernel - 1) * jump, jump * stride
        found.append((field, jump))
    return found


def measured(windows: Sequence[Window], expected: int) -> int:
    """Height of the inputs that a unit in the middle depends on, in an image large enough."""
    return _seen(windows, 4 * expected + 8, middle=True)


def corner(windows: Sequence[Window], size: int) -> int:
    """Height of the inputs that the unit in the first corner depends on."""
    return _seen(windows, size, middle=False)


def _seen(windows: Sequence[Window], size: int, *, middle: bool) -> int:
    """All windows become sums, so that every input in reach has a gradient."""
    x = torch.ones(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    out = x
    for kernel, stride, padding in windows:
        ones = torch.full((1, 1, kernel, kernel), 1.0 / kernel**2, dtype=torch.float64)
        out = torch.nn.functional.conv2d(out, ones, stride=stride, padding=padding)
    place = out.shape[-1] // 2 if middle else 0
    (gradient,) = torch.autograd.grad(out[0, 0, place, place], x)
    return extent(gradient)
