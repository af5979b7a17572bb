from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.datasets import load_digits

from reprise.training.numpy_mlp.images import Floats, as_bytes
from reprise.training.numpy_mlp.losses import LOSSES
from reprise.training.numpy_mlp.network import SLICE, Network
from reprise.training.numpy_mlp.optimizers import Adam, Momentum, Sgd


def make_network(widths=(12, 9, 7, 4), *, dtype=np.float64, **changes) -> Network:
    settings = {
        "activation": "sigmoid",
        "weights": ("normal", 0.5),
        "biases": ("uniform", 0.5),
        "loss": "softmax-cross-entropy",
        "rng": np.random.default_rng(7),
    }
    return Network(widths, dtype=dtype, **(settings | changes))


def examples(count: int, inputs=12, classes=4, dtype=np.float64):
    rng = np.random.default_rng(8)
    return rng.normal(size=(count, inputs)).astype(dtype), rng.integers(0, classes, count)


def arrays_in(thing: object) -> Iterator[np.ndarray]:
    """Every array reachable through attributes, containers and views."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from arrays_in(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from arrays_in(value)
    elif hasattr(thing, "__dict__") and not isinstance(thing, type) and not callable(thing):
        yield from arrays_in(vars(thing))


def test_parameters_have_names_shapes_and_a_count():
    network = make_network((784, 10, 10))
    shapes = {name: array.shape for name, array in network.parameters().items()}
    assert shapes == {"W1": (10, 784), "b1": (10,), "W2": (10, 10), "b2": (10,)}
    assert network.parameter_count == 7960


def test_equal_generators_give_equal_networks_in_both_precisions():
    single, double = make_network(dtype=np.float32), make_network(dtype=np.float64)
    for name, values in double.parameters().items():
        np.testing.assert_array_equal(single.parameters()[name], values.astype(np.float32))


def test_a_network_without_hidden_layer_is_a_linear_classifier():
    network = make_network((12, 4))
    x, _ = examples(5)
    parameters = network.parameters()
    np.testing.assert_allclose(network.forward(x), x @ parameters["W1"].T + parameters["b1"])


@pytest.mark.parametrize("make", [lambda: Sgd(0.1), lambda: Momentum(0.1), Adam])
def test_accumulated_single_examples_equal_the_batch(make):
    batched, accumulated = make_network(), make_network()
    x, labels = examples(8)
    one, other = make(), make()
    for _ in range(3):
        loss, correct = batched.train_step(x, labels, one)
        its_loss, its_correct = accumulated.train_step_accumulated(x, labels, other)
        assert its_loss == pytest.approx(loss, rel=1e-12)
        assert its_correct == correct
    for name, values in batched.parameters().items():
        assert abs(accumulated.parameters()[name] - values).max() < 1e-12


@pytest.mark.parametrize("make", [lambda: Sgd(0.1), lambda: Momentum(0.1), Adam])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_several_steps_at_once_are_the_same_one_by_one(make, loss, dtype):
    together, apart = (make_network(loss=loss, dtype=dtype) for _ in range(2))
    x, labels = examples(40, dtype=dtype)
    rows, one, other = np.random.default_rng(3).permutation(40)[:35], make(), make()
    losses, hits = together.steps(Floats(x), labels, 7, one)(rows)
    alone = [apart.train_step(x[r], labels[r], other) for r in rows.reshape(5, 7)]
    assert list(zip(losses, hits, strict=True)) == alone
    for name, values in together.parameters().items():
        np.testing.assert_array_equal(apart.parameters()[name], values)


@pytest.mark.parametrize("batch", [8, 30])
@pytest.mark.parametrize("make", [lambda: Sgd(0.1), lambda: Momentum(0.1), Adam])
def test_steps_on_bytes_are_those_on_the_images(make, batch):
    rng = np.random.default_rng(4)
    levels = rng.integers(256, size=(60, 400))
    levels[0, 0] = 255
    x = levels * (1 / 255)
    labels = rng.integers(4, size=60)
    found, plain = (make_network((400, 9, 4)) for _ in range(2))
    from_bytes = found.steps(as_bytes(x, batch), labels, batch, make())
    from_floats = plain.steps(Floats(x), labels, batch, make())
    for rows in (np.arange(30), rng.permutation(60)[: batch * 2]):
        whole = rows[: len(rows) - len(rows) % batch]
        losses, hits = from_bytes(whole)
        its_losses, its_hits = from_floats(whole)
        np.testing.assert_allclose(losses, its_losses, rtol=1e-9)
        np.testing.assert_array_equal(hits, its_hits)
    for name, values in plain.parameters().items():
        np.testing.assert_allclose(found.parameters()[name], values, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("make", [lambda: Sgd(0.1), lambda: Momentum(0.1), Adam])
@pytest.mark.parametrize("loss", ["softmax-cross-entropy", "softmax-over-batch-cross-entropy"])
def test_a_large_batch_equals_its_gradient(make, loss):
    large, plain = make_network(loss=loss), make_network(loss=loss)
    x, labels = examples(2 * SLICE + 300)
    one, other = make(), make()
    for _ in range(3):
        gradients = plain.gradients(x, labels)
        other.begin_step()
        other.apply(plain.parameters(), gradients)
        large.train_step(x, labels, one)
    for name, values in plain.parameters().items():
        assert abs(large.parameters()[name] - values).max() < 1e-12


def test_a_large_batch_reports_the_loss_of_all_its_examples():
    network = make_network()
    x, labels = examples(2 * SLICE + 300)
    loss, accuracy = network.evaluate(x, labels)
    reported, correct = network.train_step(x, labels, Sgd(0.1))
    assert reported == pytest.approx(loss, rel=1e-12)
    assert correct == round(accuracy * len(x))


@pytest.mark.parametrize("make", [lambda: Sgd(0.1), lambda: Momentum(0.1), Adam])
def test_a_float32_network_holds_no_float64(make):
    network, optimizer = make_network(dtype=np.float32), make()
    x, labels = examples(8, dtype=np.float32)
    network.train_step(x, labels, optimizer)
    network.train_step_accumulated(x, labels, optimizer)
    network.evaluate(x, labels, batch=3)
    held = [*arrays_in(network), *arrays_in(optimizer), *arrays_in(network.gradients(x, labels))]
    assert network.predict_logits(x).dtype == np.float32
    assert len(held) > 30
    assert {array.dtype for array in held if array.dtype.kind == "f"} == {np.dtype(np.float32)}


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "leaky-relu", "tanh", "identity"])
@pytest.mark.parametrize(
    "loss",
    ["softmax-cross-entropy", "softmax-over-batch-cross-entropy", "softmax-squared-error"],
)
def test_a_training_step_allocates_no_arrays(activation, loss):
    slope = 0.02 if activation == "leaky-relu" else None
    network = make_network(
        (33, 4, 3), dtype=np.float32, activation=activation, slope=slope, loss=loss
    )
    x, labels = examples(40_000, 33, 3, np.float32)
    for optimizer in (Sgd(0.01), Momentum(0.01), Adam()):
        network.train_step(x, labels, optimizer)
        tracemalloc.start()
        network.train_step(x, labels, optimizer)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < network.dtype.itemsize * len(x)  # one number per example


@pytest.mark.parametrize("batch", [1, 7, 100])
def test_evaluation_does_not_depend_on_its_batch(batch):
    network = make_network()
    x, labels = examples(23)
    logits = network.predict_logits(x, batch)
    np.testing.assert_allclose(logits, network.forward(x), rtol=1e-12)
    np.testing.assert_array_equal(network.predict(x, batch), logits.argmax(axis=1))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss, accuracy = network.evaluate(x, labels, batch)
    assert loss == pytest.approx(-log_p[np.arange(23), labels].mean(), rel=1e-12)
    assert accuracy == (logits.argmax(axis=1) == labels).mean()


def test_the_wrong_loss_is_evaluated_with_the_right_one():
    x, labels = examples(23)
    right = make_network()
    wrong = make_network(loss="softmax-over-batch-cross-entropy")
    assert wrong.evaluate(x, labels, batch=4) == pytest.approx(right.evaluate(x, labels))
    assert wrong.train_step(x, labels, Sgd(0.1))[0] > 10 * right.train_step(x, labels, Sgd(0.1))[0]


def test_divergence_is_a_result_and_leaves_nothing_behind():
    network, (x, labels) = make_network(activation="relu"), examples(8)
    start = {name: array.copy() for name, array in network.parameters().items()}
    before, momentum = network.gradients(x, labels), Momentum(1e200)
    with np.errstate(all="ignore"):
        losses = [network.train_step(x, labels, momentum)[0] for _ in range(5)]
    assert not np.isfinite(losses[-1])
    network.load(start)
    for name, gradient in network.gradients(x, labels).items():
        np.testing.assert_array_equal(gradient, before[name])
    network.train_step(x, labels, Momentum(0.1))
    assert all(np.isfinite(array).all() for array in network.parameters().values())


def test_load_copies_into_the_live_parameters():
    network, other = make_network(), make_network(rng=np.random.default_rng(99))
    live = network.parameters()
    network.load(other.parameters())
    for name, array in other.parameters().items():
        assert network.parameters()[name] is live[name]
        assert live[name] is not array
        np.testing.assert_array_equal(live[name], array)


def test_parameters_of_another_network_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        make_network().load(make_network((12, 8, 4)).parameters())


@pytest.mark.parametrize(
    ("x", "labels", "message"),
    [
        (np.zeros((3, 12), np.float32), np.zeros(3, int), "float64 matrices of 12 columns"),
        (np.zeros((3, 11)), np.zeros(3, int), "12 columns"),
        (np.zeros(12), np.zeros(1, int), "12 columns"),
        (np.zeros((3, 12)), np.zeros(1, int), "3 examples, but 1 labels"),
    ],
)
def test_batches_that_do_not_fit_are_refused(x, labels, message):
    network = make_network()
    for method in (network.train_step, network.train_step_accumulated):
        with pytest.raises(ValueError, match=message):
            method(x, labels, Sgd(0.1))
    with pytest.raises(ValueError, match=message):
        network.evaluate(x, labels)


def test_labels_outside_the_classes_are_refused():
    x, labels = examples(5)
    with pytest.raises(ValueError, match=r"0\.\.3"):
        make_network().evaluate(x, labels + 4)


@pytest.mark.parametrize("widths", [(12,), (12, 0, 4)])
def test_impossible_widths_are_refused(widths):
    with pytest.raises(ValueError, match="widths"):
        make_network(widths)


def test_small_batches_learn_the_digits():
    digits = load_digits()
    x, labels = (digits.data / 16).astype(np.float32), digits.target
    network = make_network(
        (64, 32, 10), dtype=np.float32, weights=("fan-in-uniform", None), biases=("zeros", None)
    )
    order, sgd = np.random.default_rng(0), Sgd(0.5)
    for _ in range(15):
        rows = order.permutation(1500)
        for batch in np.split(rows, 150):
            network.train_step(x[batch], labels[batch], sgd)
    assert network.evaluate(x[1500:], labels[1500:])[1] > 0.9
