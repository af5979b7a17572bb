"""The yardstick itself, against derivatives that are known."""

from __future__ import annotations

import numpy as np

from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.functions import (
    ACTIVATIONS,
    entropy_term,
    leaky_relu,
    relu,
    sigmoid,
    softmax,
)


def test_slopes_are_right_to_rounding(rng):
    x = rng.uniform(0.1, 0.9, 50)
    for function, derivative in (
        (np.log, 1 / x),
        (np.exp, np.exp(x)),
        (np.tanh, 1 - np.tanh(x) ** 2),
        (lambda v: v**0.5, 0.5 / np.sqrt(x)),
        (entropy_term, -np.log(x) - 1),
    ):
        np.testing.assert_allclose(slope(function, x), derivative, rtol=1e-14, atol=1e-15)


def test_the_slopes_of_kinked_functions_are_right_on_both_sides():
    x = np.array([-2.0, -0.1, 0.1, 2.0])
    assert slope(relu, x).tolist() == [0, 0, 1, 1]
    assert slope(lambda z: leaky_relu(z, 0.25), x).tolist() == [0.25, 0.25, 1, 1]


def test_the_jacobian_has_the_shape_of_the_result_then_of_the_argument(rng):
    w, x = rng.normal(size=(3, 4)), rng.normal(size=4)
    np.testing.assert_allclose(jacobian(lambda x: w @ x, x), w)
    in_weights = jacobian(lambda w: w @ x, w)
    assert in_weights.shape == (3, 3, 4)
    np.testing.assert_allclose(in_weights, np.eye(3)[:, :, None] * x)
    assert jacobian(lambda w: np.sum(w**2), w).shape == w.shape


def test_central_differences_agree(rng):
    z, step = rng.normal(size=6), 1e-6
    moved = [softmax(z + step * e) - softmax(z - step * e) for e in np.eye(6)]
    by_differences = np.stack(moved, axis=-1) / (2 * step)
    np.testing.assert_allclose(jacobian(softmax, z), by_differences, atol=1e-9)


def test_activations_come_with_their_derivatives():
    x = np.linspace(-3, 3, 40)
    for function, derivative in ACTIVATIONS.values():
        np.testing.assert_allclose(derivative(x), slope(function, x), atol=1e-15)


def test_the_error_is_the_largest_difference():
    assert error(np.array([1.0, -3.0]), np.array([1.5, -1.0])) == 2.0
    assert error(1.0, np.array([[1.0], [4.0]])) == 3.0
    assert error(sigmoid(np.zeros(3)), 0.5) == 0.0
