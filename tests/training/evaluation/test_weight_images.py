"""Spatial statistics tell smooth images from noise."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.evaluation.weight_images import morans_i, weight_images


def brute_force(image: np.ndarray) -> float:
    centred = image - image.mean()
    height, width = image.shape
    total, weights = 0.0, 0
    for i in range(height):
        for j in range(width):
            for di, dj in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                k, m = i + di, j + dj
                if 0 <= k < height and 0 <= m < width:
                    total += centred[i, j] * centred[k, m]
                    weights += 1
    return image.size / weights * total / (centred**2).sum()


def test_morans_i_is_its_definition(rng: np.random.Generator) -> None:
    images = rng.normal(size=(3, 5, 7))
    np.testing.assert_allclose(morans_i(images), [brute_force(image) for image in images])


def test_checkerboard_ramp_and_constant() -> None:
    rows, columns = np.indices((8, 8))
    images = np.array([(rows + columns) % 2, rows, np.ones((8, 8))], dtype=float)
    board, ramp, constant = morans_i(images)
    assert board == pytest.approx(-1)
    assert ramp > 0.8
    assert constant == 0


def test_smooth_rows_stand_out_and_noise_does_not(rng: np.random.Generator) -> None:
    smooth = np.add.outer(np.arange(9.0), np.arange(9.0)).reshape(1, 81)
    noise = rng.normal(size=(10, 81))
    arrays = {"W1": np.repeat(smooth, 4, axis=0), "W2": noise, "b1": noise}
    first, last = (weight_images(arrays, layer, 0).metrics for layer in ("first", "last"))
    assert first["moran_z"] > 5
    assert abs(last["moran_z"]) < 3
    assert (last["images"], last["side"]) == (10, 9)


def test_what_makes_no_square_is_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="no square"):
        weight_images({"W1": rng.normal(size=(2, 80))}, "last", 0)
