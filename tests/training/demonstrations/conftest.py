"""Runs demonstrations from specs as they stand in a document, on the embedded stand-ins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from toy import PROJECT

from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.documents.models.demonstration import DemonstrationSpec
from reprise.training.checkpoint import Checkpoint
from reprise.training.demonstrations import train
from reprise.training.outcome import Context, Outcome

SPEC = TypeAdapter(DemonstrationSpec)

Demonstrate = Callable[..., Outcome]


@pytest.fixture(scope="session")
def stand_ins(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("data")
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    for name in ("digits", "shapes"):
        prepare(datasets[name], root, [], upstream=False)
    return root


@pytest.fixture(scope="session")
def demonstrate(stand_ins: Path, tmp_path_factory) -> Demonstrate:
    """``demonstrate(name, data=None, seed=0, **options)`` -> the outcome."""

    def run(name: str, data: dict[str, Any] | None = None, seed: int = 0, **options) -> Outcome:
        spec = {"engine": "demonstration", "name": name, "options": options}
        if data is not None:
            spec["data"] = data
        folder = tmp_path_factory.mktemp("checkpoints")  # each run has its own, as in a build
        checkpoint = Checkpoint(folder / "run.npz", "key")
        context = Context(seed, "cpu", stand_ins, checkpoint)
        return train(SPEC.validate_python(spec), context)

    return run
