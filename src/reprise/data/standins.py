"""The embedded stand-ins: data of the right shape that needs no download.

Integer arithmetic throughout and NumPy's frozen ``RandomState`` stream: the same bytes with
every library version and on every processor.
"""

from __future__ import annotations

import numpy as np

Split = tuple[np.ndarray, np.ndarray]

SEED = 1897
SIDE = 32
NOISE = 40
"""Half the width of the per-pixel noise, in grey levels of 255."""


def digits() -> tuple[Split, Split]:
    """The 8x8 digits of scikit-learn as (n, 28, 28) uint8: 1437 for training, 360 for testing.

    As in MNIST the digit fills 20x20 pixels in the middle of a black frame. Every fifth image
    of each class is a test image.
    """
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    small = small.reshape(-1, 8, 8).astype(np.int64)  # grey levels 0..16
    weights = _enlarging()
    large = np.einsum("yi,nij,xj->nyx", weights, small, weights, optimize=True)
    grey = (large * 255 + 800) // 1600  # 1600 = 16 grey levels x 10 x 10 of the weights
    images = np.pad(grey, ((0, 0), (4, 4), (4, 4))).astype(np.uint8)
    by_class = np.argsort(labels, kind="stable")
    is_test = np.zeros(len(labels), dtype=bool)
    is_test[by_class[::5]] = True
    labels = labels.astype(np.uint8)
    return (images[~is_test], labels[~is_test]), (images[is_test], labels[is_test])


def _enlarging() -> np.ndarray:
    """Bilinear interpolation from 8 to 20 pixels, centres aligned: weights (20, 8) in tenths."""
    weights = np.zeros((20, 8), dtype=np.int64)
    for row in range(20):
        left, part = divmod(4 * row - 3, 10)  # (row + 0.5) 8 / 20 - 0.5, in tenths
        weights[row, max(left, 0)] += 10 - part
        weights[row, min(left + 1, 7)] += part
    return weights


def shapes(train: int, test: int) -> tuple[Split, Split]:
    """Ten kinds of coloured shapes as (n, 32, 32, 3) uint8, classes balanced and in random order.

    Place, size, colours, brightness gradient and noise vary and tell nothing about the class.
    """
    random = np.random.RandomState(SEED)

    def split(count: int) -> Split:
        labels = random.permutation(np.arange(count) % len(_MASKS)).astype(np.uint8)
        return np.stack([_shape(_MASKS[label], random) for label in labels]), labels

    return split(train), split(test)


def _shape(mask, random: np.random.RandomState) -> np.ndarray:
    radius = random.randint(6, 12)
    centre = random.randint(radius + 1, SIDE - radius - 1, size=2)
    y, x = np.mgrid[:SIDE, :SIDE] - centre[:, None, None]
    inside = mask(x, y, radius) & (np.maximum(abs(x), abs(y)) <= radius)
    ground, colour = _two_colours(random)
    slope = random.randint(-2, 3, size=2)
    shade = slope[0] * x + slope[1] * y
    noise = random.randint(-NOISE, NOISE + 1, size=(SIDE, SIDE, 3))
    image = np.where(inside[:, :, None], colour, ground) + shade[:, :, None] + noise
    return np.clip(image, 0, 255).astype(np.uint8)


def _two_colours(random: np.random.RandomState) -> tuple[np.ndarray, np.ndarray]:
    """Two colours that differ by at least 90 grey levels in some channel."""
    while True:
        ground, colour = random.randint(30, 226, size=(2, 3))
        if abs(ground - colour).max() >= 90:
            return ground, colour


_MASKS = (
    lambda x, y, r: x * x + y * y <= r * r,
    lambda x, y, r: (x * x + y * y <= r * r) & (4 * (x * x + y * y) >= r * r),
    lambda x, y, r: np.maximum(abs(x), abs(y)) <= r,
    lambda x, y, r: 2 * np.maximum(abs(x), abs(y)) >= r,
    lambda x, y, r: 2 * abs(x) <= y + r,
    lambda x, y, r: 4 * np.minimum(abs(x), abs(y)) <= r,
    lambda x, y, r: 4 * abs(abs(x) - abs(y)) <= r,
    lambda x, y, r: (y + r) // 3 % 2 == 0,
    lambda x, y, r: (x + r) // 3 % 2 == 0,
    lambda x, y, r: ((x + r) // 4 + (y + r) // 4) % 2 == 0,
)
"""Masks of the classes, in the order of ``class_names`` in ``datasets.yaml``.

``x`` and ``y`` are pixels from the centre (y downwards), ``r`` is half the shape's side.
"""
