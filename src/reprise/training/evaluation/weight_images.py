"""Rows of a weight matrix seen as square images, and whether neighbours in them are alike."""

from __future__ import annotations

from collections.abc import Mapping
from math import isqrt

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Outcome

PERMUTATIONS = 199
"""Random rearrangements of each image that show what chance gives."""

MOST_IMAGES = 16


def weight_images(arrays: Mapping[str, np.ndarray], layer: str, seed: int) -> Outcome:
    """Spatial statistics of a layer's weight rows, each reshaped to a square.

    Metrics: ``moran_mean``, mean of Moran's I over the images; ``permuted_mean`` and
    ``permuted_sd``, of the same number over random rearrangements of the pixels; ``moran_z``,
    how many of those standard deviations it lies above; ``images``, ``side``. The array
    ``images`` holds the first of them, shape (n, side, side).

    Raises
    ------
    ValueError
        When the layer's inputs make no square.
    """
    numbers = sorted(int(name[1:]) for name in arrays if name[0] == "W" and name[1:].isdigit())
    weights = arrays[f"W{numbers[0] if layer == 'first' else numbers[-1]}"].astype(np.float64)
    side = isqrt(weights.shape[1])
    if side * side != weights.shape[1]:
        raise ValueError(f"rows of {weights.shape[1]} weights make no square image")
    images = weights.reshape(-1, side, side)
    observed = morans_i(images).mean()
    chooser = stream(seed, "weight image permutations")
    permuted = np.array(
        [
            morans_i(chooser.permuted(weights, axis=1).reshape(images.shape)).mean()
            for _ in range(PERMUTATIONS)
        ]
    )
    spread = permuted.std(ddof=1)
    return Outcome(
        {
            "moran_mean": float(observed),
            "permuted_mean": float(permuted.mean()),
            "permuted_sd": float(spread),
            "moran_z": float((observed - permuted.mean()) / spread),
            "images": len(images),
            "side": side,
        },
        arrays={"images": images[:MOST_IMAGES].astype(np.float32)},
    )


def morans_i(images: np.ndarray) -> np.ndarray:
    """Moran's I of each image of shape (n, h, w), neighbours sharing an edge (Moran 1950).

    I = (N / W) sum_ij w_ij (x_i - m)(x_j - m) / sum_i (x_i - m)^2: near -1 / (N - 1) where
    pixels are unrelated, towards 1 where neighbours are alike; 0 for a constant image.
    """
    centred = images - images.mean(axis=(1, 2), keepdims=True)
    across = (centred[:, :, 1:] * centred[:, :, :-1]).sum(axis=(1, 2))
    down = (centred[:, 1:, :] * centred[:, :-1, :]).sum(axis=(1, 2))
    height, width = images.shape[1:]
    pairs = height * (width - 1) + (height - 1) * width
    squares = (centred**2).sum(axis=(1, 2))
    safe = np.where(squares > 0, squares, 1.0)
    return np.where(squares > 0, (height * width / pairs) * (across + down) / safe, 0.0)
