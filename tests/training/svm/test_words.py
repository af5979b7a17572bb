from __future__ import annotations

import numpy as np
import pytest

from reprise.training.svm import words
from reprise.training.svm.errors import FitError
from reprise.training.svm.words import CONTRAST_FLOOR, Dictionary, contrast_normalised, encode


@pytest.fixture
def images(rng) -> np.ndarray:
    return rng.integers(0, 256, size=(7, 11, 12, 3), dtype=np.uint8)


def random_dictionary(rng, side: int, channels: int, count: int) -> Dictionary:
    length = side * side * channels
    return Dictionary(
        side,
        rng.normal(size=length).astype(np.float32),
        rng.normal(size=(length, length)).astype(np.float32),
        rng.normal(size=(count, length)).astype(np.float32),
    )


def test_contrast_is_normalised_but_for_flat_patches(rng):
    patches = rng.integers(0, 256, size=(50, 108)).astype(np.uint8)
    patches[0] = 77
    normal = contrast_normalised(patches)
    variance = patches.var(axis=1)
    assert abs(normal.mean(axis=1)).max() < 1e-5
    np.testing.assert_allclose(normal.var(axis=1), variance / (variance + CONTRAST_FLOOR), 1e-4)
    assert not normal[0].any()


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_encoding_equals_the_definition_word_by_word(rng, images, stride):
    side, dictionary = 4, random_dictionary(rng, 4, 3, 5)
    rows, columns = range(0, 11 - side + 1, stride), range(0, 12 - side + 1, stride)
    expected = np.zeros((len(images), 4, 5))
    for n, image in enumerate(images):
        for i, top in enumerate(rows):
            for j, left in enumerate(columns):
                patch = image[top : top + side, left : left + side].transpose(2, 0, 1)
                x = dictionary.whiten(contrast_normalised(patch.reshape(1, -1)))[0]
                z = np.linalg.norm(x - dictionary.words, axis=1)
                lower, right = i >= (len(rows) + 1) // 2, j >= (len(columns) + 1) // 2
                expected[n, 2 * lower + right] += np.maximum(0, z.mean() - z)
    found = encode(images, dictionary, stride)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected.reshape(len(images), -1), rtol=1e-3, atol=1e-3)


def test_encoding_does_not_depend_on_the_chunks(rng, images, monkeypatch):
    dictionary = random_dictionary(rng, 6, 3, 9)
    whole = encode(images, dictionary, 2)
    monkeypatch.setattr(words, "CHUNK", 300)
    # some units in the last place of distances of a few hundred in float32
    np.testing.assert_allclose(encode(images, dictionary, 2), whole, rtol=1e-4, atol=1e-4)


def test_whitened_patches_are_uncorrelated(rng):
    """But for -1/15: the pixels of a patch sum to nothing."""
    coarse = rng.integers(0, 256, size=(300, 6, 6, 1))
    smooth = coarse.repeat(4, axis=1).repeat(4, axis=2)
    images = np.clip(smooth + rng.normal(0, 25, smooth.shape), 0, 255).astype(np.uint8)
    dictionary = words.learn(images, 4, words=20, patches=5_000, passes=2, rng=rng)
    windows = np.lib.stride_tricks.sliding_window_view(images[..., 0], (4, 4), axis=(1, 2))
    patches = contrast_normalised(windows.reshape(-1, 16))
    before, after = np.corrcoef(patches.T), np.corrcoef(dictionary.whiten(patches).T)
    off = ~np.eye(16, dtype=bool)
    assert abs(after[off]).max() < abs(before[off]).max() / 3
    assert dictionary.words.shape == (20, 16)
    assert dictionary.words.dtype == np.float32


def test_words_settle_where_patches_are(rng):
    """Two kinds of patches and two words: one each."""
    half = np.zeros((6, 6, 1), dtype=np.uint8)
    half[:, 3:] = 200
    images = np.stack([half, half.transpose(1, 0, 2)] * 50)
    dictionary = words.learn(images, 6, words=2, patches=200, passes=5, rng=rng)
    kinds = dictionary.whiten(contrast_normalised(images[:2].reshape(2, -1)))
    distances = np.linalg.norm(kinds[:, None] - dictionary.words, axis=2)
    assert sorted(distances.argmin(axis=1)) == [0, 1]
    assert distances.min(axis=1).max() < 1e-3


def test_a_patch_larger_than_the_image_is_an_error(images, rng):
    with pytest.raises(FitError, match="12 x 12 does not fit into 11 x 12"):
        words.learn(images, 12, words=2, patches=10, passes=1, rng=rng)
