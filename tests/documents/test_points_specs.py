"""Specs of points and of the small engines: mistakes give one line, budgets are cut for smoke."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from reprise.documents.models.batch_norm import BatchNormSpec
from reprise.documents.models.circles import CirclesSpec
from reprise.documents.models.scalar import ScalarSpec
from reprise.documents.settings import changed
from reprise.problems import of_validation

QUADRATIC = {"kind": "quadratic", "train": 60_000, "test": 10_000}
CIRCLES = {"kind": "circles", "train": 200, "test": 200, "noise": 0.15, "factor": 0.5, "scale": 1.2}
NORMAL = {"kind": "normal", "scale": 0.3}

ONE_PASS = {
    "engine": "scalar",
    "task": "one-pass",
    "output_sum": "as-printed",
    "network": {
        "W": [[1, 1, 1], [-1, -1, -1]],
        "b": [0, 0, 0],
        "V": [[1, 1], [-1, -1], [-1, -1]],
        "c": [0, 0],
    },
    "example": {"x": [1, -1], "target": 0},
}
TRAINING = {
    "engine": "scalar",
    "task": "training",
    "output_sum": "corrected",
    "points": QUADRATIC,
    "model": {"hidden": 3, "weights": NORMAL, "biases": {"kind": "zeros"}},
    "optimizer": {"learning_rate": 0.001},
    "training": {"epochs": 5},
}
FOUR_WAYS = {
    "engine": "circles",
    "version": "manual",
    "points": CIRCLES,
    "model": {"hidden": 10, "activation": "tanh", "weights": NORMAL, "biases": NORMAL},
    "optimizer": {"learning_rate": 0.03},
    "training": {"batch_size": 10, "epochs": 150},
}
BATCH_NORM = {"engine": "batch_norm", "check": "module", "batch": {"rows": 128, "neurons": 4}}


def problems(model: type[BaseModel], spec: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(spec)
    return [str(p) for p in of_validation(caught.value, model, "file.yaml", "experiment x")]


@pytest.mark.parametrize(
    ("model", "spec", "change", "expected"),
    [
        (ScalarSpec, TRAINING, {"points.kind": "circle"}, "did you mean 'circles'?"),
        (ScalarSpec, TRAINING, {"points.noise": 0.1}, "unknown key 'noise'"),
        (ScalarSpec, TRAINING, {"points.train": 0}, "points.train"),
        (ScalarSpec, TRAINING, {"example": {"x": [1], "target": 0}}, "takes no key 'example'"),
        (ScalarSpec, TRAINING, {"task": "data"}, "the task 'data' takes no key 'model'"),
        (ScalarSpec, TRAINING, {"task": "one-pass"}, "needs the key 'example'"),
        (ScalarSpec, ONE_PASS, {"output_sum": "printed"}, "did you mean 'as-printed'?"),
        (ScalarSpec, ONE_PASS, {"example.target": 2}, "a target below 2"),
        (ScalarSpec, ONE_PASS, {"example.x": [1]}, "the example needs 2 inputs"),
        (ScalarSpec, ONE_PASS, {"network.W": [[1, 1], [1, 1]]}, "each row of W"),
        (ScalarSpec, ONE_PASS, {"network.V": [[1, 1]]}, "V has a row for each bias in b"),
        (CirclesSpec, FOUR_WAYS, {"points.factor": 1.5}, "points.factor"),
        (CirclesSpec, FOUR_WAYS, {"version": "hand"}, "version"),
        (CirclesSpec, FOUR_WAYS, {"model.weights": {"kind": "normal"}}, "needs a scale"),
        (BatchNormSpec, BATCH_NORM, {"batch.rows": 1}, "batch.rows"),
        (BatchNormSpec, BATCH_NORM, {"eps": 0}, "eps"),
    ],
)
def test_one_mistake_gives_one_line(model, spec, change, expected):
    model.model_validate(spec)
    lines = problems(model, changed(spec, change))
    assert len(lines) == 1
    assert expected in lines[0]


def test_the_printed_sum_needs_a_hidden_unit_for_each_output():
    spec = changed(TRAINING, {"model.hidden": 1})
    ScalarSpec.model_validate(spec)
    lines = problems(ScalarSpec, changed(spec, {"output_sum": "as-printed"}))
    assert "sums over 2 hidden units, one per output, but there are 1" in lines[0]


@pytest.mark.parametrize(
    ("model", "spec"),
    [
        (ScalarSpec, ONE_PASS),
        (ScalarSpec, TRAINING),
        (ScalarSpec, {"engine": "scalar", "task": "data", "points": QUADRATIC}),
        (CirclesSpec, FOUR_WAYS),
        (BatchNormSpec, BATCH_NORM),
    ],
)
def test_smoke_changes_keep_a_spec_valid_and_make_it_no_longer(model, spec):
    full = model.model_validate(spec)
    smoke = model.model_validate(changed(spec, full.smoke_changes()))
    assert 0 < smoke.core_seconds(None) <= full.core_seconds(None)
    assert smoke.core_seconds(None) < 5
    assert model.model_validate(smoke.model_dump(mode="json", exclude_none=True)) == smoke


def test_a_full_training_fits_the_quick_scale():
    assert 3 < ScalarSpec.model_validate(TRAINING).core_seconds(None) < 30
    assert 3 < CirclesSpec.model_validate(FOUR_WAYS).core_seconds(None) < 30


def test_an_absent_data_seed_is_in_no_key():
    points = ScalarSpec.model_validate(TRAINING).model_dump(exclude_none=True)["points"]
    assert points == QUADRATIC
