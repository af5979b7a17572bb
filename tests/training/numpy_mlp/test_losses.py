from __future__ import annotations

import numpy as np
import pytest
from scipy.special import log_softmax

from reprise.training.numpy_mlp.losses import LossBuffers, check_labels, loss_named, softmax

RIGHT = loss_named("softmax-cross-entropy")
WRONG = loss_named("softmax-over-batch-cross-entropy")
SQUARED = loss_named("softmax-squared-error")
LABELS = np.array([2, 0, 1, 1], dtype=np.uint8)


def some_logits(dtype=np.float64) -> np.ndarray:
    return np.random.default_rng(1).normal(0.0, 3.0, (4, 3)).astype(dtype)


def onehot() -> np.ndarray:
    return np.eye(3)[LABELS]


def test_cross_entropy_of_each_example_and_its_mean():
    logits = some_logits()
    wanted = -log_softmax(logits, axis=1)[np.arange(4), LABELS]
    buffers = LossBuffers(logits.copy())
    correct = RIGHT.forward(buffers, LABELS)
    np.testing.assert_allclose(buffers.losses, wanted, rtol=1e-13)
    assert RIGHT.reported(buffers) == pytest.approx(wanted.mean(), rel=1e-13)
    assert correct == (logits.argmax(axis=1) == LABELS).sum()


def test_cross_entropy_delta_is_the_gradient_of_the_mean():
    logits = some_logits()
    buffers = LossBuffers(logits.copy())
    RIGHT.forward(buffers, LABELS)
    RIGHT.backward(buffers, LABELS)
    np.testing.assert_allclose(buffers.logits, (softmax(logits) - onehot()) / 4, atol=1e-15)


@pytest.mark.parametrize("loss", [RIGHT, WRONG], ids=lambda loss: loss.name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_give_finite_losses_without_warnings(loss, dtype):
    logits = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [0, 0, 0], [1e4, 0, -1e4]], dtype)
    buffers = LossBuffers(logits)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss.forward(buffers, LABELS)
        loss.backward(buffers, LABELS)
    assert np.isfinite(buffers.losses).all()
    assert np.isfinite(buffers.logits).all()
    assert buffers.losses[0] == pytest.approx(1e4, rel=1e-3)
    assert buffers.losses[1] == pytest.approx(2e4, rel=1e-3)


def test_squared_error_of_each_example_and_its_mean():
    logits = some_logits()
    wanted = ((softmax(logits) - onehot()) ** 2).sum(axis=1)
    buffers = LossBuffers(logits.copy())
    correct = SQUARED.forward(buffers, LABELS)
    np.testing.assert_allclose(buffers.losses, wanted, rtol=1e-13)
    assert SQUARED.reported(buffers) == pytest.approx(wanted.mean(), rel=1e-13)
    assert correct == (logits.argmax(axis=1) == LABELS).sum()


def test_squared_error_delta_is_the_gradient_of_the_mean():
    logits, step = some_logits(), 1e-30

    def mean_loss(z: np.ndarray) -> complex:
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return ((p - onehot()) ** 2).sum() / 4

    wanted = np.empty_like(logits)
    for place in np.ndindex(logits.shape):  # by the complex step
        moved = logits.astype(complex)
        moved[place] += 1j * step
        wanted[place] = mean_loss(moved).imag / step
    buffers = LossBuffers(logits.copy())
    SQUARED.forward(buffers, LABELS)
    SQUARED.backward(buffers, LABELS)
    np.testing.assert_allclose(buffers.logits, wanted, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_squared_error_of_huge_logits_is_finite_and_at_most_2(dtype):
    buffers = LossBuffers(np.array([[1e4, -1e4, 0], [-1e4, 1e4, 1e4]], dtype))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        SQUARED.forward(buffers, LABELS[:2])
        SQUARED.backward(buffers, LABELS[:2])
    np.testing.assert_allclose(buffers.losses, [2.0, 1.5])
    assert np.isfinite(buffers.logits).all()


def test_softmax_is_stable_and_sums_to_one():
    logits = np.array([[1e4, -1e4, 1e4 - 1.0], [0.0, 0.0, 0.0]])
    with np.errstate(over="raise", invalid="raise"):
        p = softmax(logits)
    np.testing.assert_allclose(p[0], [1 / (1 + np.exp(-1.0)), 0.0, 1 / (1 + np.e)], rtol=1e-12)
    np.testing.assert_allclose(p.sum(axis=1), 1.0)


def test_the_wrong_softmax_does_what_the_listing_does():
    logits = some_logits()
    p = np.exp(logits) / np.exp(logits).sum()  # one normaliser for the whole matrix
    buffers = LossBuffers(logits.copy())
    WRONG.forward(buffers, LABELS)
    wanted = np.sum(-onehot() * np.log(p), axis=0).sum()
    assert WRONG.reported(buffers) == pytest.approx(wanted, rel=1e-13)
    WRONG.backward(buffers, LABELS)
    np.testing.assert_allclose(buffers.logits, (p - onehot()) / 4, atol=1e-15)


def test_both_softmaxes_agree_on_one_example():
    deltas = []
    for loss in (RIGHT, WRONG):
        buffers = LossBuffers(some_logits()[:1].copy())
        loss.forward(buffers, LABELS[:1])
        deltas.append((loss.reported(buffers), *buffers.losses))
        loss.backward(buffers, LABELS[:1])
        deltas[-1] += tuple(buffers.logits[0])
    np.testing.assert_allclose(deltas[0], deltas[1], rtol=1e-13)


def test_of_equal_logits_the_first_is_the_prediction():
    buffers = LossBuffers(np.zeros((4, 3)))
    assert buffers.predict(LABELS) == 1
    np.testing.assert_array_equal(buffers.predicted, 0)


@pytest.mark.parametrize(
    "labels",
    [np.array([0, 3]), np.array([-1, 0]), np.array([0.0, 1.0]), np.array([[0, 1]]), np.array([])],
)
def test_labels_that_are_not_class_numbers_are_refused(labels):
    with pytest.raises(ValueError, match="labels must"):
        check_labels(labels, classes=3)


def test_labels_of_any_integer_type_are_taken():
    check_labels(LABELS, classes=3)
    check_labels(LABELS.astype(np.int64), classes=3)


def test_unknown_loss_lists_the_valid_ones():
    with pytest.raises(ValueError, match="softmax-cross-entropy, softmax-over-batch"):
        loss_named("hinge")
