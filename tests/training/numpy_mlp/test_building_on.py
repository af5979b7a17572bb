"""A training that goes on where another ended, and one on images with their pixels permuted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from toy import PROJECT

from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.documents.models.numpy_mlp import NumpyMlpSpec
from reprise.training.checkpoint import Checkpoint
from reprise.training.numpy_mlp import train
from reprise.training.outcome import Context


@pytest.fixture(scope="module")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    prepare(
        load_datasets(PROJECT / "documents" / "datasets.yaml")["digits"], root, [], upstream=False
    )
    return root


def run(data_root: Path, tmp_path: Path, arrays=None, data=None, epochs: int = 3, rate=0.5):
    spec = NumpyMlpSpec.model_validate(
        {
            "engine": "numpy_mlp",
            "data": {"dataset": "digits", "scaling": "unit", **(data or {})},
            "model": {
                "hidden": [12],
                "activation": "sigmoid",
                "weights": {"kind": "uniform", "scale": 0.5},
                "biases": {"kind": "zeros"},
            },
            "optimizer": {"learning_rate": rate},
            "training": {"batch_size": 20, "epochs": epochs},
        }
    )
    context = Context(1, "cpu", data_root, Checkpoint(tmp_path / "checkpoint.npz", "key"))
    return train(spec, replace(context, source_arrays=arrays or {}))


def test_it_starts_from_what_the_other_left(data_root: Path, tmp_path: Path) -> None:
    first = run(data_root, tmp_path, data={"train_rows": (0, 600)})
    second = run(data_root, tmp_path, first.arrays, {"train_rows": (600, 1200)})
    assert second.metrics["initial_W1_sd"] == pytest.approx(first.arrays["W1"].std(), rel=1e-5)
    still = run(data_root, tmp_path, first.arrays, epochs=1, rate=1e-12)
    np.testing.assert_allclose(still.arrays["W1"], first.arrays["W1"])
    assert still.metrics["test_accuracy"] == first.metrics["test_accuracy"]


def test_another_order_of_pixels_is_another_training_of_the_same_kind(
    data_root: Path, tmp_path: Path
) -> None:
    plain = run(data_root, tmp_path, epochs=12)
    other = run(data_root, tmp_path, data={"permuted_pixels": True}, epochs=12)
    assert other.metrics["train_loss"] != plain.metrics["train_loss"]
    assert other.metrics["test_accuracy"] == pytest.approx(plain.metrics["test_accuracy"], abs=0.06)
    assert plain.metrics["test_accuracy"] > 0.7
