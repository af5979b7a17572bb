"""Runs of the scalar engine: the worked example, trainings, the look at the data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reprise.documents.models.scalar import ScalarSpec
from reprise.documents.settings import changed
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Outcome
from reprise.training.scalar import train
from reprise.training.scalar.arrays import as_arrays
from reprise.training.scalar.start import drawn

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
    "points": {"kind": "quadratic", "train": 2000, "test": 500},
    "model": {
        "hidden": 3,
        "weights": {"kind": "normal", "scale": 1.0},
        "biases": {"kind": "zeros"},
    },
    "optimizer": {"learning_rate": 0.1},
    "training": {"epochs": 3},
}


def run(tmp_path: Path, spec: dict, seed: int = 0, **changes) -> Outcome:
    spec = changed(spec, {key.replace("__", "."): value for key, value in changes.items()})
    context = Context(seed, "cpu", tmp_path, Checkpoint(tmp_path / "checkpoint.npz", "key"))
    return train(ScalarSpec.model_validate(spec), context)


def test_the_worked_example_as_printed(tmp_path):
    metrics = run(tmp_path, ONE_PASS).metrics
    assert metrics["loss"] == pytest.approx(0.693147, abs=1e-6)
    assert metrics["output_sum_1"] == metrics["output_sum_2"] == 0.0
    for unit in (1, 2, 3):
        assert metrics[f"hidden_{unit}"] == pytest.approx(0.880797, abs=1e-6)
        assert metrics[f"dV_{unit}_1"] == pytest.approx(-0.440399, abs=1e-6)
        assert metrics[f"dV_{unit}_2"] == pytest.approx(0.440399, abs=1e-6)
        assert metrics[f"db_{unit}"] == metrics[f"dW_1_{unit}"] == metrics[f"dW_2_{unit}"] == 0.0
    assert (metrics["dc_1"], metrics["dc_2"]) == (-0.5, 0.5)
    assert metrics["gradient_error"] == pytest.approx(0.440399, abs=1e-6)
    assert metrics["parameters"] == 17


def test_the_corrected_sum_changes_the_outputs_and_agrees_with_finite_differences(tmp_path):
    printed = run(tmp_path, ONE_PASS).metrics
    metrics = run(tmp_path, ONE_PASS, output_sum="corrected").metrics
    assert metrics["output_sum_1"] == pytest.approx(-0.880797, abs=1e-6)
    assert metrics["gradient_error"] < 1e-9
    assert metrics["dV_3_1"] == printed["dV_3_1"]  # both outputs are equal in either


def test_a_pass_that_leaves_the_floats_is_a_diverged_run(tmp_path):
    outcome = run(tmp_path, ONE_PASS, example__x=[-1e6, 0])
    assert outcome.diverged
    assert np.isnan(outcome.metrics["loss"])


def test_a_training_learns_and_tells_what_it_did(tmp_path):
    outcome = run(tmp_path, TRAINING)
    metrics, curve = outcome.metrics, outcome.curves["epoch"]
    assert not outcome.diverged
    assert metrics["updates"] == 6000 and metrics["parameters"] == 17
    assert metrics["gradient_error"] < 1e-8
    assert curve.x.tolist() == [1, 2, 3]
    assert (np.diff(curve.values["train_loss"]) < 0).all()
    assert metrics["test_accuracy"] == curve.values["test_accuracy"][-1] > 0.8
    assert metrics["train_loss"] < curve.values["train_loss"][-1]  # judged before and after
    found = outcome.arrays["test_predictions"] == outcome.arrays["test_labels"]
    assert found.mean() == metrics["test_accuracy"]
    assert outcome.arrays["W"].shape == (2, 3) and outcome.arrays["V"].shape == (3, 2)
    assert set(outcome.timing) == {"training_seconds", "evaluation_seconds", "seconds_per_epoch"}


def test_the_printed_sum_trains_with_another_gradient_from_the_same_start(tmp_path):
    right, printed = (run(tmp_path, TRAINING, output_sum=s) for s in ("corrected", "as-printed"))
    assert right.metrics["initial_W_sd"] == printed.metrics["initial_W_sd"]
    assert printed.metrics["gradient_error"] > 0.01
    assert right.metrics["train_loss"] != printed.metrics["train_loss"]


def test_equal_specs_and_seeds_give_equal_metrics(tmp_path):
    first, again, other = (run(tmp_path, TRAINING, seed, training__epochs=1) for seed in (1, 1, 2))
    assert first.metrics == again.metrics
    assert first.metrics["train_loss"] != other.metrics["train_loss"]


def test_initial_weights_are_drawn_as_the_spec_says():
    model = ScalarSpec.model_validate(changed(TRAINING, {"model.hidden": 2000})).model
    start = as_arrays(drawn(model, outputs=2, seed=0))
    assert {name: a.shape for name, a in start.items()} == {
        "W": (2, 2000),
        "b": (2000,),
        "V": (2000, 2),
        "c": (2,),
    }
    for name in ("W", "V"):
        assert start[name].std() == pytest.approx(1, abs=0.05)
        assert start[name].mean() == pytest.approx(0, abs=0.05)
    assert not start["b"].any() and not start["c"].any()


def test_a_diverging_training_keeps_what_there_is(tmp_path):
    outcome = run(tmp_path, TRAINING, optimizer__learning_rate=1e6)
    assert outcome.diverged
    assert 0 < outcome.metrics["updates"] < 6000
    assert "test_accuracy" not in outcome.metrics


def test_a_look_at_the_data(tmp_path):
    points = {"kind": "quadratic", "train": 60_000, "test": 10_000}
    outcome = run(tmp_path, {"engine": "scalar", "task": "data", "points": points})
    metrics = outcome.metrics
    assert metrics["classes"] == 2 and metrics["train_examples"] == 60_000
    assert metrics["train_share_1"] == pytest.approx(0.558, abs=0.01)
    assert metrics["test_share_0"] + metrics["test_share_1"] == pytest.approx(1)
    assert outcome.arrays["points"].shape == (1000, 2)
    x1, x2 = outcome.arrays["points"].T
    inside = x1**2 + 0.95 * x1 * x2 + 0.4 * x2**2 > 0.6
    np.testing.assert_array_equal(outcome.arrays["labels"], inside)
