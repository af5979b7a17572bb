"""Bytes to numbers: limits, components and whitening."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from reprise.documents.models.torch_nets import ImageData
from reprise.training.torch_nets.scaling import components, scaling_of

CPU = torch.device("cpu")


@pytest.fixture
def file(rng: np.random.Generator) -> np.ndarray:
    """Images whose neighbouring pixels are alike, (n, height, width, colours)."""
    smooth = rng.normal(size=(400, 3, 4, 2)).repeat(2, axis=1).repeat(2, axis=2)
    noisy = 128 + 30 * smooth + 4 * rng.normal(size=smooth.shape)
    return noisy.clip(0, 255).astype(np.uint8)


def scaled(file: np.ndarray, **data) -> np.ndarray:
    spec = ImageData(dataset="x", **data)
    scaling = scaling_of(spec, file, np.arange(len(file)), CPU)
    before = scaling.before(torch.from_numpy(file)).permute(0, 3, 1, 2)
    return scaling.after(before, torch.contiguous_format).numpy()


def test_each_image_goes_from_0_to_1(file) -> None:
    found = scaled(file, scaling="min-max")
    assert found.shape == (400, 2, 6, 8)
    np.testing.assert_allclose(found.min(axis=(1, 2, 3)), 0.0)
    np.testing.assert_allclose(found.max(axis=(1, 2, 3)), 1.0)


def test_an_image_of_one_colour_stays_finite() -> None:
    assert not scaled(np.full((2, 4, 4, 1), 9, np.uint8), scaling="min-max").any()


def test_all_components_give_the_centred_image_back(file) -> None:
    found = scaled(file, scaling="pca", keep=1.0)
    centred = file / 255 - (file / 255).mean(axis=0)
    np.testing.assert_allclose(found, centred.transpose(0, 3, 1, 2), atol=1e-4)


def test_a_share_of_the_variance_is_kept_by_few_components(file) -> None:
    flat = file.reshape(len(file), -1)
    _, matrix = components(flat, keep=0.9)
    rank = np.linalg.matrix_rank(matrix)
    assert rank < flat.shape[1] / 2
    centred = flat / 255 - (flat / 255).mean(axis=0)
    kept = ((centred @ matrix) ** 2).sum() / (centred**2).sum()
    assert kept >= 0.9
    one_less = np.linalg.svd(centred)[1][: rank - 1]
    assert (one_less**2).sum() / (centred**2).sum() < 0.9


def test_whitened_pixels_are_uncorrelated(file) -> None:
    found = scaled(file, scaling="zca", epsilon=1e-5).reshape(400, -1)
    covariance = np.cov(found.T, bias=True)
    np.testing.assert_allclose(covariance, np.eye(len(covariance)), atol=0.08)


@pytest.mark.parametrize(
    "data",
    [
        {"scaling": "pca"},
        {"scaling": "zca", "keep": 0.9},
        {"scaling": "unit", "epsilon": 0.1},
        {"scaling": "pca", "keep": 1.5},
    ],
)
def test_options_go_with_their_scaling(data) -> None:
    with pytest.raises(ValidationError, match=r"keep|epsilon"):
        ImageData(dataset="x", **data)
