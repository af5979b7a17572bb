"""Specs of the rare_positives engine: one-line errors, what does not fit, smoke and cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from toy import PROJECT

from reprise.data.arrays import load
from reprise.data.registry import load_datasets
from reprise.documents.engines import MODULES, SPEC, WITH_TORCH
from reprise.documents.models.experiment import Scale
from reprise.documents.models.rare_positives import RarePositivesSpec
from reprise.documents.scales import scaled_spec
from reprise.problems import of_validation

ADAPTER = TypeAdapter(RarePositivesSpec)


def test_the_engine_is_known(spec_of) -> None:
    spec = spec_of({})
    assert SPEC.validate_python(spec.model_dump(mode="json", exclude_none=True)) == spec
    assert MODULES[spec.engine].endswith(spec.engine)
    assert spec.engine in WITH_TORCH


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loss": {"kind": "focal"}}, "loss: gamma goes with the loss 'focal', and only with it"),
        ({"loss.gamma": 2}, "loss: gamma goes with the loss 'focal', and only with it"),
        ({"loss": {"kind": "dice"}}, "loss: smoothing goes with the loss 'dice', and only with it"),
        ({"loss.kind": "dise"}, "'dise' is not known; did you mean 'dice'?"),
        ({"data.kind": "digit"}, "kind 'digit' is not known; did you mean 'digits'?"),
        ({"data.share": 1}, "data.share: needs a number below 1"),
        ({"data.flipped": 0.5}, "data.flipped: needs a number below 0.5, not 0.5"),
        ({"data.noise": 0.5}, "unknown key 'noise'"),
    ],
)
def test_errors_are_one_line_for_people(spec_of, changes, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        spec_of(changes)
    (problem,) = of_validation(error.value, ADAPTER, "x.yaml", "experiment rare")
    assert message in str(problem)
    assert "\n" not in str(problem)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data.digit": 10}, "data.digit: 10 is not there; mnist has the classes 0 to 9"),
        ({"data.share": 0.001}, "data.share: 0.001 of 200 images leaves no positive one"),
        ({"data.share": 0.999}, "data.share: 0.999 of 200 images leaves no negative one"),
        (
            {"data.train_count": 12_000, "data.share": 0.5},
            "data.share: 6000 positives are wanted, mnist is sure to have 5400",
        ),
        (
            {"data.train_count": 50_000, "data.share": 0.01},
            "data.share: 49500 negatives are wanted, mnist is sure to have 48600",
        ),
        ({"data.test_count": 10_001}, "data.test_count: 10001, of 10000"),
    ],
)
def test_what_the_data_set_cannot_give_is_one_line(spec_of, datasets, changes, message) -> None:
    assert spec_of(changes).data.problems(datasets["mnist"]) == [message]


@pytest.mark.parametrize("name", ["digits", "shapes"])
def test_every_class_is_as_large_as_the_check_believes(spec_of, datasets, data_root, name) -> None:
    dataset = datasets[name]
    smallest = np.bincount(load(name, data_root).train_labels).min()
    count = 2 * int(smallest)
    data = spec_of({"data.train_count": count + 2, "data.share": 0.5}).data
    assert data.problems(dataset), "a spec that only the largest classes can give"
    data = spec_of({"data.train_count": int(0.85 * count), "data.share": 0.5}).data
    assert data.problems(dataset) == []


def layers(*given: Any) -> dict[str, Any]:
    return {"model": {"layers": list(given)}}


@pytest.mark.parametrize(
    ("objects", "changes", "message"),
    [
        (False, layers("flatten", {"linear": 2}), "the last layer (linear) gives 2, not 1"),
        (False, layers({"linear": 1}), "layer 1 (linear): needs a flat input"),
        (True, layers({"conv": 1, "kernel": 3}), "the last layer (conv) gives 1x30x30, not 1x32x"),
        (True, layers("batch-norm"), "batch-norm is not for the engine rare_positives"),
    ],
)
def test_what_does_not_fit_together_is_one_line(spec_of, datasets, objects, changes, message):
    dataset = None if objects else datasets["mnist"]
    assert spec_of({}, objects).problems(dataset) == []
    (problem,) = spec_of(changes, objects).problems(dataset)
    assert problem.startswith("model.layers: ")
    assert message in problem


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01, 0.002])
def test_smoke_is_small_and_feasible_at_every_share(spec_of, share: float) -> None:
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    full = spec_of({"data.dataset": "mnist", "data.share": share, "data.train_count": 5000})
    dumped = full.model_dump(mode="json", exclude_none=True)
    small = ADAPTER.validate_python(scaled_spec(dumped, Scale(), "smoke", datasets))
    assert small.data.dataset == "digits"
    assert small.data.problems(datasets["digits"]) == []
    assert small.data.positives >= 1
    assert small.data.train_count <= 600 and small.training.epochs <= 2


def test_smoke_never_makes_larger(spec_of) -> None:
    objects = spec_of({"training.epochs": 1}, True)
    assert objects.smoke_changes() == {
        "training.epochs": 1,
        "data.train_count": 20,
        "data.test_count": 12,
    }


def test_cost_grows_with_the_work(spec_of, datasets) -> None:
    mnist = datasets["mnist"]
    start = spec_of({"data.test_count": 1, "training.epochs": 1}).core_seconds(mnist)
    many = spec_of({"data.train_count": 5000, "training.epochs": 20})
    assert start < 4.1
    assert 0.5 < many.core_seconds(mnist) - start < 3
    few, more = (spec_of({"data.train_count": n}, True).core_seconds(None) for n in (20, 2000))
    assert more > few + 1
