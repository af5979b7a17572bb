"""From the stored bytes to the network's input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision import transforms

from reprise.data.arrays import load
from reprise.training.torch_nets.images import Images, load_images

CPU = torch.device("cpu")
MEAN, STD = [0.491, 0.482, 0.447], [0.202, 0.199, 0.201]
PERCEPTRON = {"model": {"hidden": [4], "activation": "relu"}}
WHOLE = {"data.train_count": None, "data.test_count": None}


@pytest.fixture
def images_of(spec_of, data_root: Path):
    return lambda changes, seed=0: load_images(spec_of(changes), data_root, seed, CPU)


def entering(images: Images, memory_format=torch.channels_last) -> torch.Tensor:
    pixels = images.scaling.before(images.test.pixels)
    return images.scaling.after(pixels.permute(0, 3, 1, 2), memory_format)


def test_normalisation_is_torchvisions_to_the_last_bit(images_of, data_root) -> None:
    stored = np.array(load("shapes", data_root).test_images[:100])
    unit = torch.stack([transforms.ToTensor()(image) for image in stored])
    assert torch.equal(entering(images_of({"data.scaling": "unit"})), unit)
    given = {"data.scaling": "standard", "data.mean": MEAN, "data.std": STD}
    normal = transforms.Normalize(MEAN, STD)(unit)
    assert torch.equal(entering(images_of(given)), normal)


def test_a_crop_after_the_whole_image_and_back(images_of) -> None:
    sizes = [
        images_of({"augmentation": {"crop": crop}} if crop else {}).image
        for crop in (None, 8, None)
    ]
    assert sizes[0] == sizes[2] != sizes[1]
    assert sizes[1][1:] == (8, 8)


def test_raw_is_the_bytes(images_of, data_root) -> None:
    stored = load("digits", data_root).test_images[:100]
    found = entering(images_of({"data.dataset": "digits", "data.scaling": "raw"}))
    assert np.array_equal(found.numpy(), stored[:, None].astype(np.float32))


def test_standard_without_constants_uses_the_training_file(images_of) -> None:
    images = images_of(WHOLE | {"data.scaling": "standard"})
    x = images.scaling.after(images.train.pixels.permute(0, 3, 1, 2), torch.channels_last)
    assert torch.allclose(x.mean((0, 2, 3)), torch.zeros(3), atol=1e-4)
    assert torch.allclose(x.std((0, 2, 3)), torch.ones(3), atol=1e-4)


def test_the_mean_image_is_the_training_files(images_of, data_root) -> None:
    arrays = load("shapes", data_root)
    mean = arrays.train_images.mean(axis=0, dtype=np.float64)
    expected = (arrays.test_images[:100] - mean).transpose(0, 3, 1, 2)
    for changes in ({}, PERCEPTRON):
        found = entering(images_of({"data.scaling": "mean-image", **changes}))
        assert np.allclose(found.numpy(), expected, atol=1e-4)


def test_memory_order_follows_the_network_and_changes_no_value(images_of) -> None:
    last, first = images_of({}), images_of(PERCEPTRON)
    assert last.train.pixels.is_contiguous()
    assert first.train.pixels.permute(0, 3, 1, 2).is_contiguous()
    assert torch.equal(last.train.pixels, first.train.pixels)
    rows = torch.tensor([5, 1, 199])
    for images in (last, first):
        taken = images.train.take(rows)
        assert torch.equal(taken.pixels, images.train.pixels[rows])
        assert torch.equal(taken.labels, images.train.labels[rows])
        assert taken.pixels.stride() == images.train.pixels.stride()


def test_parts_and_shapes(images_of) -> None:
    images = images_of({"data.validation": {"take": "last", "count": 50}, "augmentation.crop": 28})
    assert (len(images.train), len(images.validation), len(images.test)) == (200, 50, 100)
    assert images.watched[0] == "validation"
    assert images.image == (3, 28, 28)
    assert images.classes == 10
    assert images_of({"data.dataset": "digits"}).image == (1, 28, 28)
    assert images_of({}).watched[0] == "test"


def test_subsets_are_fixed_and_in_the_files_order(images_of) -> None:
    one, other = images_of({}, seed=0).train, images_of({}, seed=1).train
    assert torch.equal(one.subset(50).pixels, other.subset(50).pixels)
    assert one.subset(500) is one
    flat = one.pixels.flatten(1)
    rows = [
        int((flat == image).all(1).nonzero()[0, 0]) for image in one.subset(50).pixels.flatten(1)
    ]
    assert rows == sorted(set(rows))
    assert len(rows) == 50
    assert rows[-1] > 100
