from __future__ import annotations

import numpy as np
import pytest

from reprise.training.numpy_mlp.layers import Dense, forward_pieces, gradient_pieces, products_of

# (batch, outputs, inputs): one piece; rows of W cut; examples cut; too narrow to cut; few terms
SHAPES = [(1, 300, 784), (8, 300, 784), (30, 100, 784), (1000, 10, 784), (100, 100, 784), (9, 7, 2)]


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
    layer.forward(x, out=z)
    layer.backward(delta, out=dx)
    np.testing.assert_allclose(z, x @ layer.weights.T + layer.biases, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(dx, delta @ layer.weights, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("dtype", "close"), [(np.float64, 1e-11), (np.float32, 2e-3)])
def test_a_gradient_is_added_to_the_parameters_in_place(shape, dtype, close):
    layer, x, delta = layer_and_inputs(*shape, dtype)
    weights, biases = layer.weights, layer.biases
    wanted_weights = weights - 0.5 * delta.T @ x
    wanted_biases = biases - 0.5 * delta.sum(axis=0)
    layer.add_gradient(x, delta, -0.5, layer.weights, layer.biases)
    assert layer.parameters["W1"] is weights
    assert layer.parameters["b1"] is biases
    np.testing.assert_allclose(weights, wanted_weights, rtol=close, atol=close)
    np.testing.assert_allclose(biases, wanted_biases, rtol=close, atol=close)


@pytest.mark.parametrize("shape", [*SHAPES, (60_000, 10, 784), (37, 900, 784)], ids=str)
def test_the_pieces_cover_everything_once(shape):
    batch, outputs, _ = shape
    covered = np.zeros((batch, outputs), int)
    for examples, rows in forward_pieces(*shape):
        covered[examples, rows] += 1
    assert (covered == 1).all()
    seen = np.zeros(batch, int)
    for examples in gradient_pieces(*shape):
        seen[examples] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize(
    ("shape", "forward", "gradient"),
    [((8, 300, 784), 3, 1), ((1024, 10, 784), 9, 9), ((64, 100, 784), 1, 1)],
    ids=str,
)
def test_small_products_are_cut_and_others_are_not(shape, forward, gradient):
    assert len(forward_pieces(*shape)) == forward
    assert len(gradient_pieces(*shape)) == gradient


def test_arrays_that_blas_would_copy_are_refused():
    with pytest.raises(AssertionError, match="C-ordered"):
        Dense(np.zeros((4, 3), order="F"), np.zeros(4), ("W1", "b1"))
    with pytest.raises(AssertionError, match="biases"):
        Dense(np.zeros((4, 3)), np.zeros(4, np.float32), ("W1", "b1"))


def test_half_precision_is_refused():
    with pytest.raises(ValueError, match="float32 or float64, not in float16"):
        products_of(np.float16)
