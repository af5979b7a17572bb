"""Specs of the PyTorch engine: forms of a layer, names, one-line errors, what does not fit."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from reprise.documents.models.layers import Conv, Dropout, MaxPool, Model
from reprise.documents.models.torch_nets import FINAL_TRAINING_IMAGES, TorchNetsSpec
from reprise.documents.settings import changed
from reprise.problems import of_validation
from reprise.training.torch_nets.results import MOST_TRAINING_IMAGES

ADAPTER = TypeAdapter(TorchNetsSpec)


def layers(*given: Any) -> dict[str, Any]:
    return {"model.layers": list(given)}


def test_short_forms_of_layers() -> None:
    model = Model.model_validate(
        {"layers": [{"conv": 4, "kernel": 3}, {"max-pool": 2, "ceil": True}, "relu"]}
    )
    first, second, third = model.resolved(classes=10)
    assert first == Conv(kind="conv", channels=4, kernel=3, stride=1, padding=0)
    assert second == MaxPool(kind="max-pool", kernel=2, ceil=True)
    assert third.kind == "relu"


def test_a_dumped_spec_is_read_as_itself(spec_of) -> None:
    spec = spec_of({"data.scaling": "standard", "data.mean": [0.5] * 3, "data.std": [0.2] * 3})
    dumped = spec.model_dump(mode="json", exclude_none=True)
    assert ADAPTER.validate_python(dumped) == spec
    assert dumped["model"]["layers"][1] == {"kind": "relu"}


def test_names_stand_for_values_and_classes(spec_of) -> None:
    spec = spec_of(
        layers("flatten", {"dropout": "p"}, {"linear": "classes"}) | {"model.values": {"p": 0.25}}
    )
    dumped = spec.model_dump(mode="json", exclude_none=True)
    assert dumped["model"]["layers"][1] == {"kind": "dropout", "p": "p"}
    other = ADAPTER.validate_python(changed(dumped, {"model.values.p": 0.5}))
    assert [s.model.resolved(7)[1] for s in (spec, other)] == [
        Dropout(kind="dropout", p=0.25),
        Dropout(kind="dropout", p=0.5),
    ]
    assert spec.model.resolved(7)[2].units == 7


def test_hidden_is_short_for_a_perceptron() -> None:
    model = Model(hidden=[6, 5], activation="leaky-relu", slope=0.02)
    found = [(layer.kind, getattr(layer, "units", None)) for layer in model.resolved(classes=3)]
    assert found == [
        ("flatten", None),
        ("linear", 6),
        ("leaky-relu", None),
        ("linear", 5),
        ("leaky-relu", None),
        ("linear", 3),
    ]
    assert model.resolved(3)[2].slope == 0.02


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (layers({"convv": 3}), "layers.1: kind 'convv' is not known; did you mean 'conv'?"),
        (layers("reluu"), "layers.1: kind 'reluu' is not known; did you mean 'relu'?"),
        (layers({"conv": 3}), "layers.1.kernel: the key 'kernel' is missing"),
        (
            layers({"conv": 3, "kernel": 3, "paddin": 1}),
            "layers.1.paddin: unknown key 'paddin'; did you mean 'padding'?",
        ),
        (layers({"conv": 0, "kernel": 3}), "layers.1.channels: needs a number above 0"),
        (layers({"dropout": "q"}), "model: layer 1 (dropout): p names the value 'q'; there are"),
        (
            layers({"dropout": "q"}) | {"model.values": {"q": 2}},
            "model: layer 1 (dropout): p: Input should be less than 1",
        ),
        ({"model.values": {"q": 2}}, "model: values: no layer refers to 'q'"),
        ({"model.values": {"classes": 2}}, "model: values: 'classes' cannot be a name"),
        ({"model.hidden": [10]}, "model: give either layers or hidden"),
        ({"model.activation": "relu"}, "model: an activation goes with hidden, and only with it"),
        ({"model.layers": None, "model.hidden": [3]}, "model: an activation goes with hidden"),
        ({"model.initializer": {"kind": "normal"}}, "a std goes with the initializer 'normal'"),
        ({"data.mean": [0.5] * 3}, "data: mean and std go together"),
        (
            {"data.mean": [0.5] * 3, "data.std": [0.2] * 3},
            "data: mean and std go with the scaling 'standard', and only with it",
        ),
        ({"data.scaling": "standart"}, "'standart' is not known; did you mean 'standard'?"),
        ({"optimizer.momentum": 0.9}, "optimizer: a momentum goes with the optimizer 'momentum'"),
        ({"training.steps": 5}, "training: give either epochs or steps"),
        (
            {"training.epochs": None, "training.steps": 5},
            "training: a training in steps needs evaluate_every",
        ),
        (
            {"augmentation": {"affine": {"degrees": 9, "scale": [1.1, 0.9]}}},
            "scale goes from the smaller to the larger factor",
        ),
    ],
)
def test_errors_are_one_line_for_people(spec_of, changes, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        spec_of(changes)
    (problem,) = of_validation(error.value, ADAPTER, "x.yaml", "experiment cnn")
    assert message in str(problem)
    assert "\n" not in str(problem)


def test_a_spec_that_fits_has_no_problems(spec_of, datasets) -> None:
    for name in ("shapes", "cifar10", "digits", "mnist"):
        assert spec_of({}).problems(datasets[name]) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (layers({"linear": 10}), "model.layers: layer 1 (linear): needs a flat input"),
        (
            layers({"conv": 3, "kernel": 33}, "flatten", {"linear": 10}),
            "model.layers: layer 1 (conv): a 33x33 window with padding 0 does not fit an input of",
        ),
        (
            layers("flatten", {"linear": 9}),
            "model.layers: the last layer (linear) gives 9, but cifar10 has 10 classes",
        ),
        (
            layers({"conv": 10, "kernel": 3}),
            "model.layers: the last layer (conv) gives 10x30x30, but cifar10 has 10 classes",
        ),
        (
            {"data.scaling": "standard", "data.mean": [0.5], "data.std": [0.2] * 3},
            "data.mean: has 1 numbers, but the images of cifar10 have 3 channels",
        ),
        (
            {"augmentation.crop": 40},
            "augmentation.crop: 40 is more than the 32x32 pixels of cifar10",
        ),
        (
            {
                **layers("flatten", {"linear": 10}, "batch-norm"),
                "data.train_count": 65,
                "training.batch_size": 32,
            },
            "training.batch_size: 65 images in batches of 32 leave a batch of one",
        ),
    ],
)
def test_what_does_not_fit_the_data_set_is_one_line(
    spec_of, datasets, changes, message: str
) -> None:
    (problem,) = spec_of(changes).problems(datasets["cifar10"])
    assert problem.startswith(message)
    assert "\n" not in problem


def test_a_batch_of_one_is_no_problem_where_pixels_remain(spec_of, datasets) -> None:
    odd = {"data.train_count": 65, "training.batch_size": 32}
    norm = layers({"conv": 3, "kernel": 3}, "batch-norm", "flatten", {"linear": 10})
    assert spec_of(odd | norm).problems(datasets["cifar10"]) == []
    flat = layers("flatten", {"linear": 10}, "batch-norm")
    assert spec_of(odd | flat | {"training.drop_last": True}).problems(datasets["cifar10"]) == []


def test_smoke_is_small_and_never_larger(spec_of) -> None:
    full = spec_of(
        {
            "training": {"batch_size": 32, "steps": 5000, "evaluate_every": 500},
            "evaluation": {"test_batch": 1000, "train_subset": 50},
        }
    )
    small = changed(full.model_dump(exclude_none=True), full.smoke_changes())
    small = ADAPTER.validate_python(small)
    assert small.training.steps <= 20
    assert small.training.steps % small.training.evaluate_every == 0
    assert small.evaluation.test_batch <= 200
    assert small.evaluation.train_subset == 50
    assert spec_of({"training.epochs": 1}).smoke_changes() == {"training.epochs": 1}


def test_cost_grows_with_the_work(spec_of, datasets) -> None:
    def seconds(changes: dict[str, Any]) -> float:
        return spec_of({"data.train_count": None, **changes}).core_seconds(datasets["cifar10"])

    assert seconds({"training.epochs": 20}) > 5 * seconds({})
    assert seconds(layers({"conv": 64, "kernel": 5}, "flatten", {"linear": 10})) > 2 * seconds({})
    assert seconds({"precision": "bfloat16", "training.epochs": 20}) < seconds(
        {"training.epochs": 20}
    )
    assert FINAL_TRAINING_IMAGES == MOST_TRAINING_IMAGES
