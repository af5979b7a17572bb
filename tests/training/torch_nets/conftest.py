"""Specs of small runs on the stand-ins, and a way to train them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from toy import PROJECT

from reprise.data.prepare import prepare
from reprise.data.registry import Dataset, load_datasets
from reprise.documents.models.torch_nets import TorchNetsSpec
from reprise.documents.settings import changed
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets import train

BASE = {
    "engine": "torch_nets",
    "data": {"dataset": "shapes", "scaling": "unit", "train_count": 200, "test_count": 100},
    "model": {
        "layers": [
            {"conv": 8, "kernel": 3, "padding": 1},
            "relu",
            {"max-pool": 4},
            "flatten",
            {"linear": "classes"},
        ]
    },
    "optimizer": {"kind": "sgd", "learning_rate": 0.1},
    "training": {"batch_size": 32, "epochs": 2},
}

SpecOf = Callable[[dict[str, Any]], TorchNetsSpec]
Train = Callable[..., Outcome]


@pytest.fixture(scope="session")
def datasets() -> dict[str, Dataset]:
    return load_datasets(PROJECT / "documents" / "datasets.yaml")


@pytest.fixture(scope="session")
def data_root(datasets: dict[str, Dataset], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    for name in ("digits", "shapes"):
        prepare(datasets[name], root, [], upstream=False)
    return root


@pytest.fixture(scope="session")
def spec_of() -> SpecOf:
    """The base spec with changes by dotted key."""
    return lambda changes: TorchNetsSpec.model_validate(changed(BASE, changes))


@pytest.fixture
def train_spec(spec_of: SpecOf, data_root: Path, tmp_path: Path) -> Train:
    """Train the base spec with changes; the checkpoint is that of the test."""

    def go(changes: dict[str, Any], seed: int = 0, device: str = "cpu") -> Outcome:
        checkpoint = Checkpoint(tmp_path / "checkpoint.npz", "key")
        return train(spec_of(changes), Context(seed, device, data_root, checkpoint))

    return go
