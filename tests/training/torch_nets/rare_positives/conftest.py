"""Specs of small runs on the stand-in and on generated objects, and a way to train them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reprise.documents.models.rare_positives import RarePositivesSpec
from reprise.documents.settings import changed
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets.rare_positives import train

DIGITS = {
    "engine": "rare_positives",
    "data": {"kind": "digits", "dataset": "digits", "share": 0.25, "train_count": 200},
    "model": {"hidden": [8], "activation": "relu"},
    "loss": {"kind": "cross-entropy"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "training": {"batch_size": 32, "epochs": 4},
}
OBJECTS = {
    **DIGITS,
    "data": {"kind": "objects", "train_count": 20, "test_count": 12, "noise": 0.3},
    "model": {"layers": [{"conv": 4, "kernel": 3, "padding": 1}, "relu", {"conv": 1, "kernel": 1}]},
    "training": {"batch_size": 8, "epochs": 3},
}

SpecOf = Callable[..., RarePositivesSpec]
Train = Callable[..., Outcome]


@pytest.fixture(scope="session")
def spec_of() -> SpecOf:
    """The spec on digits, or on objects, with changes by dotted key."""

    def make(changes: dict[str, Any], objects: bool = False) -> RarePositivesSpec:
        return RarePositivesSpec.model_validate(changed(OBJECTS if objects else DIGITS, changes))

    return make


@pytest.fixture
def train_spec(spec_of: SpecOf, data_root: Path, tmp_path: Path) -> Train:
    """Train such a spec; the checkpoint is that of the test."""

    def go(changes: dict[str, Any], objects: bool = False, seed: int = 0) -> Outcome:
        checkpoint = Checkpoint(tmp_path / "checkpoint.npz", "key")
        return train(spec_of(changes, objects), Context(seed, "cpu", data_root, checkpoint))

    return go
