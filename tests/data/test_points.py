"""Generated points: what the documents say of them, and that nothing else moves them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_circles

from reprise.data.points import make_points
from reprise.documents.models.points import CirclesPoints, QuadraticPoints


def quadratic(train=60_000, test=10_000, **more) -> QuadraticPoints:
    return QuadraticPoints(kind="quadratic", train=train, test=test, **more)


def circles(**changes) -> CirclesPoints:
    settings = {"train": 200, "test": 200, "noise": 0.15, "factor": 0.5, "scale": 1.2} | changes
    return CirclesPoints(kind="circles", **settings)


def test_quadratic_points_are_normal_and_labelled_by_the_form():
    part = make_points(quadratic()).train
    assert part.x.shape == (60_000, 2) and part.x.dtype == np.float64
    assert len(part) == 60_000 and part.labels.dtype == np.int64
    np.testing.assert_allclose(part.x.mean(axis=0), 0, atol=0.02)
    np.testing.assert_allclose(np.cov(part.x.T), np.eye(2), atol=0.02)
    form = np.array([[1.0, -0.05], [1.0, 0.4]])
    np.testing.assert_array_equal(part.labels, np.einsum("ni,ij,nj->n", part.x, form, part.x) > 0.6)


def test_quadratic_points_have_the_class_shares_of_the_course():
    sets = make_points(quadratic())
    assert sets.train.labels.mean() == pytest.approx(0.558, abs=0.006)  # 3 standard errors
    assert sets.test.labels.mean() == pytest.approx(0.558, abs=0.015)


def test_fewer_quadratic_points_are_the_first_of_more():
    few, many = make_points(quadratic(50, 20)), make_points(quadratic(500, 200))
    np.testing.assert_array_equal(few.train.x, many.train.x[:50])
    np.testing.assert_array_equal(few.test.x, many.test.x[:20])


def test_circles_have_the_moments_of_scikit_learns():
    """Radius per class and class counts, against a large draw of the library's generator."""
    ours = make_points(circles(train=20_000, test=20_000))
    x = np.concatenate([ours.train.x, ours.test.x])
    labels = np.concatenate([ours.train.labels, ours.test.labels])
    theirs, their_labels = make_circles(40_000, noise=0.15, factor=0.5, random_state=1)
    assert np.bincount(labels).tolist() == np.bincount(their_labels).tolist()
    for label in (0, 1):
        radius = np.linalg.norm(x[labels == label], axis=1)
        expected = 1.2 * np.linalg.norm(theirs[their_labels == label], axis=1)
        np.testing.assert_allclose(
            np.quantile(radius, [0.05, 0.5, 0.95]), np.quantile(expected, [0.05, 0.5, 0.95]), 0.02
        )
        np.testing.assert_allclose(x[labels == label].mean(axis=0), 0, atol=0.02)


def test_circles_without_noise_lie_evenly_on_their_circles():
    sets = make_points(circles(train=8, test=4, noise=0.0))
    x = np.concatenate([sets.train.x, sets.test.x])
    labels = np.concatenate([sets.train.labels, sets.test.labels])
    np.testing.assert_allclose(np.linalg.norm(x, axis=1), np.where(labels == 0, 1.2, 0.6))
    for label in (0, 1):
        angles = np.sort(np.arctan2(*x[labels == label].T[::-1]))
        np.testing.assert_allclose(np.diff(angles), np.pi / 3)


def test_both_parts_of_the_circles_hold_both_classes():
    sets = make_points(circles())
    assert len(sets.train) == len(sets.test) == 200
    for part in (sets.train, sets.test):
        assert 0.4 < part.labels.mean() < 0.6


@pytest.mark.parametrize("make", [lambda **k: quadratic(100, 50, **k), circles])
def test_only_the_data_seed_changes_the_points(make):
    same, other = make_points(make(data_seed=0)), make_points(make(data_seed=1))
    np.testing.assert_array_equal(make_points(make()).train.x, same.train.x)
    assert not np.isclose(same.train.x, other.train.x).all(axis=1).any()
    assert not np.isclose(same.train.x[:50], same.test.x[:50]).all(axis=1).any()
