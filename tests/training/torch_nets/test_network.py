"""Networks made from layers against the same networks written by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from reprise.documents.models.layers import Model
from reprise.streams import stream
from reprise.training.numpy_mlp.network import Network as FromScratch
from reprise.training.torch_nets.device import prepared
from reprise.training.torch_nets.network import Network

IMAGE = (3, 12, 12)


def network(layers: list[Any] | None, image=IMAGE, seed: int = 0, **model: Any) -> Network:
    given = Model.model_validate({"layers": layers, **model})
    return Network(given, image, 10, seed, prepared("cpu"))


class ByHand(nn.Module):
    """Every kind of layer, as one writes it without any tool."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 8, 2, stride=2)
        self.linear1 = nn.Linear(32, 7)
        self.norm2 = nn.BatchNorm1d(7)
        self.linear2 = nn.Linear(7, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = nn.functional.leaky_relu(self.norm1(self.conv1(x)), 0.1)
        x = nn.functional.max_pool2d(x, 3, 2, ceil_mode=True)
        x = torch.tanh(self.conv2(x))
        x = nn.functional.avg_pool2d(x, 2, 1).reshape(len(x), -1)
        x = torch.sigmoid(self.norm2(self.linear1(x)))
        return nn.functional.log_softmax(self.linear2(x), dim=1)


BY_LAYERS = [
    {"conv": 6, "kernel": 3, "padding": 1},
    "batch-norm",
    {"leaky-relu": 0.1},
    {"max-pool": 3, "stride": 2, "ceil": True},
    {"conv": 8, "kernel": 2, "stride": 2},
    "tanh",
    {"avg-pool": 2, "stride": 1},
    "flatten",
    {"linear": 7},
    "batch-norm",
    "sigmoid",
    {"linear": 10},
    "log-softmax",
]


@pytest.mark.parametrize("training", [True, False])
def test_outputs_and_gradients_are_those_of_a_module_written_by_hand(training: bool) -> None:
    made, by_hand = network(BY_LAYERS), ByHand()
    by_hand.load_state_dict(
        {
            name.replace("batch_norm", "norm"): value
            for name, value in made.module.state_dict().items()
        }
    )
    torch.manual_seed(1)
    x, labels = torch.randn(9, *IMAGE), torch.randint(10, (9,))
    made.module.train(training)
    by_hand.train(training)
    ours, theirs = made.module(x), by_hand(x)
    torch.testing.assert_close(ours, theirs)
    made.losses(ours, labels).mean().backward()
    nn.functional.nll_loss(theirs, labels).backward()
    gradients = [p.grad for p in made.module.parameters()]
    assert len(gradients) == 12
    for mine, other in zip(gradients, by_hand.parameters(), strict=True):
        torch.testing.assert_close(mine, other.grad, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("pool", [{"max-pool": 2}, {"max-pool": 3, "stride": 2, "padding": 1}])
def test_pooling_before_relu_changes_no_bit(pool: dict[str, int]) -> None:
    made = network([{"conv": 4, "kernel": 1}, "relu", pool, "flatten", {"linear": 10}])
    order = [name for name, _ in made.module.named_children()]
    assert order.index("max_pool1") < order.index("relu1")
    conv, linear, padding = made.module.conv1, made.module.linear1, pool.get("padding", 0)
    conv.weight.data.copy_(torch.randint(-1, 2, conv.weight.shape))  # whole numbers: many ties
    conv.bias.data.zero_()
    x = torch.randint(-2, 3, (7, *IMAGE)).float()
    size, stride = pool["max-pool"], pool.get("stride")
    pooled = nn.functional.max_pool2d(torch.relu(conv(x)), size, stride, padding)
    as_written = linear(pooled.flatten(1))
    gradients = []
    for outputs in (made.module(x), as_written):
        assert torch.equal(outputs, as_written)
        made.module.zero_grad()
        outputs.square().sum().backward()
        gradients.append([p.grad.clone() for p in made.module.parameters()])
    assert all(torch.equal(one, other) for one, other in zip(*gradients, strict=True))


@pytest.mark.parametrize(("images", "inputs", "units"), [(128, 1024, 1000), (1, 5, 3)])
def test_linear_layers_are_pytorchs_to_rounding(images: int, inputs: int, units: int) -> None:
    made = network(["flatten", {"linear": units}], (1, 1, inputs))
    torch.manual_seed(1)
    x, upstream = torch.randn(images, 1, 1, inputs), torch.randn(images, units)
    part = made.module.linear1
    found = []
    for outputs in (made.module(x), nn.functional.linear(x.flatten(1), part.weight, part.bias)):
        made.module.zero_grad()
        outputs.backward(upstream)
        found.append((outputs.detach(), part.weight.grad.clone(), part.bias.grad.clone()))
    torch.testing.assert_close(*found, rtol=1e-4, atol=1e-4)
    with torch.inference_mode():
        assert torch.equal(made.module(x), found[0][0])


def test_a_log_softmax_head_changes_no_loss() -> None:
    plain, headed = network(BY_LAYERS[:-1]), network(BY_LAYERS)
    x, labels = torch.randn(5, *IMAGE), torch.tensor([0, 3, 9, 3, 1])
    outputs = plain.module(x)
    assert headed.gives_log_probabilities
    torch.testing.assert_close(headed.module(x).exp().sum(1), torch.ones(5))
    torch.testing.assert_close(
        plain.losses(outputs, labels), headed.losses(headed.module(x), labels)
    )


def test_default_weights_are_pytorchs_uniform_ones() -> None:
    made = network(["flatten", {"linear": 100}, "tanh", {"linear": 10}], (1, 28, 28))
    for name, inputs in (("linear1", 784), ("linear2", 100)):
        bound = 1 / np.sqrt(inputs)
        found = made.summary()[name]
        assert 0.95 * bound < found["max"] <= bound
        assert -bound <= found["min"] < -0.95 * bound
        assert found["sd"] == pytest.approx(bound / np.sqrt(3), rel=0.05)


def test_initial_weights_derive_from_the_seed_alone() -> None:
    torch.manual_seed(123)
    first = network(BY_LAYERS, seed=4).state()
    torch.manual_seed(321)
    again, other = network(BY_LAYERS, seed=4).state(), network(BY_LAYERS, seed=5).state()
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["conv1.weight"], other["conv1.weight"])


def test_dropout_leaves_the_initial_weights_as_they_are() -> None:
    with_dropout = [*BY_LAYERS[:-2], {"dropout": 0.5}, *BY_LAYERS[-2:]]
    plain, dropping = network(BY_LAYERS), network(with_dropout)
    assert (plain.draws, dropping.draws) == (False, True)
    assert plain.summary() == dropping.summary()


def test_normal_weights_are_those_of_the_from_scratch_engine() -> None:
    made = network(
        None,
        (1, 5, 4),
        seed=3,
        hidden=[6, 7],
        activation="leaky-relu",
        slope=0.02,
        initializer={"kind": "normal", "std": 0.3},
    )
    other = FromScratch(
        [20, 6, 7, 10],
        activation="leaky-relu",
        slope=0.02,
        weights=("normal", 0.3),
        biases=("zeros", None),
        loss="softmax-cross-entropy",
        rng=stream(3, "initial weights"),
    )
    ours, theirs = made.state(), other.parameters()
    for number in (1, 2, 3):
        assert np.array_equal(ours[f"linear{number}.weight"], theirs[f"W{number}"])
        assert np.array_equal(ours[f"linear{number}.bias"], theirs[f"b{number}"])
    x = np.random.default_rng(0).normal(size=(8, 20)).astype(np.float32)
    outputs = made.module(torch.from_numpy(x).reshape(8, 1, 5, 4)).detach().numpy()
    assert np.allclose(outputs, other.forward(x), atol=1e-5)


def test_a_state_is_taken_over_with_the_running_averages() -> None:
    first, second = network(BY_LAYERS, seed=0), network(BY_LAYERS, seed=1)
    x = torch.randn(6, *IMAGE)
    first.module(x)  # moves the running averages
    second.load(first.state())
    assert int(second.state()["batch_norm1.num_batches_tracked"]) == 1
    assert torch.equal(first.module.eval()(x), second.module.eval()(x))


def test_flattening_is_in_the_order_channels_rows_columns() -> None:
    made = network([{"conv": 2, "kernel": 1}, "flatten"], (2, 3, 3))
    conv = made.module[0]
    conv.weight.data.copy_(torch.eye(2).reshape(2, 2, 1, 1))
    conv.bias.data.zero_()
    x = torch.arange(18.0).reshape(1, 2, 3, 3)
    assert made.module(x)[0].tolist() == list(range(18))
