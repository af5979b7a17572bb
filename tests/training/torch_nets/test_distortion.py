"""Elastic distortion, noise and mixup: what they do to images, and that they are seeded."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from reprise.documents.models.augmentation import Augmentation, Elastic
from reprise.training.torch_nets.augmentation import augmented
from reprise.training.torch_nets.distortion import _smoothed, elastic, mixed, noise


@pytest.fixture
def images(rng: np.random.Generator) -> torch.Tensor:
    return torch.from_numpy(rng.integers(256, size=(20, 28, 28, 1), dtype=np.uint8))


def generator(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_field_of_no_strength_changes_nothing(images) -> None:
    found = elastic(images, Elastic(alpha=1e-6, sigma=4), generator())
    assert torch.allclose(found, images.float(), atol=1e-2)


def test_the_field_is_smoothed_by_a_gaussian(rng) -> None:
    drawn = rng.uniform(-1, 1, size=(1, 2, 28, 28)).astype(np.float32)
    found = _smoothed(torch.from_numpy(drawn), 4.0)[0, 0].numpy()
    true = gaussian_filter(drawn[0, 0], 4.0, mode="constant", truncate=3.0)
    np.testing.assert_allclose(found, true, atol=1e-6)


def test_a_stronger_field_moves_more(images) -> None:
    def moved(alpha: float) -> float:
        found = elastic(images, Elastic(alpha=alpha, sigma=4), generator())
        return float((found - images.float()).abs().mean())

    assert moved(34) > moved(5) > moved(1) > 0


def test_each_image_has_a_field_of_its_own() -> None:
    same = torch.full((2, 28, 28, 1), 7, dtype=torch.uint8)
    same[:, 10:14] = 200
    found = elastic(same, Elastic(alpha=34, sigma=4), generator())
    assert not torch.equal(found[0], found[1])


def test_noise_has_the_stated_spread(images) -> None:
    added = noise(images, 0.1, generator()) - images.float()
    assert float(added.std()) == pytest.approx(25.5, rel=0.03)
    assert abs(float(added.mean())) < 1.0


def test_mixup_mixes_inputs_and_names_the_other_labels() -> None:
    x, labels = torch.arange(12.0).view(6, 2), torch.arange(6)
    found, others, share = mixed(x, labels, 0.2, generator())
    assert 0 <= share <= 0.5
    assert sorted(others.tolist()) == list(range(6))
    assert torch.allclose(found, (1 - share) * x + share * x[others])


@pytest.mark.parametrize("change", [{"noise": 0.1}, {"elastic": {"alpha": 34, "sigma": 4}}])
def test_the_same_draws_give_the_same_images(images, change) -> None:
    spec = Augmentation.model_validate(change)
    first, second = (augmented(images, spec, generator(seed)) for seed in (1, 1))
    assert torch.equal(first, second)
    assert not torch.equal(first, augmented(images, spec, generator(2)))
