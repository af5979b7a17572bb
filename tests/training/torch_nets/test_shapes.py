"""Shape inference against PyTorch, against published counts, and against gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from pydantic import TypeAdapter

from reprise.documents.models.layers import Layer, Model
from reprise.documents.shapes import ShapeError, trace
from reprise.training.torch_nets.network import Network

LAYERS = TypeAdapter(list[Layer])
POOL = {"max-pool": 2}
CPU = torch.device("cpu")


def conv(channels: int, kernel: int, padding: int = 0) -> dict[str, int]:
    return {"conv": channels, "kernel": kernel, "padding": padding}


def two_convolutions(padding: int) -> list[Any]:
    head = ["flatten", {"linear": 128}, "relu", {"linear": 10}, "log-softmax"]
    return [conv(32, 3, padding), "relu", POOL, conv(64, 3, padding), "relu", POOL, *head]


def three_convolutions(last_pool: dict[str, Any] = POOL) -> list[Any]:
    body = [conv(32, 5, 2), "relu", POOL, conv(64, 5, 2), "relu", POOL, conv(64, 5, 2), "relu"]
    return [*body, last_pool, "flatten", {"linear": 1000}, "relu", {"linear": 10}]


def eight_convolutions() -> list[Any]:
    layers: list[Any] = []
    for group in ([64], [128], [256, 256], [512, 512], [512, 512]):
        for channels in group:
            layers += [conv(channels, 3, 1), "batch-norm", "relu"]
        layers.append({"max-pool": 3, "stride": 2, "padding": 1})
    return [*layers, {"avg-pool": 1}, "flatten", {"linear": 10}]


@pytest.mark.parametrize(
    ("layers", "image", "parameters", "macs"),
    [
        (two_convolutions(1), (1, 28, 28), 421_642, 4_241_152),
        (two_convolutions(0), (1, 28, 28), 225_034, 2_631_040),
        (three_convolutions(), (3, 32, 32), 1_191_170, 23_152_400),
        (three_convolutions(POOL | {"ceil": True}), (3, 28, 28), 1_191_170, 17_968_400),
        (eight_convolutions(), (3, 32, 32), 9_231_114, 152_769_536),
        (["flatten", {"linear": 10}, "relu", {"linear": 10}], (1, 28, 28), 7_960, 7_940),
    ],
)
def test_parameters_of_published_networks(layers, image, parameters: int, macs: int) -> None:
    model = Model.model_validate({"layers": layers})
    network = Network(model, image, 10, seed=0, device=CPU)
    assert sum(t.parameters for t in network.traced) == parameters
    assert sum(p.numel() for p in network.module.parameters()) == parameters
    assert sum(t.macs for t in network.traced) == macs
    assert network.module.eval()(torch.zeros(1, *image)).shape == (1, 10)


def test_layers_of_the_three_convolutions() -> None:
    traced = {t.name: t for t in trace(LAYERS.validate_python(three_convolutions()), (3, 32, 32))}
    assert [traced[f"conv{i}"].parameters for i in (1, 2, 3)] == [2432, 51_264, 102_464]
    assert [traced[f"linear{i}"].weights for i in (1, 2)] == [1_024_000, 10_000]
    pools = [traced[f"max_pool{i}"].shape for i in (1, 2, 3)]
    assert pools == [(32, 16, 16), (64, 8, 8), (64, 4, 4)]
    names = ("conv1", "max_pool1", "conv2", "max_pool2", "conv3", "max_pool3")
    assert [traced[name].receptive_field for name in names] == [5, 6, 14, 16, 32, 36]
    assert traced["linear1"].receptive_field is None


def random_layers(rng: np.random.Generator) -> list[Any]:
    """Any layers in any order, so that many do not fit."""

    def one() -> Any:
        kernel, stride = int(rng.integers(1, 6)), int(rng.integers(1, 4))
        return [
            {"conv": int(rng.integers(1, 5)), "kernel": kernel, "stride": stride}
            | {"padding": int(rng.integers(4))},
            {"max-pool": kernel, "stride": stride, "padding": int(rng.integers(3))}
            | {"ceil": bool(rng.integers(2))},
            {"avg-pool": kernel, "stride": stride},
            {"max-pool": kernel},
            "batch-norm",
            "relu",
            {"dropout": 0.5},
            "global-avg-pool",
            "flatten",
            {"linear": int(rng.integers(1, 8))},
        ][rng.choice(10, p=[0.3, 0.2, 0.1, 0.1, 0.07, 0.07, 0.03, 0.03, 0.05, 0.05])]

    return [one() for _ in range(rng.integers(1, 6))]


def torch_shapes(layers: list[Layer], image: tuple[int, ...]) -> list[tuple[int, ...]] | None:
    """What PyTorch's own layers make of an image, or None where one of them refuses.

    Written out here so that nothing is shared with the code under test.
    """
    x, shapes = torch.zeros(2, *image), []
    for layer in layers:
        if layer.kind == "conv":
            part = torch.nn.LazyConv2d(layer.channels, layer.kernel, layer.stride, layer.padding)
        elif layer.kind == "max-pool":
            options = (layer.kernel, layer.stride, layer.padding, 1, False, layer.ceil)
            part = torch.nn.MaxPool2d(*options)
        elif layer.kind == "avg-pool":
            part = torch.nn.AvgPool2d(layer.kernel, layer.stride)
        elif layer.kind == "linear":
            if x.ndim != 2:
                return None  # PyTorch would apply it to the last side
            part = torch.nn.LazyLinear(layer.units)
        elif layer.kind == "global-avg-pool":
            part = torch.nn.AdaptiveAvgPool2d(1)
        elif layer.kind == "flatten":
            if x.ndim != 4:
                return None  # PyTorch leaves flat input alone
            part = torch.nn.Flatten()
        else:
            part = torch.nn.Identity()
        if x.ndim != 4 and "pool" in layer.kind:
            return None  # PyTorch would take it for one image without a batch
        try:
            x = part(x)
        except RuntimeError:
            return None
        shapes.append(tuple(x.shape[1:]))
    return shapes


def test_shapes_are_pytorchs_over_many_random_networks(rng: np.random.Generator) -> None:
    fitting = 0
    for _ in range(1500):
        layers = LAYERS.validate_python(random_layers(rng))
        image = tuple(int(n) for n in rng.integers((1, 1, 1), (4, 14, 14)))
        expected = torch_shapes(layers, image)
        if expected is None:
            with pytest.raises(ShapeError):
                trace(layers, image)
        else:
            fitting += 1
            assert [t.shape for t in trace(layers, image)] == expected, (layers, image)
    assert 400 < fitting < 1400


def test_receptive_field_is_the_support_of_the_gradient() -> None:
    layers = LAYERS.validate_python(
        [
            conv(2, 3),
            {"avg-pool": 3, "stride": 2},
            {"conv": 3, "kernel": 2, "stride": 3},
            {"avg-pool": 2, "stride": 1},
        ]
    )
    model = Model(layers=layers)
    network = Network(model, (1, 40, 40), 10, seed=0, device=CPU)
    image = torch.zeros(1, 1, 40, 40, requires_grad=True)
    centre = network.module(image)[0, 0, 1, 1]
    (gradient,) = torch.autograd.grad(centre, image)
    columns = gradient[0, 0].abs().sum(0).nonzero()
    assert columns.max() - columns.min() + 1 == network.traced[-1].receptive_field


def test_global_average_sees_the_whole_image() -> None:
    layers = LAYERS.validate_python([conv(2, 3), POOL, "global-avg-pool"])
    assert trace(layers, (1, 28, 28))[-1].receptive_field == 28


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([{"linear": 10}], "layer 1 (linear): needs a flat input, but gets 3x32x32"),
        ([conv(3, 40)], "layer 1 (conv): a 40x40 window with padding 0 does not fit an input of"),
        (["flatten", conv(3, 3)], "layer 2 (conv): needs channels of pixels, but its input is"),
        ([POOL | {"padding": 2}], "layer 1 (max-pool): padding 2 is more than half of the"),
        (["flatten", "log-softmax", "relu"], "layer 3 (relu): nothing can follow log-softmax"),
        (["log-softmax"], "layer 1 (log-softmax): needs a flat input"),
        (["flatten", "flatten"], "layer 2 (flatten): needs channels of pixels"),
    ],
)
def test_what_does_not_fit_is_one_line(layers, message: str) -> None:
    with pytest.raises(ShapeError) as error:
        trace(LAYERS.validate_python(layers), (3, 32, 32))
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)
