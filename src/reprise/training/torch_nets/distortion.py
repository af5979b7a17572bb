"""Elastic distortion, noise and mixing of whole batches, each image by draws of its own.

Draws come from a generator of the processor, so that all devices see the same images.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from reprise.documents.models.augmentation import Elastic

REACH = 3
"""Standard deviations at which the smoothing kernel is cut off."""


def elastic(pixels: Tensor, spec: Elastic, rng: np.random.Generator) -> Tensor:
    """Each image bent by a smooth random field; (batch, height, width, channels), float32 out.

    Displacements are uniform in -1..1 for each pixel and direction, smoothed by a Gaussian of
    ``sigma`` pixels and multiplied by ``alpha`` (Simard, Steinkraus and Platt 2003, "Best
    practices for convolutional neural networks applied to visual document analysis"). Between
    pixels values are interpolated; outside the image they are 0.
    """
    batch, height, width = pixels.shape[:3]
    drawn = rng.uniform(-1.0, 1.0, size=(batch, 2, height, width)).astype(np.float32)
    field = _smoothed(torch.from_numpy(drawn), spec.sigma) * spec.alpha
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    x = (columns + field[:, 0] + 0.5) * 2 / width - 1
    y = (rows + field[:, 1] + 0.5) * 2 / height - 1
    grid = torch.stack([x, y], dim=-1).to(pixels.device)
    moved = functional.grid_sample(
        pixels.permute(0, 3, 1, 2).float(),
        grid,
        mode="bilinear",
        padding_mode="zeros",
        align_corners=False,
    )
    return moved.permute(0, 2, 3, 1)


def _smoothed(field: Tensor, sigma: float) -> Tensor:
    """(batch, 2, height, width) under a Gaussian of unit sum; 0 is taken from outside."""
    reach = ceil(REACH * sigma)
    weights = torch.exp(-((torch.arange(-reach, reach + 1) / sigma) ** 2) / 2)
    weights /= weights.sum()
    each = field.flatten(0, 1)[:, None]
    each = functional.conv2d(each, weights.view(1, 1, -1, 1), padding=(reach, 0))
    each = functional.conv2d(each, weights.view(1, 1, 1, -1), padding=(0, reach))
    return each.view_as(field)


def noise(pixels: Tensor, sd: float, rng: np.random.Generator) -> Tensor:
    """Normal noise added to each value; ``sd`` is on the scale of 0..1, pixels on 0..255.

    What leaves the scale is not cut off.
    """
    drawn = rng.standard_normal(tuple(pixels.shape), dtype=np.float32) * np.float32(255 * sd)
    return pixels.float() + torch.from_numpy(drawn).to(pixels.device)


def mixed(
    x: Tensor, labels: Tensor, alpha: float, rng: np.random.Generator
) -> tuple[Tensor, Tensor, float]:
    """The batch mixed with itself in another order: inputs, the other labels, and their share.

    Input = (1 - share) x + share x', with share the smaller part of a draw from Beta(alpha,
    alpha), one for the whole batch (Zhang et al. 2018, "mixup: beyond empirical risk
    minimization"); the loss is mixed in the same way.
    """
    share = float(rng.beta(alpha, alpha))
    share = min(share, 1 - share)
    order = torch.from_numpy(rng.permutation(len(labels))).to(labels.device)
    return torch.lerp(x, x[order], share), labels[order], share
