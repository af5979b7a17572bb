"""A bag of visual words: a dictionary of image patches, and images described by it.

The pipeline of A. Coates, A. Ng and H. Lee, "An analysis of single-layer networks in
unsupervised feature learning", AISTATS 2011 (sections 3.1 to 3.3): contrast-normalised and
whitened patches, words by k-means, soft ("triangle") assignment, sums over the quadrants of
the image. Their constants, which hold for grey levels 0..255, are named below.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from reprise.training.svm.errors import FitError

CONTRAST_FLOOR = 10.0
"""Added to a patch's variance before it is divided by its root."""

WHITENING_FLOOR = 0.1
"""Added to the eigenvalues of the patches' covariance before whitening."""

BATCH = 10_000
"""Patches per step of mini-batch k-means."""

CHUNK = 2_000_000
"""Distances computed at a time: what stays in the processor's cache."""


@dataclass(frozen=True)
class Dictionary:
    """Words and the whitening under which they were learned.

    ``mean`` (patch length,), ``whitening`` (patch length, patch length), ``words`` (words,
    patch length), all float32; a patch is ``side`` x ``side`` pixels in C order.
    """

    side: int
    mean: np.ndarray
    whitening: np.ndarray
    words: np.ndarray

    def whiten(self, normalised: np.ndarray) -> np.ndarray:
        return (normalised - self.mean) @ self.whitening


def learn(
    images: np.ndarray,
    side: int,
    *,
    words: int,
    patches: int,
    passes: int,
    rng: np.random.Generator,
) -> Dictionary:
    """Learn the words of uint8 images (n, height, width, channels) from sampled patches.

    ``patches`` are drawn with replacement, each image and place alike; mini-batch k-means goes
    ``passes`` times over them. Raises ``FitError`` where a patch does not fit into an image.
    """
    centred = contrast_normalised(_sampled(images, side, patches, rng))
    mean = centred.mean(axis=0)
    centred -= mean
    values, vectors = np.linalg.eigh(centred.T @ centred / np.float32(len(centred)))
    values = np.maximum(values, 0)  # a constant border has none, and rounding may give less
    whitening = (vectors / np.sqrt(values + np.float32(WHITENING_FLOOR))) @ vectors.T
    means = MiniBatchKMeans(
        words,
        batch_size=BATCH,
        max_iter=passes,
        max_no_improvement=None,  # a fixed budget
        n_init=1,
        init_size=min(3 * words, patches),
        compute_labels=False,
        random_state=int(rng.integers(2**31)),
    ).fit(centred @ whitening)
    return Dictionary(side, mean, whitening, means.cluster_centers_)


def contrast_normalised(patches: np.ndarray) -> np.ndarray:
    """Float32 patches (n, length) of mean 0 and, but for the floor, variance 1."""
    patches = patches.astype(np.float32)
    patches -= patches.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", patches, patches) / patches.shape[1]
    patches /= np.sqrt(variance + CONTRAST_FLOOR)[:, None]
    return patches


def encode(images: np.ndarray, dictionary: Dictionary, stride: int) -> np.ndarray:
    """Features (n, 4 words) of uint8 images (n, height, width, channels).

    Each patch activates each word by how much nearer than the mean distance it is; the
    activations are summed over the patches of each quadrant (the middle row and column of
    an odd grid belong to the first half).
    """
    rows, columns = _windows(images[:1], dictionary.side, stride).shape[1:3]
    middle = (rows + 1) // 2, (columns + 1) // 2
    halves = (
        [slice(0, middle[0]), slice(middle[0], None)],
        [slice(0, middle[1]), slice(middle[1], None)],
    )
    count = len(dictionary.words)
    features = np.empty((len(images), 4, count), dtype=np.float32)
    step = max(1, CHUNK // (rows * columns * count))
    buffer = np.empty((step * rows * columns, count), dtype=np.float32)
    for start in range(0, len(images), step):
        windows = _windows(images[start : start + step], dictionary.side, stride)
        patches = dictionary.whiten(contrast_normalised(_rows(windows)))
        distances = _distances(patches, dictionary.words, out=buffer[: len(patches)])
        activations = _triangle(distances).reshape(-1, rows, columns, count)
        for quadrant, (upper, left) in enumerate(product(*halves)):
            pooled = features[start : start + step, quadrant]
            np.sum(activations[:, upper, left], axis=(1, 2), out=pooled)
    return features.reshape(len(images), 4 * count)


def _distances(patches: np.ndarray, words: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Distances (n, words), as one product: |x - c|^2 = [x, |x|^2, 1] . [-2 c, 1, |c|^2]."""
    ones = np.ones(max(len(patches), len(words)), dtype=np.float32)
    x = np.column_stack([patches, np.einsum("ij,ij->i", patches, patches), ones[: len(patches)]])
    c = np.column_stack([-2 * words, ones[: len(words)], np.einsum("ij,ij->i", words, words)])
    squared = np.matmul(x, c.T, out=out)
    np.maximum(squared, 0, out=squared)  # rounding may bring a patch that is a word below zero
    return np.sqrt(squared, out=squared)


def _triangle(distances: np.ndarray) -> np.ndarray:
    """max(0, mean distance - distance), the mean over a patch's words, in place."""
    mean = distances.mean(axis=1, keepdims=True)
    np.subtract(mean, distances, out=distances)
    return np.maximum(distances, 0, out=distances)


def _sampled(images: np.ndarray, side: int, count: int, rng: np.random.Generator) -> np.ndarray:
    windows = _windows(images, side, 1)
    rows = rng.integers(len(images), size=count)
    top = rng.integers(windows.shape[1], size=count)
    left = rng.integers(windows.shape[2], size=count)
    return _rows(windows[rows, top, left])


def _windows(images: np.ndarray, side: int, stride: int) -> np.ndarray:
    """All patches as a view (n, rows, columns, channels, side, side)."""
    if side > min(images.shape[1:3]):
        height, width = images.shape[1:3]
        raise FitError(
            f"a patch of {side} x {side} does not fit into {height} x {width} pixels; "
            "make features.patch smaller"
        )
    windows = np.lib.stride_tricks.sliding_window_view(images, (side, side), axis=(1, 2))
    return windows[:, ::stride, ::stride]


def _rows(windows: np.ndarray) -> np.ndarray:
    """Patches (..., channels, side, side) as rows, a copy."""
    length = windows.shape[-3] * windows.shape[-2] * windows.shape[-1]
    return windows.reshape(-1, length)
