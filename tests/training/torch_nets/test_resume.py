"""A run that is interrupted ends as one that is not, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reprise.training import checkpoint as checkpoints
from reprise.training.outcome import Outcome

LAYERS = [
    {"conv": 6, "kernel": 3, "padding": 1},
    "batch-norm",
    "relu",
    {"max-pool": 4},
    "flatten",
    {"linear": 20},
    "batch-norm",
    "tanh",
    {"dropout": 0.3},
    {"linear": "classes"},
]
HARD: dict[str, Any] = {
    "data.scaling": "mean-image",
    "data.train_count": 150,
    "augmentation": {"crop": 28, "flip": 0.5, "affine": {"degrees": 20}},
    "model": {"layers": LAYERS},
    "schedule": {"kind": "exponential", "gamma": 0.8},
    "training": {"batch_size": 32, "epochs": 3, "evaluate_every": 2},
    "evaluation": {"test_batch": 30, "train_subset": 20, "initial": True},
}
OPTIMIZERS = {
    "momentum": {"kind": "momentum", "learning_rate": 0.01, "momentum": 0.9},
    "adam": {"kind": "adam", "learning_rate": 0.01},
    "nadam": {"kind": "nadam", "learning_rate": 0.01},
    "sgd": {"kind": "sgd", "learning_rate": 0.01},
}


class Interrupted(Exception):
    pass


def equal(one: Outcome, other: Outcome) -> bool:
    for name, curve in one.curves.items():
        assert np.array_equal(curve.x, other.curves[name].x)
        for column, values in curve.values.items():
            assert np.array_equal(values, other.curves[name].values[column]), (name, column)
    for name, array in one.arrays.items():
        assert np.array_equal(array, other.arrays[name]), name
    return one.metrics == other.metrics and one.diverged == other.diverged


@pytest.mark.parametrize(
    ("kind", "saves"),
    [
        *(("momentum", saves) for saves in (1, 5, 9)),
        *(("adam", saves) for saves in (4, 14)),
        ("nadam", 6),
        ("sgd", 7),
    ],
)
def test_an_interrupted_run_ends_the_same(
    train_spec, tmp_path, monkeypatch: pytest.MonkeyPatch, kind: str, saves: int
) -> None:
    changes = HARD | {"optimizer": OPTIMIZERS[kind]}
    whole = train_spec(changes)
    assert not (tmp_path / "checkpoint.npz").exists()
    save, count = checkpoints.Checkpoint.save, []

    def save_then_stop(self, state) -> None:
        save(self, state)
        count.append(state)
        if len(count) == saves:
            raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(checkpoints.Checkpoint, "due", lambda self: True)
        patch.setattr(checkpoints.Checkpoint, "save", save_then_stop)
        with pytest.raises(Interrupted):
            train_spec(changes)
    assert int(count[-1]["step"]) == saves
    assert equal(train_spec(changes), whole)
    assert whole.metrics["updates"] == 15


def test_a_checkpoint_holds_the_running_averages_and_moments(train_spec, monkeypatch) -> None:
    saved: list[dict[str, np.ndarray]] = []
    monkeypatch.setattr(checkpoints.Checkpoint, "due", lambda self: True)
    monkeypatch.setattr(checkpoints.Checkpoint, "save", lambda self, state: saved.append(state))
    train_spec(HARD | {"optimizer": OPTIMIZERS["adam"]})
    names = set(saved[0])
    assert {
        "engine.network.batch_norm1.running_var",
        "engine.optimizer.0.exp_avg_sq",
        "step",
    } <= names
    moved = [float(s["engine.network.batch_norm1.running_mean"][0]) for s in saved]
    assert len(set(moved)) == len(moved) == 15
