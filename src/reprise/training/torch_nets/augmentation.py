"""Random crops, flips and affine maps of whole batches, each image by draws of its own.

Draws come from a generator of the processor, so that all devices see the same images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from reprise.training.torch_nets.distortion import elastic, noise

if TYPE_CHECKING:
    from reprise.documents.models.augmentation import Affine, Augmentation


def augmented(pixels: Tensor, spec: Augmentation, rng: np.random.Generator) -> Tensor:
    """Crop, flip, affine map, distortion, noise; (batch, height, width, channels) in and out.

    Crop and flip leave the type as it is, the others give float32.
    """
    pixels = crop_and_flip(pixels, spec.crop, spec.flip or 0.0, rng)
    if spec.affine is not None:
        pixels = affine(pixels, spec.affine, rng)
    if spec.elastic is not None:
        pixels = elastic(pixels, spec.elastic, rng)
    return pixels if spec.noise is None else noise(pixels, spec.noise, rng)


def crop_and_flip(
    pixels: Tensor, size: int | None, flip: float, rng: np.random.Generator
) -> Tensor:
    """A random square of ``size`` of each image, mirrored left to right with probability flip."""
    batch, height, width = pixels.shape[:3]
    rows, columns = size or height, size or width
    top = rng.integers(height - rows + 1, size=batch)
    left = rng.integers(width - columns + 1, size=batch)
    mirrored = rng.random(batch) < flip
    image = torch.arange(batch, device=pixels.device)
    top, left, mirrored = (torch.from_numpy(d).to(pixels.device) for d in (top, left, mirrored))
    windows = pixels.unfold(1, rows, 1).unfold(2, columns, 1)  # a view of all of them
    cropped = windows.permute(0, 1, 2, 4, 5, 3)[image, top, left]
    return torch.where(mirrored[:, None, None, None], cropped.flip(2), cropped)


def centre_crop(pixels: Tensor, size: int | None) -> Tensor:
    """The middle square of (batch, height, width, channels); shares memory.

    Where the margin is odd the position is rounded as in torchvision's CenterCrop.
    """
    if size is None:
        return pixels
    top, left = (round((side - size) / 2) for side in pixels.shape[1:3])
    return pixels[:, top : top + size, left : left + size]


def affine(pixels: Tensor, spec: Affine, rng: np.random.Generator) -> Tensor:
    """Each image under a random affine map; the nearest pixel, and 0 from outside."""
    height, width = pixels.shape[1:3]
    theta = torch.from_numpy(draw_maps(spec, len(pixels), height, width, rng)).to(pixels.device)
    x = pixels.permute(0, 3, 1, 2).float()
    grid = functional.affine_grid(theta, list(x.shape), align_corners=False)
    moved = functional.grid_sample(
        x, grid, mode="nearest", padding_mode="zeros", align_corners=False
    )
    return moved.permute(0, 2, 3, 1)


def draw_maps(
    spec: Affine, count: int, height: int, width: int, rng: np.random.Generator
) -> np.ndarray:
    """From the place of an output pixel to that of its input, (count, 2, 3) float32.

    Coordinates run from -1 to 1 over the image. The parameters are uniform and the map is
    torchvision's: translate . rotate . scale . shear, about the centre; shifts are whole pixels.
    """
    low, high = spec.scale or (1.0, 1.0)
    angle = np.radians(rng.uniform(-spec.degrees, spec.degrees, count))
    scale = rng.uniform(low, high, count)
    shear = np.tan(np.radians(rng.uniform(-1.0, 1.0, count) * (spec.shear or 0.0)))
    reach = spec.translate or 0.0
    right = np.round(rng.uniform(-1.0, 1.0, count) * reach * width)
    down = np.round(rng.uniform(-1.0, 1.0, count) * reach * height)
    return inverse_maps(angle, scale, shear, right, down, height, width)


def inverse_maps(
    angle: np.ndarray,
    scale: np.ndarray,
    shear: np.ndarray,
    right: np.ndarray,
    down: np.ndarray,
    height: int,
    width: int,
) -> np.ndarray:
    """The maps of ``draw_maps``: angle in radians, shear as tangent, shifts in pixels."""
    a, b = np.cos(angle), -np.cos(angle) * shear - np.sin(angle)
    c, d = np.sin(angle), -np.sin(angle) * shear + np.cos(angle)
    across, up, along, upright = d / scale, -b / scale, -c / scale, a / scale
    theta = np.empty((len(angle), 2, 3))
    theta[:, 0, 0], theta[:, 0, 1] = across, up * height / width
    theta[:, 1, 0], theta[:, 1, 1] = along * width / height, upright
    theta[:, 0, 2] = -(across * right + up * down) * 2 / width
    theta[:, 1, 2] = -(along * right + upright * down) * 2 / height
    return theta.astype(np.float32)
