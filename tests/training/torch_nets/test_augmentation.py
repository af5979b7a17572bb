"""Random crops, flips and affine maps: what they do to single images, and how often."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.transforms import functional as torchvision
from torchvision.transforms import v2

from reprise.documents.models.augmentation import Affine, Augmentation
from reprise.training.torch_nets.augmentation import (
    affine,
    augmented,
    centre_crop,
    crop_and_flip,
    draw_maps,
    inverse_maps,
)


@pytest.fixture
def images(rng: np.random.Generator) -> torch.Tensor:
    return torch.from_numpy(rng.integers(256, size=(40, 12, 10, 3), dtype=np.uint8))


def places(height: int, width: int, count: int) -> torch.Tensor:
    """Images whose pixels say where they stood: (row, column)."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([rows, columns], dim=-1).to(torch.uint8).expand(count, -1, -1, -1)


def test_crops_are_windows_and_all_places_are_equally_likely(rng) -> None:
    count, size = 9000, 28
    found = crop_and_flip(places(32, 32, count), size, 0.0, rng).int()
    assert found.shape == (count, size, size, 2)
    corners = found[:, 0, 0]
    offsets = found - corners[:, None, None]
    assert torch.equal(offsets, places(size, size, count).int())
    counts = np.bincount((corners[:, 0] * 5 + corners[:, 1]).numpy(), minlength=25)
    assert len(counts) == 25
    expected = count / 25
    assert abs(counts - expected).max() < 5 * np.sqrt(expected)


@pytest.mark.parametrize("probability", [0.0, 0.3, 1.0])
def test_flips_mirror_left_and_right(rng, probability: float) -> None:
    count = 4000
    found = crop_and_flip(places(6, 7, count), None, probability, rng)
    assert torch.equal(found[..., 0], places(6, 7, count)[..., 0])
    mirrored = (found[:, 0, 0, 1] == 6).float()
    plain = places(6, 7, count)
    expected = torch.where(mirrored[:, None, None, None].bool(), plain.flip(2), plain)
    assert torch.equal(found, expected)
    error = np.sqrt(probability * (1 - probability) / count)
    assert float(mirrored.mean()) == pytest.approx(probability, abs=5 * error + 1e-9)


def test_channels_stay_together(images, rng) -> None:
    found = crop_and_flip(images, 8, 1.0, rng)
    for one, source in zip(found, images, strict=True):
        windows = [source[y : y + 8, x : x + 8].flip(1) for y in range(5) for x in range(3)]
        assert any(torch.equal(one, window) for window in windows)


def test_memory_order_changes_no_result(images) -> None:
    channels_first = images.permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
    spec = Augmentation(crop=8, flip=0.5, affine=Affine(degrees=30))
    one, other = (augmented(x, spec, np.random.default_rng(1)) for x in (images, channels_first))
    assert torch.equal(one, other)


@pytest.mark.parametrize("size", [4, 7, 8, 9, 10])
def test_centre_crop_is_torchvisions(images, size: int) -> None:
    expected = v2.functional.center_crop(images.permute(0, 3, 1, 2), [size, size])
    assert torch.equal(centre_crop(images, size), expected.permute(0, 2, 3, 1))


@pytest.mark.parametrize(
    ("angle", "scale", "shear", "shift"),
    [
        (0.0, 1.0, 0.0, (0, 0)),
        (37.0, 1.0, 0.0, (0, 0)),
        (-90.0, 0.93, 0.0, (0, 0)),
        (12.0, 1.1, 8.0, (0, 0)),
        (-63.0, 0.93, -5.0, (2, -1)),
    ],
)
def test_one_affine_map_is_torchvisions(images, angle, scale, shear, shift) -> None:
    pixels = images[:1].permute(0, 3, 1, 2).float()
    expected = torchvision.affine(pixels, angle, list(shift), scale, [shear, 0.0])
    theta = inverse_maps(
        np.radians([angle]),
        np.array([scale]),
        np.tan(np.radians([shear])),
        *(np.array([float(s)]) for s in shift),
        12,
        10,
    )
    grid = torch.nn.functional.affine_grid(torch.from_numpy(theta), pixels.shape, False)
    options = {"mode": "nearest", "padding_mode": "zeros", "align_corners": False}
    found = torch.nn.functional.grid_sample(pixels, grid, **options)
    assert (found != expected).float().mean() < 0.02  # rounding at half pixels
    if angle == 0.0:
        assert torch.equal(found, pixels)


def test_affine_maps_cover_their_ranges_uniformly(rng) -> None:
    spec = Affine(degrees=90, scale=(0.9, 1.1), shear=10, translate=0.25)
    theta = draw_maps(spec, 5000, 8, 8, rng).astype(np.float64)
    assert theta.shape == (5000, 2, 3)
    turn, shift = np.linalg.inv(theta[:, :, :2]), theta[:, :, 2]
    angle = np.degrees(np.arctan2(turn[:, 1, 0], turn[:, 0, 0]))
    scale = np.hypot(turn[:, 0, 0], turn[:, 1, 0])
    for values, low, high in ((angle, -90, 90), (scale, 0.9, 1.1)):
        assert low <= values.min() + 1e-4
        assert values.max() <= high + 1e-4
        assert values.mean() == pytest.approx((low + high) / 2, abs=0.02 * (high - low))
        assert values.std() == pytest.approx((high - low) / np.sqrt(12), rel=0.05)
    pixels = -np.einsum("nij,nj->ni", turn, shift) * 4
    assert np.allclose(pixels, np.round(pixels), atol=1e-3)
    assert set(np.round(pixels[:, 0]).astype(int)) == {-2, -1, 0, 1, 2}


def test_an_affine_map_leaves_black_and_keeps_bytes_whole(images, rng) -> None:
    found = affine(images, Affine(degrees=45, scale=(0.5, 0.5)), rng)
    assert found.shape == images.shape
    assert torch.equal(found, found.round())
    corners = found[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert float(corners.abs().max()) == 0.0
    assert float(found.mean()) > 0.15 * float(images.float().mean())


def test_without_anything_to_draw_images_stay_as_they_are(images, rng) -> None:
    assert torch.equal(augmented(images, Augmentation(), rng), images)
    assert torch.equal(affine(images, Affine(degrees=0), rng), images.float())


def test_draws_follow_the_generator(images) -> None:
    spec = Augmentation(crop=8, flip=0.5)
    one, same, other = (augmented(images, spec, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
