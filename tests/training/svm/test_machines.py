from __future__ import annotations

import logging

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.svm import SVC, LinearSVC

from reprise.data.split import Part
from reprise.documents.models.svm import Kernel, Linear
from reprise.training.svm import machines
from reprise.training.svm.errors import FitError
from reprise.training.svm.machines import fit


@pytest.fixture(scope="module")
def digits() -> Part:
    x, labels = load_digits(return_X_y=True)
    return Part((x / 16).astype(np.float32), labels)


def of_two(part: Part) -> Part:
    rows = part.labels < 2
    return Part(part.images[rows], part.labels[rows])


def linear(**settings) -> Linear:
    return Linear(kind="linear", **settings)


def svc(kernel: str, **settings) -> Kernel:
    return Kernel(kind="svc", kernel=kernel, **settings)


@pytest.mark.parametrize("solver", ["liblinear", "lbfgs"])
def test_linear_machines_predict_as_linear_svc_does(digits, solver):
    machine = fit(linear(solver=solver), digits, 0)
    exact = LinearSVC(dual=False).fit(digits.images, digits.labels)
    agree = machine.predict(digits.images) == exact.predict(digits.images)
    assert agree.mean() > 0.998
    assert machine.metrics["parameters"] == 10 * (64 + 1)
    assert machine.metrics["converged"] == 1


@pytest.mark.parametrize("solver", ["liblinear", "lbfgs"])
def test_two_classes_share_one_weight_vector(digits, solver):
    two = of_two(digits)
    machine = fit(linear(solver=solver), two, 0)
    assert machine.metrics["parameters"] == 64 + 1
    np.testing.assert_array_equal(machine.decide(two.images) > 0, two.labels == 1)
    np.testing.assert_array_equal(machine.predict(two.images), two.labels)


def test_support_vectors_of_a_linear_machine_decide_alone(digits):
    """Without the examples that have no loss, the minimum is the same."""
    two = of_two(digits)
    machine = fit(linear(C=0.1), two, 0)
    values = machine.decide(two.images) * np.where(two.labels == 1, 1, -1)
    inside = values < 1
    assert machine.metrics["support_vectors"] == inside.sum() < len(two)
    again = fit(linear(C=0.1), Part(two.images[inside], two.labels[inside]), 0)
    np.testing.assert_allclose(again.weights, machine.weights, atol=2e-3)


def test_a_kernel_machine_counts_what_it_keeps(digits):
    machine = fit(svc("rbf", C=5.0), digits, 0)
    vectors = machine.metrics["support_vectors"]
    assert 100 < vectors < len(digits)
    assert machine.metrics["parameters"] == vectors * (64 + 9) + 45
    assert len(machine.arrays["support"]) == vectors
    assert machine.metrics["converged"] == 1


def test_a_linear_kernel_counts_weights_per_pair_of_classes(digits):
    assert fit(svc("linear"), digits, 0).metrics["parameters"] == 45 * (64 + 1)


def test_kernel_settings_reach_scikit_learn(digits, monkeypatch):
    monkeypatch.setattr(machines, "CHUNK", 100)
    settings = {"C": 0.3, "gamma": 0.2, "degree": 4, "coef0": 0.7}
    machine = fit(svc("poly", **settings), digits, 0)
    exact = SVC(kernel="poly", **settings).fit(digits.images, digits.labels)
    np.testing.assert_array_equal(machine.predict(digits.images), exact.predict(digits.images))
    assert machine.metrics["support_vectors"] == len(exact.support_)


@pytest.mark.parametrize(
    "spec",
    [
        linear(max_iterations=2),
        linear(solver="lbfgs", max_iterations=2),
        svc("rbf", max_iterations=5),
    ],
)
def test_what_did_not_converge_says_so(digits, spec, caplog, recwarn):
    with caplog.at_level(logging.WARNING, logger="reprise.train"):
        machine = fit(spec, digits, 0)
    assert machine.metrics["converged"] == 0
    assert machine.metrics["iterations"] <= 5
    assert "not converged" in caplog.text
    assert not recwarn.list


def test_one_class_is_an_error(digits):
    rows = digits.labels == 3
    with pytest.raises(FitError, match="one class only"):
        fit(linear(), Part(digits.images[rows], digits.labels[rows]), 0)


def test_a_class_that_is_not_trained_on_is_never_predicted(digits):
    rows = digits.labels != 4
    for spec in (linear(), linear(solver="lbfgs"), svc("rbf")):
        machine = fit(spec, Part(digits.images[rows], digits.labels[rows]), 0)
        predicted = machine.predict(digits.images)
        assert 4 not in predicted
        assert np.mean(predicted[rows] == digits.labels[rows]) > 0.95
