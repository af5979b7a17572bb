"""Images as bytes: the same floats to the last bit, or none at all."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.numpy_mlp.calls import make
from reprise.training.numpy_mlp.images import BLOCK, Floats, as_bytes

COUNT, PIXELS = 2 * BLOCK + 9, 21


def scaled(factor: float, dtype: type) -> np.ndarray:
    images = np.random.default_rng(2).integers(0, 256, (COUNT, PIXELS)).astype(dtype)
    images[0, 0] = 255
    images *= factor
    return images


def of_rows(images, rows: np.ndarray, dtype: type) -> np.ndarray:
    out = np.full((len(rows), PIXELS), np.nan, dtype)
    make(images.take(rows, out))
    return out


@pytest.mark.parametrize("factor", [1 / 255, 1.0], ids=["unit", "raw"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("count", [20, 13])
def test_bytes_give_the_images_to_the_last_bit(factor, dtype, count):
    images = scaled(factor, dtype)
    rows = np.random.default_rng(3).permutation(COUNT)[:count]
    np.testing.assert_array_equal(of_rows(as_bytes(images, 20), rows, dtype), images[rows])
    np.testing.assert_array_equal(of_rows(Floats(images), rows, dtype), images[rows])


def test_levels_are_the_images_in_the_unit():
    images, rows = scaled(1 / 255, np.float64), np.arange(7)
    found, levels = as_bytes(images, 20), np.empty((7, PIXELS))
    make(found.take_levels(rows, levels))
    np.testing.assert_array_equal(levels, np.rint(images[rows] * 255))
    np.testing.assert_array_equal(levels * found.unit, images[rows])
    make(Floats(images).take_levels(rows, levels))
    np.testing.assert_array_equal(levels, images[rows])
    assert Floats(images).unit is None


def one_value(images: np.ndarray, value: float) -> np.ndarray:
    images[-1, -1] = value
    return images


@pytest.mark.parametrize(
    "change",
    [
        lambda images: images - images.mean(axis=0),
        lambda images: one_value(images, np.nextafter(images[-1, -1], np.float32(2))),
        lambda images: one_value(images, np.nan),
        lambda images: one_value(images, np.inf),
        lambda images: one_value(images, -images.max()),
        lambda images: one_value(images, 256 * images.max() / 255),
    ],
    ids=["centred", "one bit", "nan", "inf", "negative", "too large"],
)
def test_images_that_are_no_bytes_stay_as_they_are(change):
    assert as_bytes(change(scaled(1 / 255, np.float32)), 20) is None
