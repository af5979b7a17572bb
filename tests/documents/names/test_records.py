"""The names that are written down are those that records have: all of them, and no others."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from toy import PROJECT

from reprise.analysis.measures import DIVERGED as MEASURED
from reprise.analysis.reduced import SUFFIX
from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.documents.engines import MODULES, SPEC
from reprise.documents.models.demonstration import DemonstrationSpec
from reprise.documents.names import OF_DEMONSTRATION, names_of
from reprise.documents.names.engines import TORCH_NETS
from reprise.documents.names.pattern import DIVERGED, Names, matches
from reprise.packed import unpacked
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context

RECORDS = PROJECT / "records" / "runs"
WHAT = ("metric", "curve", "array", "timing")

IMAGES = {"dataset": "digits", "scaling": "unit", "train_count": 60, "test_count": 20}
HELD_OUT = {**IMAGES, "validation": {"count": 20, "take": "last"}}

RARELY_ASKED_FOR = [
    {
        "engine": "torch_nets",
        "data": HELD_OUT,
        "model": {
            "layers": [
                {"conv": 2, "kernel": 3},
                {"avg-pool": 2},
                {"conv": 2, "kernel": 3},
                "global-avg-pool",
                "flatten",
                {"linear": "classes"},
            ]
        },
        "optimizer": {"kind": "sgd", "learning_rate": 0.1},
        "training": {"batch_size": 30, "epochs": 1, "evaluate_every": 1},
        "evaluation": {"initial": True, "train_subset": 20},
    },
    {
        "engine": "numpy_mlp",
        "data": HELD_OUT,
        "model": {
            "hidden": [4],
            "activation": "relu",
            "weights": {"kind": "normal", "scale": 0.1},
            "biases": {"kind": "zeros"},
        },
        "loss": "softmax-cross-entropy",
        "optimizer": {"kind": "sgd", "learning_rate": 0.1},
        "training": {
            "batch_size": 30,
            "epochs": 1,
            "order": "shuffled",
            "evaluate_every": 1,
        },
        "train_curve": "running",
        "precision": "float32",
    },
    {
        "engine": "svm",
        "data": HELD_OUT,
        "classifier": {"kind": "svc", "kernel": "linear"},
    },
]
"""Set-ups with options that no experiment of the documents has."""


@cache
def records() -> dict[str, dict[str, Any]]:
    return {folder.name: json.loads(unpacked(folder)) for folder in RECORDS.iterdir()}


def names_in(record: dict[str, Any]) -> dict[str, set[str]]:
    curves = {
        f"{axis}.{name}"
        for axis, columns in record["curves"].items()
        for name in columns
        if name != "x"
    }
    arrays = {
        name.removesuffix(SUFFIX) for name in record["arrays"]["shapes"] if not name.endswith(".x")
    }
    return {
        "metric": set(record["metrics"]),
        "curve": curves,
        "array": arrays,
        "timing": set(record["timing"]),
    }


def with_names() -> Iterator[tuple[str, Names, dict[str, set[str]]]]:
    for run_id, record in records().items():
        source = records()[record["source"]]["spec"] if record["source"] else None
        names = names_of(record["spec"], source)
        assert names is not None, run_id
        yield run_id, names, names_in(record)


def test_there_are_records_of_every_kind() -> None:
    engines = {record["spec"]["engine"] for record in records().values()}
    assert engines == set(MODULES)


def test_every_kind_of_run_has_its_names_written_down() -> None:
    tag = "name"
    known = {
        word
        for member in DemonstrationSpec.__origin__.__args__
        for word in member.model_fields[tag].annotation.__args__
    }
    assert known == set(OF_DEMONSTRATION)


def test_every_name_that_a_record_has_is_known() -> None:
    unknown = {
        f"{run_id}: {what} {name}"
        for run_id, names, found in with_names()
        for what in WHAT
        for name in found[what]
        if not names.has(what, name)
    }
    assert not unknown


def _names_of_small_runs(folder: Path) -> Iterator[tuple[Names, dict[str, set[str]]]]:
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    prepare(datasets["digits"], folder, [], upstream=False)
    for spec in RARELY_ASKED_FOR:
        context = Context(0, "cpu", folder, Checkpoint(folder / "checkpoint.npz", "key"))
        outcome = import_module(MODULES[spec["engine"]]).train(SPEC.validate_python(spec), context)
        context.checkpoint.remove()
        curves = {f"{axis}.{n}" for axis, curve in outcome.curves.items() for n in curve.values}
        found = {"metric": set(outcome.metrics), "curve": curves, "timing": set(outcome.timing)}
        yield names_of(spec), {**found, "array": set(outcome.arrays)}


@pytest.mark.parametrize("what", ["metric", "curve", "timing"])
def test_every_name_that_is_known_is_in_some_record(what: str, tmp_path: Path) -> None:
    """Committed records leave most arrays out; those of a smoke build are looked at in full."""
    seen: dict[Names, set[str]] = defaultdict(set)
    for _, names, found in with_names():
        seen[names] |= found[what]
    for names, found in _names_of_small_runs(tmp_path):
        assert not [name for name in found[what] if not names.has(what, name)]
        seen[names] |= found[what]
    seen[OF_DEMONSTRATION["other-test-images"]] |= seen[TORCH_NETS]  # it trains such a network
    read_off_curves = {
        names for run_id, names, _ in with_names() if "patience" in records()[run_id]["spec"]
    }
    never = {
        pattern
        for names in seen.keys() - read_off_curves
        for pattern in names.patterns(what)
        if not any(matches(pattern, name) for name in seen[names])
    }
    assert never <= {DIVERGED}


def test_divergence_has_the_same_name_where_it_is_measured() -> None:
    assert MEASURED == DIVERGED
