"""What a run sees of a data set: subsets, validation part, pixel scale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from toy import PROJECT

from reprise.data.arrays import load
from reprise.data.gray import in_gray
from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.data.split import colour_statistics, load_split, permuted
from reprise.documents.models.data import DataSpec


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    for name in ("digits", "shapes"):
        prepare(datasets[name], folder, [], upstream=False)
    return folder


def split(root: Path, seed: int = 0, dtype: str = "float64", **spec):
    return load_split(
        DataSpec(**{"dataset": "digits", "scaling": "raw", **spec}), root, seed, dtype
    )


def test_the_whole_files_in_their_order(root: Path) -> None:
    arrays, found = load("digits", root), split(root)
    flat = arrays.train_images.reshape(len(arrays.train_labels), -1)
    np.testing.assert_array_equal(found.train.images, flat)
    np.testing.assert_array_equal(found.test.labels, arrays.test_labels)
    assert found.validation is None
    assert found.watched[0] == "test"
    assert found.classes == 10


def test_what_is_shared_by_runs_cannot_be_written_to(root: Path) -> None:
    found = split(root)
    assert split(root) is found
    for part in (found.train, found.test):
        with pytest.raises(ValueError, match="read-only"):
            part.images[0, 0] = 1
        with pytest.raises(ValueError, match="read-only"):
            part.labels[0] = 1


def test_the_last_images_are_held_out(root: Path) -> None:
    whole, found = split(root), split(root, validation={"take": "last", "count": 100})
    np.testing.assert_array_equal(found.validation.images, whole.train.images[-100:])
    np.testing.assert_array_equal(found.train.images, whole.train.images[:-100])
    assert found.watched[0] == "validation"


def test_a_random_part_is_another_for_each_seed_and_disjoint(root: Path) -> None:
    holdout = {"take": "random", "count": 100}
    one, again, other = (split(root, seed, validation=holdout) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.validation.images, again.validation.images)
    assert not np.array_equal(one.validation.labels, other.validation.labels)
    total = len(one.train) + len(one.validation)
    joined = np.concatenate([one.train.images, one.validation.images])
    assert total == len(split(root).train)
    whole = split(root).train.images
    np.testing.assert_array_equal(np.sort(joined, axis=0), np.sort(whole, axis=0))


def test_a_subset_is_the_same_for_all_seeds(root: Path) -> None:
    one, other = (split(root, seed, train_count=50) for seed in (0, 1))
    np.testing.assert_array_equal(one.train.images, other.train.images)
    assert len(one.train) == 50
    assert len(split(root, test_count=30).test) == 30


def test_unit_and_mean_image(root: Path) -> None:
    raw = split(root).train.images
    np.testing.assert_allclose(split(root, scaling="unit").train.images, raw / 255)
    centred = split(root, scaling="mean-image")
    np.testing.assert_allclose(centred.train.images.mean(axis=0), 0, atol=1e-10)
    np.testing.assert_allclose(centred.train.images + raw.mean(axis=0), raw)
    shift = split(root).test.images - centred.test.images
    np.testing.assert_allclose(shift, np.broadcast_to(raw.mean(axis=0), shift.shape))


def test_standard_is_per_colour_with_the_training_files_statistics(root: Path) -> None:
    found = split(root, dataset="shapes", scaling="standard")
    colours = found.train.images.reshape(-1, 3)
    np.testing.assert_allclose(colours.mean(axis=0), 0, atol=1e-10)
    np.testing.assert_allclose(colours.std(axis=0), 1)
    images = load("shapes", root).train_images
    mean, sd = colour_statistics(images)
    np.testing.assert_allclose(mean, images.reshape(-1, 3).mean(axis=0))
    np.testing.assert_allclose(sd, images.reshape(-1, 3).std(axis=0))
    restored = found.test.images.reshape(-1, 3) * sd + mean
    np.testing.assert_allclose(restored, load("shapes", root).test_images.reshape(-1, 3), atol=1e-9)


def test_only_some_rows_are_trained_on_and_others_held_out(root: Path) -> None:
    whole = split(root).train.images
    found = split(root, train_rows=(100, 400), validation={"take": "random", "count": 50})
    assert (len(found.train), len(found.validation)) == (250, 50)
    joined = np.concatenate([found.train.images, found.validation.images])
    np.testing.assert_array_equal(np.sort(joined, axis=0), np.sort(whole[100:400], axis=0))
    last = split(root, train_rows=(100, 400), validation={"take": "last", "count": 50})
    np.testing.assert_array_equal(last.validation.images, whole[350:400])


def test_pixels_in_another_order_are_the_same_pixels(root: Path) -> None:
    plain = split(root, validation={"take": "last", "count": 100})
    found = permuted(plain)
    assert not np.array_equal(found.train.images, plain.train.images)
    for part, other in ((found.train, plain.train), (found.test, plain.test)):
        np.testing.assert_array_equal(np.sort(part.images, axis=1), np.sort(other.images, axis=1))
        np.testing.assert_array_equal(part.labels, other.labels)
    both = [np.vstack([split.train.images, split.test.images]) for split in (plain, found)]
    columns = [sorted(map(bytes, np.ascontiguousarray(images.T))) for images in both]
    assert columns[0] == columns[1]  # train and test in the same order
    np.testing.assert_array_equal(permuted(plain).validation.images, found.validation.images)


def test_gray_is_the_luma_of_colours(root: Path) -> None:
    colours = load("shapes", root)
    gray = in_gray(colours)
    assert gray.test_images.shape == colours.test_images.shape[:3]
    true = colours.test_images[3] @ np.array([0.299, 0.587, 0.114])
    assert np.abs(gray.test_images[3] - true).max() <= 0.51
    assert in_gray(load("digits", root)).test_images.ndim == 3
