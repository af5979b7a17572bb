from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.preprocessing import scale
from sklearn.svm import LinearSVC

from reprise.training.svm import squared_hinge


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    x, labels = load_digits(return_X_y=True)
    return scale(x).astype(np.float32), labels


def one_against_rest(labels: np.ndarray) -> np.ndarray:
    return np.where(labels[:, None] == np.unique(labels), 1, -1).astype(np.float32)


def objective(weights, biases, x, targets, C) -> float:
    lack = np.maximum(0, 1 - targets * (x.astype(np.float64) @ weights.T + biases))
    return (np.sum(weights**2) + np.sum(biases**2)) / 2 + C * np.sum(lack**2)


@pytest.mark.parametrize("C", [0.002, 0.1, 1.0])
def test_the_minimum_is_that_of_linear_svc(digits, C):
    x, labels = digits
    targets = one_against_rest(labels)
    found = squared_hinge.fit(x, targets, C, 1000)
    exact = LinearSVC(C=C, dual=False, tol=1e-9).fit(x, labels)
    assert found.converged
    ours = objective(found.weights, found.biases, x, targets, C)
    theirs = objective(exact.coef_, exact.intercept_, x, targets, C)
    assert ours == pytest.approx(theirs, rel=1e-4)
    for own, its in ((found.weights, exact.coef_), (found.biases, exact.intercept_)):
        assert np.linalg.norm(own - its) < 0.03 * np.linalg.norm(its)


@pytest.mark.parametrize("C", [0.01, 0.1])
def test_the_metric_shortens_the_way_of_correlated_pixels(C, monkeypatch):
    x, labels = load_digits(return_X_y=True)
    problem = ((x / 16).astype(np.float32), one_against_rest(labels), C, 1000)
    found = squared_hinge.fit(*problem)
    monkeypatch.setattr(squared_hinge, "_metric", lambda x, C: np.eye(x.shape[1] + 1))
    assert found.converged
    assert found.iterations < squared_hinge.fit(*problem).iterations / 3


@pytest.mark.parametrize("C", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("size", [1e-3, 255.0])
def test_fewer_examples_than_features_of_any_size_are_no_obstacle(rng, C, size):
    x = (size * rng.random((20, 300))).astype(np.float32)
    targets = np.sign(rng.normal(size=(20, 1))).astype(np.float32)
    found = squared_hinge.fit(x, targets, C, 100)
    assert np.isfinite(found.weights).all()
    assert found.weights.shape == (1, 300)


def test_too_few_iterations_are_told(digits):
    x, labels = digits
    found = squared_hinge.fit(x, one_against_rest(labels), 1.0, 3)
    assert (found.iterations, found.converged) == (3, False)
