"""Stored bytes to the numbers that enter a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.data.split import colour_statistics

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import ImageData

MOST_IMAGES = 10_000
"""Training images, the first ones, from which components are computed."""


class Scaling:
    """Bytes to float32; the plain kinds in the order of torchvision's ToTensor and Normalize.

    ``before`` holds what is done to whole images, as a loader does once and for all before any
    crop or flip; the other scalings treat all pixels alike and come ``after``.
    """

    def before(self, pixels: Tensor) -> Tensor:
        """Of whole images (batch, height, width, channels)."""
        return pixels

    def after(self, pixels: Tensor, memory_format: torch.memory_format) -> Tensor:
        """Of what enters the network (batch, channels, height, width)."""
        return pixels.to(torch.float32, memory_format=memory_format)


class Unit(Scaling):
    """Divided by 255."""

    def after(self, pixels: Tensor, memory_format: torch.memory_format) -> Tensor:
        return super().after(pixels, memory_format) / 255  # not in place: it may be the caller's


class Standard(Unit):
    """Divided by 255, then mean 0 and standard deviation 1 in each colour."""

    def __init__(self, mean: Tensor, std: Tensor) -> None:
        self.mean, self.std = mean.view(-1, 1, 1), std.view(-1, 1, 1)

    def after(self, pixels: Tensor, memory_format: torch.memory_format) -> Tensor:
        return super().after(pixels, memory_format).sub_(self.mean).div_(self.std)


class MeanImage(Scaling):
    """Less the mean image."""

    def __init__(self, mean: Tensor) -> None:
        self.mean = mean

    def before(self, pixels: Tensor) -> Tensor:
        return pixels.float() - self.mean


class MinMax(Scaling):
    """Each image from its own smallest to its own largest value: 0 to 1."""

    def before(self, pixels: Tensor) -> Tensor:
        x = pixels.float()
        low, high = x.amin((1, 2, 3), keepdim=True), x.amax((1, 2, 3), keepdim=True)
        return (x - low) / (high - low).clamp(min=1.0)


class Components(Scaling):
    """A linear map of the whole image, divided by 255 and centred, to one of the same shape."""

    def __init__(self, mean: Tensor, matrix: Tensor) -> None:
        self.mean, self.matrix = mean, matrix

    def before(self, pixels: Tensor) -> Tensor:
        flat = pixels.reshape(len(pixels), -1).float() / 255 - self.mean
        return (flat @ self.matrix).view(pixels.shape)


def scaling_of(
    data: ImageData, file: np.ndarray, rows: np.ndarray, device: torch.device
) -> Scaling:
    """The scaling of a spec; means are those of the training file, components of the run's own
    training images (``rows`` of it)."""

    def on_device(numbers: np.ndarray) -> Tensor:
        return torch.from_numpy(np.asarray(numbers, dtype=np.float32)).to(device)

    if data.scaling == "unit":
        return Unit()
    if data.scaling == "standard":
        given = (data.mean, data.std) if data.mean else (c / 255 for c in colour_statistics(file))
        return Standard(*map(on_device, given))
    if data.scaling == "mean-image":
        return MeanImage(on_device(with_channels(file).mean(axis=0, dtype=np.float64)))
    if data.scaling == "min-max":
        return MinMax()
    if data.scaling in ("pca", "zca"):
        used = rows[:MOST_IMAGES]
        flat = file[used].reshape(len(used), -1)
        mean, matrix = components(flat, keep=data.keep, epsilon=data.epsilon)
        return Components(on_device(mean), on_device(matrix))
    return Scaling()


def components(
    images: np.ndarray, *, keep: float | None = None, epsilon: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Mean, and the symmetric matrix that acts on centred rows; ``images`` are bytes (n, pixels).

    ``keep``: projects onto the leading principal components that hold this share of the variance
    (the image that is left has its own shape again). ``epsilon``: ZCA whitening, U (L +
    epsilon)^(-1/2) U^T, as in Krizhevsky 2009 ("Learning multiple layers of features from tiny
    images"). Exactly one of the two is given.
    """
    import scipy.linalg  # only here: every process with PyTorch would wait for it

    x = images.astype(np.float32) / 255
    mean = x.mean(axis=0, dtype=np.float64).astype(np.float32)
    x -= mean
    covariance = x.T @ x / len(x)
    # in single precision SciPy's own takes half of NumPy's time
    variances, vectors = scipy.linalg.eigh(covariance, driver="evd", overwrite_a=True)
    variances = np.maximum(variances, 0.0)
    if epsilon is not None:
        return mean, (vectors / np.sqrt(variances + epsilon)) @ vectors.T
    up_to = np.cumsum(variances) / variances.sum()  # ascending: the share of those up to here
    kept = vectors[:, up_to > 1 - keep]
    return mean, kept @ kept.T


def with_channels(images: np.ndarray) -> np.ndarray:
    """(n, height, width) as (n, height, width, 1); colours stay as they are."""
    return images if images.ndim == 4 else images[..., None]
