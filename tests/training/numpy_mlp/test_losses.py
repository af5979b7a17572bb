from __future__ import annotations

import numpy as np
import pytest
from scipy.special import log_softmax

from reprise.training.numpy_mlp.batches import Batch, LossBuffers
from reprise.training.numpy_mlp.calls import make
from reprise.training.numpy_mlp.losses import LOSSES, Loss, check_labels, loss_named, softmax

RIGHT = loss_named("softmax-cross-entropy")
WRONG = loss_named("softmax-over-batch-cross-entropy")
SQUARED = loss_named("softmax-squared-error")
LABELS = np.array([2, 0, 1, 1], dtype=np.uint8)


def some_logits(dtype=np.float64) -> np.ndarray:
    return np.random.default_rng(1).normal(0.0, 3.0, (4, 3)).astype(dtype)


def of(loss: Loss, logits: np.ndarray, labels: np.ndarray = LABELS) -> tuple[LossBuffers, Batch]:
    buffers = LossBuffers(logits, target=loss.target(len(logits)))
    (batch,) = buffers.expect(labels)
    return buffers, batch


def onehot() -> np.ndarray:
    return np.eye(3)[LABELS]


def test_cross_entropy_of_each_example_and_its_mean():
    logits = some_logits()
    wanted = -log_softmax(logits, axis=1)[np.arange(4), LABELS]
    buffers, batch = of(RIGHT, logits.copy())
    make(RIGHT.forward(batch))
    assert RIGHT.reported(buffers) == pytest.approx(wanted.mean(), rel=1e-13)
    np.testing.assert_allclose(buffers.losses, wanted, rtol=1e-13)
    assert buffers.hits() == (logits.argmax(axis=1) == LABELS).sum()


def test_cross_entropy_delta_is_the_gradient_of_the_mean():
    logits = some_logits()
    _, batch = of(RIGHT, logits.copy())
    make(RIGHT.forward(batch))
    make(RIGHT.backward(batch))
    np.testing.assert_allclose(batch.logits, (softmax(logits) - onehot()) / 4, atol=1e-15)


@pytest.mark.parametrize("loss", [RIGHT, WRONG], ids=lambda loss: loss.name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_give_finite_losses_without_warnings(loss, dtype):
    logits = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [0, 0, 0], [1e4, 0, -1e4]], dtype)
    buffers, batch = of(loss, logits)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        make(loss.forward(batch))
        make(loss.backward(batch))
        loss.sums(buffers)
    assert np.isfinite(buffers.losses).all()
    assert np.isfinite(batch.logits).all()
    assert buffers.losses[0] == pytest.approx(1e4, rel=1e-3)
    assert buffers.losses[1] == pytest.approx(2e4, rel=1e-3)


def test_squared_error_of_each_example_and_its_mean():
    logits = some_logits()
    wanted = ((softmax(logits) - onehot()) ** 2).sum(axis=1)
    buffers, batch = of(SQUARED, logits.copy())
    make(SQUARED.forward(batch))
    assert SQUARED.reported(buffers) == pytest.approx(wanted.mean(), rel=1e-13)
    np.testing.assert_allclose(buffers.losses, wanted, rtol=1e-13)
    assert buffers.hits() == (logits.argmax(axis=1) == LABELS).sum()


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
    _, batch = of(SQUARED, logits.copy())
    make(SQUARED.forward(batch))
    make(SQUARED.backward(batch))
    np.testing.assert_allclose(batch.logits, wanted, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_squared_error_of_huge_logits_is_finite_and_at_most_2(dtype):
    buffers, batch = of(SQUARED, np.array([[1e4, -1e4, 0], [-1e4, 1e4, 1e4]], dtype), LABELS[:2])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        make(SQUARED.forward(batch))
        make(SQUARED.backward(batch))
    np.testing.assert_allclose(buffers.losses, [2.0, 1.5])
    assert np.isfinite(batch.logits).all()


def test_softmax_is_stable_and_sums_to_one():
    logits = np.array([[1e4, -1e4, 1e4 - 1.0], [0.0, 0.0, 0.0]])
    with np.errstate(over="raise", invalid="raise"):
        p = softmax(logits)
    np.testing.assert_allclose(p[0], [1 / (1 + np.exp(-1.0)), 0.0, 1 / (1 + np.e)], rtol=1e-12)
    np.testing.assert_allclose(p.sum(axis=1), 1.0)


def test_the_wrong_softmax_does_what_the_listing_does():
    logits = some_logits()
    p = np.exp(logits) / np.exp(logits).sum()  # one normaliser for the whole matrix
    buffers, batch = of(WRONG, logits.copy())
    make(WRONG.forward(batch))
    make(WRONG.backward(batch))
    wanted = np.sum(-onehot() * np.log(p), axis=0).sum()
    assert WRONG.reported(buffers) == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(batch.logits, (p - onehot()) / 4, atol=1e-15)


def test_both_softmaxes_agree_on_one_example():
    deltas = []
    for loss in (RIGHT, WRONG):
        buffers, batch = of(loss, some_logits()[:1].copy(), LABELS[:1])
        make(loss.forward(batch))
        make(loss.backward(batch))
        deltas.append((*loss.reported(buffers), *buffers.losses, *batch.logits[0]))
    np.testing.assert_allclose(deltas[0], deltas[1], rtol=1e-13)


def test_of_equal_logits_the_first_is_the_prediction():
    buffers, batch = of(RIGHT, np.zeros((4, 3)))
    make(batch.predict())
    assert buffers.hits() == 1
    np.testing.assert_array_equal(buffers.predicted, 0)


@pytest.mark.parametrize("name", LOSSES)
def test_losses_of_several_batches_are_those_of_each_by_itself(name):
    loss, size, rng = loss_named(name), 5, np.random.default_rng(3)
    logits = rng.normal(0.0, 3.0, (4 * size, 3)).astype(np.float32)
    labels = rng.integers(3, size=4 * size)
    together = LossBuffers(np.empty((size, 3), np.float32), 6, loss.target(size))
    alone = []
    for batch, its_logits, its_labels in zip(
        together.expect(labels), logits.reshape(4, size, 3), labels.reshape(4, size), strict=True
    ):
        batch.logits[:] = its_logits
        make(loss.forward(batch))
        make(loss.backward(batch))
        buffers, single = of(loss, its_logits.copy(), its_labels)
        make(loss.forward(single))
        make(loss.backward(single))
        np.testing.assert_array_equal(batch.logits, single.logits)
        alone.append((*loss.reported(buffers), *buffers.hits()))
    found = zip(loss.reported(together, 4), together.hits(4), strict=True)
    assert list(found) == alone


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
