from __future__ import annotations

import numpy as np
import pytest

from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import Adam, Momentum, Sgd, optimizer

WIDTHS = (6, 5, 4, 3)
MAKERS = [
    pytest.param(lambda: Sgd(0.1), id="sgd"),
    pytest.param(lambda: Momentum(0.05, 0.9), id="momentum"),
    pytest.param(lambda: Adam(0.01, (0.8, 0.99), 1e-6), id="adam"),
]


def make_network(dtype=np.float64) -> Network:
    return Network(
        WIDTHS,
        activation="tanh",
        weights=("normal", 0.7),
        biases=("normal", 0.1),
        loss="softmax-cross-entropy",
        rng=np.random.default_rng(11),
        dtype=dtype,
    )


def batches(count: int, dtype=np.float64):
    rng = np.random.default_rng(12)
    return [(rng.normal(size=(7, 6)).astype(dtype), rng.integers(0, 3, 7)) for _ in range(count)]


def copies(network: Network) -> dict[str, np.ndarray]:
    return {name: array.copy() for name, array in network.parameters().items()}


def largest_difference(one: dict, other: dict) -> float:
    assert one.keys() == other.keys()
    return max(abs(one[name] - other[name]).max() for name in one)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Sgd(0.1), lambda torch, p: torch.optim.SGD(p, lr=0.1)),
        (Momentum(0.05, 0.9), lambda torch, p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
        (Adam(), lambda torch, p: torch.optim.Adam(p)),
        (
            Adam(0.01, (0.8, 0.99), 1e-6),
            lambda torch, p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.99), eps=1e-6),
        ),
    ],
    ids=["sgd", "momentum", "adam-defaults", "adam"],
)
def test_twenty_steps_equal_those_of_torch(ours, theirs):
    torch = pytest.importorskip("torch")
    network = make_network()
    start = copies(network)
    tensors = {n: torch.tensor(a, requires_grad=True) for n, a in start.items()}
    their_optimizer = theirs(torch, list(tensors.values()))
    for x, labels in batches(20):
        network.train_step(x, labels, ours)
        a = torch.tensor(x)
        for k in (1, 2, 3):
            z = a @ tensors[f"W{k}"].T + tensors[f"b{k}"]
            a = torch.tanh(z)
        their_optimizer.zero_grad()
        torch.nn.functional.cross_entropy(z, torch.tensor(labels)).backward()
        their_optimizer.step()
    end = {name: tensor.detach().numpy() for name, tensor in tensors.items()}
    assert largest_difference(start, end) > 1e-2
    assert largest_difference(network.parameters(), end) < 1e-10


@pytest.mark.parametrize(("dtype", "close"), [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_fused_descent_equals_explicit_descent(dtype, close):
    fused, explicit, sgd = make_network(dtype), make_network(dtype), Sgd(0.1)
    for x, labels in batches(5, dtype):
        fused.train_step(x, labels, sgd)
        sgd.apply(explicit.parameters(), explicit.gradients(x, labels))
    assert largest_difference(fused.parameters(), explicit.parameters()) < close


@pytest.mark.parametrize("make", MAKERS)
def test_a_reloaded_state_continues_bit_for_bit(make):
    steps = batches(6)
    straight, its_optimizer = make_network(), make()
    for x, labels in steps:
        straight.train_step(x, labels, its_optimizer)

    before, first = make_network(), make()
    for x, labels in steps[:3]:
        before.train_step(x, labels, first)
    saved = {name: array.copy() for name, array in first.state().items()}
    after, second = make_network(), make()
    after.load(before.parameters())
    second.load(saved)
    for x, labels in steps[3:]:
        after.train_step(x, labels, second)
    assert largest_difference(straight.parameters(), after.parameters()) == 0


def test_a_loaded_state_is_a_copy():
    saved = {"velocity.W1": np.ones((5, 6))}
    momentum = Momentum(0.1, 0.9)
    momentum.load(saved)
    momentum.state()["velocity.W1"] += 1
    np.testing.assert_array_equal(saved["velocity.W1"], 1)


def test_the_state_of_another_optimizer_is_refused():
    momentum = Momentum(0.1)
    make_network().train_step(*batches(1)[0], momentum)
    with pytest.raises(ValueError, match=r"velocity\.W"):
        Sgd(0.1).load(momentum.state())
    with pytest.raises(ValueError, match="no 'step'"):
        Adam().load(momentum.state())


def test_optimizers_by_name():
    assert isinstance(optimizer("sgd", 0.1), Sgd)
    assert isinstance(optimizer("adam", 0.1), Adam)
    assert optimizer("momentum", 0.1, momentum=0.5).momentum == 0.5


@pytest.mark.parametrize(("kind", "momentum"), [("lion", None), ("momentum", None), ("sgd", 0.9)])
def test_bad_optimizers_are_refused(kind, momentum):
    with pytest.raises(ValueError, match=kind):
        optimizer(kind, 0.1, momentum=momentum)
