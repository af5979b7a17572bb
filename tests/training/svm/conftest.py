from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from toy import PROJECT

from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.documents.models.svm import SvmSpec
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Outcome
from reprise.training.svm import train

CIRCLES = {
    "kind": "circles",
    "train": 200,
    "test": 200,
    "noise": 0.15,
    "factor": 0.5,
    "scale": 1.2,
}

Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    prepare(datasets["digits"], root, [], upstream=False)
    return root


@pytest.fixture
def run(data_root: Path, tmp_path: Path) -> Run:
    """Train a spec, given as keywords."""

    def trained(*, seed: int = 0, **spec) -> Outcome:
        checkpoint = Checkpoint(tmp_path / "checkpoint.npz", "key")
        context = Context(seed, "cpu", data_root, checkpoint)
        return train(SvmSpec.model_validate({"engine": "svm", **spec}), context)

    return trained


@pytest.fixture
def on_circles(run: Run) -> Run:
    """Train a classifier, given as keywords, on the circles."""
    return lambda seed=0, features="raw", **classifier: run(
        seed=seed, points=CIRCLES, features={"kind": features}, classifier=classifier
    )
