"""Expected times: what they grow with, and how near the committed records they lie."""

from __future__ import annotations

import json
from statistics import median
from typing import Any

import pytest
from toy import PROJECT

from reprise.data.registry import load_datasets
from reprise.documents.cost import START_SECONDS
from reprise.documents.engines import SPEC
from reprise.documents.groups import start_seconds
from reprise.documents.models.augmentation import Augmentation
from reprise.documents.models.torch_nets_cost import augmentation_seconds
from reprise.documents.settings import changed

DATASETS = load_datasets(PROJECT / "documents" / "datasets.yaml")
PERCEPTRON = {
    "engine": "numpy_mlp",
    "data": {"dataset": "mnist", "scaling": "unit"},
    "model": {
        "hidden": [100],
        "activation": "relu",
        "weights": {"kind": "normal", "scale": 0.01},
        "biases": {"kind": "zeros"},
    },
    "optimizer": {"learning_rate": 0.1},
    "training": {"batch_size": 64, "epochs": 10},
}
NETWORK = {
    "engine": "torch_nets",
    "data": {"dataset": "mnist", "scaling": "unit"},
    "model": {"layers": ["flatten", {"linear": "classes"}]},
    "optimizer": {"kind": "sgd", "learning_rate": 0.1},
    "training": {"batch_size": 64, "epochs": 10},
}
EVALUATION = {"engine": "evaluation", "report": "weight-images", "layer": "first"}


def seconds(spec: dict[str, Any], **changes: Any) -> float:
    values = {key.replace("__", "."): value for key, value in changes.items()}
    return SPEC.validate_python(changed(spec, values)).core_seconds(DATASETS["mnist"])


def test_a_perceptrons_evaluations_count_however_they_are_asked_for() -> None:
    usual = seconds(PERCEPTRON)
    often = seconds(PERCEPTRON, training__evaluate_every=10)
    sampled = seconds(PERCEPTRON, training__evaluate_every=10, sampled=1000)
    assert usual < sampled < often
    assert often - usual == pytest.approx(5 * (sampled - usual), rel=0.01)  # 10 000 against 2 000
    assert seconds(PERCEPTRON, train_curve="re-evaluated") > usual


def test_steps_cost_as_much_as_the_epochs_that_they_make() -> None:
    steps = {"training": {"batch_size": 60, "steps": 10_000, "evaluate_every": 1000}}
    epochs = {"training": {"batch_size": 60, "epochs": 10}}
    found = [seconds({**PERCEPTRON, **length}) for length in (steps, epochs)]
    assert found[0] == pytest.approx(found[1], rel=0.01)


def test_wide_networks_run_faster_per_product_than_narrow_ones() -> None:
    wide, narrow = (seconds(PERCEPTRON, model__hidden=[n]) - START_SECONDS for n in (100, 10))
    assert 2 < wide / narrow < 10  # ten times the products


@pytest.mark.parametrize("kind", ["flip", "affine", "elastic", "noise"])
def test_augmentation_costs_what_it_does_to_each_image(kind: str) -> None:
    values = {
        "flip": 0.5,
        "affine": {"degrees": 10},
        "elastic": {"alpha": 30, "sigma": 4},
        "noise": 0.1,
    }
    made = {kind: values[kind]}
    each = augmentation_seconds(Augmentation.model_validate(made), (1, 28, 28))
    assert each > 0 == augmentation_seconds(None, (1, 28, 28))
    more = seconds(NETWORK, augmentation=made) - seconds(NETWORK)
    assert more == pytest.approx(10 * 938 * 64 * each, rel=0.01)


def test_images_of_the_first_layer_take_longer_than_of_the_last() -> None:
    assert seconds(EVALUATION) > 4 * seconds(EVALUATION, layer="last")


def test_formulas_lie_near_the_committed_records_of_long_runs() -> None:
    """Each engine's median within a factor that machines and other work beside a run explain."""
    ratios: dict[str, list[float]] = {}
    for file in (PROJECT / "records" / "runs").glob("*/record.json"):
        record = json.loads(file.read_text())
        spec, timing = SPEC.validate_python(record["spec"]), record["timing"]
        parts = [timing.get(f"{part}_seconds") for part in ("training", "evaluation")]
        dataset = DATASETS.get((record["spec"].get("data") or {}).get("dataset"))
        expected = spec.core_seconds(dataset) - start_seconds(spec)
        if None not in parts and sum(parts) > 2 and expected > 0.5:
            ratios.setdefault(spec.engine, []).append(sum(parts) / expected)
    assert {"numpy_mlp", "torch_nets", "rare_positives", "svm"} <= set(ratios)
    for engine, found in ratios.items():
        assert 0.4 < median(found) < 2.5, engine
