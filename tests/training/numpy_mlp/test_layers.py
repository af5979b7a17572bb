from __future__ import annotations

import numpy as np
import pytest

from reprise.training.numpy_mlp.calls import make
from reprise.training.numpy_mlp.layers import Dense, products_of

# (batch, outputs, inputs)
SHAPES = [(1, 300, 784), (8, 300, 784), (30, 100, 784), (1000, 10, 784), (9, 7, 2)]


def layer_and_inputs(batch: int, outputs: int, inputs: int, dtype=np.float64):
    rng = np.random.default_rng(5)
    weights = rng.normal(size=(outputs, inputs)).astype(dtype)
    layer = Dense(weights, rng.normal(size=outputs).astype(dtype), ("W1", "b1"))
    return (
        layer,
        rng.normal(size=(batch, inputs)).astype(dtype),
        rng.normal(size=(batch, outputs)).astype(dtype),
    )


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_forward_and_backward_are_the_plain_products(shape):
    layer, x, delta = layer_and_inputs(*shape)
    z, dx = np.full_like(delta, np.nan), np.full_like(x, np.nan)
    make(layer.forward(x, out=z))
    make(layer.backward(delta, out=dx))
    np.testing.assert_allclose(z, x @ layer.weights.T + layer.biases, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(dx, delta @ layer.weights, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("dtype", "close"), [(np.float64, 1e-11), (np.float32, 2e-3)])
def test_a_gradient_is_added_to_the_parameters_in_place(shape, dtype, close):
    layer, x, delta = layer_and_inputs(*shape, dtype)
    weights, biases = layer.weights, layer.biases
    wanted_weights = weights - 0.5 * delta.T @ x
    wanted_biases = biases - 0.5 * delta.sum(axis=0)
    make(layer.add_gradient(x, delta, -0.5, layer.weights, layer.biases))
    assert layer.parameters["W1"] is weights
    assert layer.parameters["b1"] is biases
    np.testing.assert_allclose(weights, wanted_weights, rtol=close, atol=close)
    np.testing.assert_allclose(biases, wanted_biases, rtol=close, atol=close)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_layer_takes_its_inputs_in_a_unit(shape):
    layer, x, delta = layer_and_inputs(*shape)
    levels, z = x / 0.25, np.empty_like(delta)
    scaled = layer.of_inputs_in(0.25)
    make(scaled.forward(levels, out=z))
    np.testing.assert_allclose(z, x @ layer.weights.T + layer.biases, rtol=1e-11, atol=1e-11)
    wanted_weights = layer.weights - 0.5 * delta.T @ x
    wanted_biases = layer.biases - 0.5 * delta.sum(axis=0)
    make(scaled.add_gradient(levels, delta, -0.5, layer.weights, layer.biases))
    np.testing.assert_allclose(layer.weights, wanted_weights, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(layer.biases, wanted_biases, rtol=1e-11, atol=1e-11)


def test_arrays_that_blas_would_copy_are_refused():
    with pytest.raises(AssertionError, match="biases"):
        Dense(np.zeros((4, 3)), np.zeros(4, np.float32), ("W1", "b1"))


def test_half_precision_is_refused():
    with pytest.raises(ValueError, match="float32 or float64, not in float16"):
        products_of(np.float16)
