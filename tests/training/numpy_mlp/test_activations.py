from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from reprise.training.numpy_mlp.activations import activation_named
from reprise.training.numpy_mlp.calls import make

NAMES = ["sigmoid", "relu", "leaky-relu", "tanh", "identity"]
Z = np.array([[-3.0, -0.5, -1e-3], [1e-3, 0.7, 4.0]])


def named(name: str):
    return activation_named(name, slope=0.02 if name == "leaky-relu" else None)


def output(name: str, z: np.ndarray) -> np.ndarray:
    out = np.full_like(z, np.nan)
    make(named(name).forward(z, out))
    return out


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("sigmoid", expit),
        ("relu", lambda z: np.where(z > 0, z, 0.0)),
        ("leaky-relu", lambda z: np.where(z > 0, z, 0.02 * z)),
        ("tanh", np.tanh),
        ("identity", np.array),
    ],
)
def test_forward_is_the_formula_and_leaves_its_input(name, formula):
    z = Z.copy()
    np.testing.assert_allclose(output(name, z), formula(Z), rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(z, Z)


@pytest.mark.parametrize("name", NAMES)
def test_backward_multiplies_by_the_derivative(name):
    step = 1e-6
    derivative = (output(name, Z + step) - output(name, Z - step)) / (2 * step)
    a, delta = output(name, Z), np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
    wanted = delta * derivative
    make(named(name).backward(a, delta))
    np.testing.assert_allclose(delta, wanted, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(("name", "at_zero"), [("relu", 0.0), ("leaky-relu", 0.02)])
def test_derivative_at_the_kink(name, at_zero):
    a, delta = output(name, np.zeros((1, 1))), np.ones((1, 1))
    make(named(name).backward(a, delta))
    assert delta.item() == at_zero


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_saturates_without_warnings_or_subnormal_numbers(dtype):
    z = np.array([[-1e4, -100.0, 0.0, 100.0, 1e4]], dtype)
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(output("sigmoid", z), [[0.0, 0.0, 0.5, 1.0, 1.0]])


@pytest.mark.parametrize("name", NAMES)
def test_nan_is_not_hidden(name):
    a, delta = output(name, np.array([[np.nan]])), np.array([[np.nan]])
    assert np.isnan(a).all()
    make(named(name).backward(a, delta))
    assert np.isnan(delta).all()


def test_unknown_name_lists_the_valid_ones():
    with pytest.raises(ValueError, match=r"'swish'.*sigmoid, relu, leaky-relu, tanh, identity"):
        activation_named("swish")


@pytest.mark.parametrize("slope", [None, -0.1, 1.0, float("nan")])
def test_leaky_relu_needs_a_slope_below_one(slope):
    with pytest.raises(ValueError, match="slope"):
        activation_named("leaky-relu", slope=slope)
