"""The embedded data: the same everywhere, and such that something can be learned from it."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from reprise.data import standins


@pytest.fixture(scope="module")
def digits():
    return standins.digits()


@pytest.fixture(scope="module")
def shapes():
    return standins.shapes(2000, 400)


def digest(splits) -> str:
    content = b"".join(array.tobytes() for split in splits for array in split)
    return hashlib.sha256(content).hexdigest()


def test_the_bytes_are_the_same_everywhere(digits, shapes):
    assert digest(digits) == "7334bd348fc8ff998ddca3232045de1eaf368a5ea4c7c4407e9dc0d1016c0f3e"
    assert digest(shapes) == "971691fded344f0979d5d609f166a956f42d3bcbc8dea90702bc356eb8a4cd51"


def test_digits_have_mnists_frame(digits):
    (images, labels), (test_images, test_labels) = digits
    assert images.shape == (1437, 28, 28) and test_images.shape == (360, 28, 28)
    assert images.dtype == labels.dtype == np.uint8
    assert images.max() == 255 and not images[:, :4].any() and not images[:, :, -4:].any()
    assert np.bincount(test_labels).min() >= 35


def test_digits_are_the_ones_of_scikit_learn(digits):
    """No interpolated pixel is brighter than what it lies between; each label keeps its image."""
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    (images, train_labels), (_, test_labels) = digits
    assert sorted([*train_labels, *test_labels]) == sorted(labels)
    corners = images[0, 4:24, 4:24][np.ix_([0, 19], [0, 19])]
    source = small[1].reshape(8, 8)[np.ix_([0, 7], [0, 7])]  # image 0 is the first test image
    assert (corners == np.floor(source * 255 / 16 + 0.5)).all()


def test_digits_can_be_learned(digits):
    (images, labels), (test_images, test_labels) = digits
    model = LogisticRegression(C=0.1).fit(images.reshape(len(images), -1) / 255, labels)
    assert model.score(test_images.reshape(len(test_images), -1) / 255, test_labels) > 0.9


def test_shapes_have_cifars_frame_and_even_classes(shapes):
    for (images, labels), count in zip(shapes, (2000, 400), strict=True):
        assert images.shape == (count, 32, 32, 3) and images.dtype == labels.dtype == np.uint8
        assert (np.bincount(labels) == count // 10).all()


def test_shapes_can_be_learned_but_not_from_pixels_or_colours(shapes):
    """Power spectra, which know nothing of place and colour, tell the classes apart."""
    (images, labels), (test_images, test_labels) = shapes

    def spectra(images: np.ndarray) -> np.ndarray:
        power = (abs(np.fft.rfft2(images.transpose(0, 3, 1, 2))) ** 2).sum(axis=1)
        logs = np.log(power.reshape(len(images), -1)[:, 1:] + 1)
        return logs - logs.mean(axis=1, keepdims=True)

    def nearest(features) -> float:
        model = KNeighborsClassifier(5).fit(features(images), labels)
        return model.score(features(test_images), test_labels)

    model = LinearDiscriminantAnalysis().fit(spectra(images), labels)
    assert model.score(spectra(test_images), test_labels) > 0.9
    assert nearest(lambda images: images.mean(axis=(1, 2))) < 0.2
    assert nearest(lambda images: images.reshape(len(images), -1)) < 0.4
