"""What is drawn: shares, flipped labels, objects."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage

from reprise.data.arrays import load
from reprise.data.errors import DataError
from reprise.training.torch_nets.rare_positives.examples import load_examples, training_rows
from reprise.training.torch_nets.rare_positives.objects import LARGEST, SMALLEST, draw_objects


@pytest.mark.parametrize(("share", "count"), [(0.5, 100), (0.1, 20), (0.01, 2)])
@pytest.mark.parametrize("digit", [9, 3])
def test_the_share_is_drawn(spec_of, data_root, share: float, count: int, digit: int) -> None:
    data = spec_of({"data.share": share, "data.digit": digit}).data
    labels = load("digits", data_root).train_labels
    rows = training_rows(data, labels)
    assert len(set(rows.tolist())) == 200 and (np.diff(rows) > 0).all()
    assert (labels[rows] == digit).sum() == count
    sets = load_examples(data, data_root)
    assert sets.share == share and float(sets.train.targets.sum()) == count
    assert not sets.train.flipped.any()


def test_the_test_set_keeps_its_own_share(spec_of, data_root) -> None:
    labels = load("digits", data_root).test_labels
    sets = load_examples(spec_of({"data.share": 0.01}).data, data_root)
    np.testing.assert_array_equal(sets.test.targets[:, 0].numpy(), labels == 9)
    assert len(load_examples(spec_of({"data.test_count": 50}).data, data_root).test) == 50


def test_fewer_positives_are_among_more(spec_of, data_root) -> None:
    labels = load("digits", data_root).train_labels
    few, many = (training_rows(spec_of({"data.share": s}).data, labels) for s in (0.05, 0.5))
    assert set(few[labels[few] == 9]) <= set(many[labels[many] == 9])


def test_flipped_labels_are_turned_over_and_no_others(spec_of, data_root) -> None:
    clean = load_examples(spec_of({}).data, data_root).train
    sets = load_examples(spec_of({"data.flipped": 0.1}).data, data_root)
    flipped = sets.train
    assert int(flipped.flipped.sum()) == 20
    assert torch.equal(flipped.targets != clean.targets, flipped.flipped)
    assert torch.equal(flipped.inputs, clean.inputs)
    assert sets.share == 0.25 and not sets.test.flipped.any()
    assert 0 < float(flipped.targets[flipped.flipped].sum()) < 20


def test_pixels_are_divided_by_255(spec_of, data_root) -> None:
    inputs = load_examples(spec_of({}).data, data_root).train.inputs
    assert inputs.shape == (200, 1, 28, 28) and inputs.dtype == torch.float32
    assert (float(inputs.min()), float(inputs.max())) == (0, 1)


def test_too_few_positives_are_an_error_that_says_so(spec_of) -> None:
    with pytest.raises(DataError, match="digits: 50 positives are wanted, 30 are there"):
        training_rows(spec_of({}).data, np.repeat([9, 1], [30, 500]))


def test_objects_are_small_and_apart() -> None:
    images, numbers = draw_objects(60, 0.3, 0)
    assert images.shape == numbers.shape == (60, 32, 32) and images.dtype == np.float32
    assert LARGEST / numbers[0].size < 0.02
    areas = []
    for image in numbers:
        count = int(image.max())
        assert 1 <= count <= 3
        _, blobs = ndimage.label(image > 0, structure=np.ones((3, 3)))
        assert blobs == count, "objects touch"
        areas += [int((image == number).sum()) for number in range(1, count + 1)]
    assert SMALLEST <= min(areas) < 7 and 16 < max(areas) <= LARGEST
    assert 1.7 < len(areas) / 60 < 2.3


def test_objects_are_brighter_and_noise_is_as_asked() -> None:
    images, numbers = draw_objects(40, 0.3, 1)
    inside, outside = images[numbers > 0], images[numbers == 0]
    assert inside.mean() - outside.mean() == pytest.approx(1, abs=0.05)
    assert 0.3 < outside.std() < 0.35


def test_objects_are_the_same_each_time_and_fewer_are_the_first_of_more() -> None:
    more, few = draw_objects(9, 0.3, 0), draw_objects(4, 0.3, 0)
    other = draw_objects(4, 0.3, 1)
    for whole, part, test in zip(more, few, other, strict=True):
        np.testing.assert_array_equal(whole[:4], part)
        assert (part != test).any()
    np.testing.assert_array_equal(draw_objects(4, 0.9, 0)[1], few[1])


def test_object_examples_have_a_target_per_pixel(spec_of, data_root) -> None:
    sets = load_examples(spec_of({}, True).data, data_root)
    assert sets.image == (1, 32, 32)
    assert sets.train.targets.shape == (20, 1024) and sets.test_objects.shape == (12, 1024)
    np.testing.assert_array_equal(sets.test.targets.numpy() > 0, sets.test_objects > 0)
    assert sets.share == pytest.approx(float(sets.train.targets.mean()))
