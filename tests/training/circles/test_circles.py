"""Runs of the circles engine: four versions of one program, its maps and snapshots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reprise.data.points import make_points
from reprise.documents.models.circles import CirclesSpec
from reprise.documents.settings import changed
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets.circles import train

NORMAL = {"kind": "normal", "scale": 0.3}
SPEC = {
    "engine": "circles",
    "version": "manual",
    "points": {
        "kind": "circles",
        "train": 200,
        "test": 200,
        "noise": 0.15,
        "factor": 0.5,
        "scale": 1.2,
    },
    "model": {"hidden": 10, "activation": "tanh", "weights": NORMAL, "biases": NORMAL},
    "optimizer": {"learning_rate": 0.03, "reduction": "mean"},
    "training": {"batch_size": 10, "epochs": 150},
}


def run(tmp_path: Path, seed: int = 0, **changes) -> Outcome:
    spec = changed(SPEC, {key.replace("__", "."): value for key, value in changes.items()})
    context = Context(seed, "cpu", tmp_path, Checkpoint(tmp_path / "checkpoint.npz", "key"))
    return train(CirclesSpec.model_validate(spec), context)


def final(outcome: Outcome) -> np.ndarray:
    return np.array([outcome.metrics[f"parameter_{k}"] for k in range(1, 53)])


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"optimizer__reduction": "sum"},
        {"model__activation": "identity", "training__epochs": 20},
    ],
    ids=["mean", "sum", "identity"],
)
def test_all_versions_take_the_same_steps(tmp_path, changes):
    """The document's four programs are one algorithm: 150 epochs end within rounding."""
    manual, *others = (
        run(tmp_path, version=version, precision="float64", **changes)
        for version in ("manual", "autograd", "layers", "optim")
    )
    start = {name: manual.arrays[f"snapshots_{name}"][0] for name in ("W1", "b1", "W2", "b2")}
    for other in others:
        for name, values in start.items():
            np.testing.assert_array_equal(other.arrays[f"snapshots_{name}"][0], values)
        assert abs(final(other) - final(manual)).max() < 1e-10
        assert other.metrics["test_loss"] == pytest.approx(manual.metrics["test_loss"], abs=1e-10)
        np.testing.assert_allclose(other.arrays["maps"], manual.arrays["maps"], atol=1e-6)
    moved = np.concatenate([v.ravel() for v in start.values()])
    assert abs(final(manual) - moved).max() > 0.1


def test_a_training_separates_the_circles_and_tells_what_it_did(tmp_path):
    outcome = run(tmp_path, optimizer__reduction="sum")
    metrics, curve = outcome.metrics, outcome.curves["epoch"]
    assert metrics["parameters"] == 52 and metrics["updates"] == 3000
    assert metrics["updates_per_epoch"] == 20
    assert curve.x.tolist() == list(range(1, 151))
    assert metrics["test_accuracy"] == curve.values["test_accuracy"][-1] > 0.9
    assert metrics["test_error"] == pytest.approx(1 - metrics["test_accuracy"])
    assert metrics["train_loss"] < 0.5 * curve.values["train_loss"][0]
    assert metrics["parameters_norm"] > 0
    assert not any(name.startswith("parameter_") for name in metrics)  # float32
    assert outcome.arrays["W1"].dtype == np.float32


def test_no_activation_leaves_a_line_that_cannot_separate_circles(tmp_path):
    metrics = run(tmp_path, model__activation="identity", version="optim").metrics
    assert 0.4 < metrics["train_accuracy"] < 0.65


def test_maps_show_the_network_of_their_epoch(tmp_path):
    outcome = run(tmp_path, training__epochs=12, snapshots=[0, 5, 40], precision="float64")
    arrays = outcome.arrays
    assert arrays["snapshot_epochs"].tolist() == [0, 5, 12]
    assert arrays["maps"].shape == (3, 40, 40) and arrays["maps"].dtype == np.float32
    axis = arrays["map_axis"]
    assert (axis[0], axis[-1]) == (-2, 2)
    for k in range(3):
        w1, b1, w2, b2 = (arrays[f"snapshots_{name}"][k] for name in ("W1", "b1", "W2", "b2"))
        for i, j in ((0, 0), (3, 30), (39, 7)):
            logits = w2 @ np.tanh(w1 @ np.array([axis[j], axis[i]]) + b1) + b2
            share = np.exp(logits[1]) / np.exp(logits).sum()
            assert arrays["maps"][k, i, j] == pytest.approx(share, abs=1e-6)
    np.testing.assert_array_equal(arrays["snapshots_W2"][-1], arrays["W2"])


def test_final_numbers_belong_to_the_final_parameters(tmp_path):
    outcome = run(tmp_path, training__epochs=3, precision="float64")
    points = make_points(CirclesSpec.model_validate(SPEC).points).test
    w1, b1, w2, b2 = (outcome.arrays[name] for name in ("W1", "b1", "W2", "b2"))
    logits = np.tanh(points.x @ w1.T + b1) @ w2.T + b2
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(200), points.labels]
    assert outcome.metrics["test_loss"] == pytest.approx(losses.mean(), abs=1e-12)
    assert outcome.metrics["test_accuracy"] == (logits.argmax(axis=1) == points.labels).mean()
    ordered = np.concatenate([v.ravel() for v in (w1, b1, w2, b2)])
    np.testing.assert_array_equal(final(outcome), ordered)
    np.testing.assert_array_equal(outcome.arrays["test_x"], points.x)


def test_the_sum_of_a_batch_is_the_mean_at_a_larger_rate(tmp_path):
    tenfold = {"optimizer__learning_rate": 0.3, "precision": "float64", "training__epochs": 5}
    mean = run(tmp_path, **tenfold)
    tenfold |= {"optimizer__learning_rate": 0.03, "optimizer__reduction": "sum"}
    np.testing.assert_allclose(final(run(tmp_path, **tenfold)), final(mean), rtol=1e-12)


def test_equal_specs_and_seeds_give_equal_metrics(tmp_path):
    first, again, other = (run(tmp_path, seed, training__epochs=2) for seed in (1, 1, 2))
    assert first.metrics == again.metrics
    assert first.metrics["train_loss"] != other.metrics["train_loss"]


def test_starts_are_drawn_as_the_spec_says(tmp_path):
    normal = run(tmp_path, model__hidden=3000, training__epochs=1).metrics
    assert normal["initial_parameters_sd"] == pytest.approx(0.3, abs=0.005)
    assert normal["initial_parameters_mean"] == pytest.approx(0, abs=0.01)
    default = {"kind": "fan-in-uniform"}
    linear = run(
        tmp_path, model__weights=default, model__biases=default, model__hidden=3000,
        training__epochs=1,
    ).metrics  # fmt: skip
    assert linear["initial_W1_sd"] == pytest.approx(1 / np.sqrt(2 * 3), rel=0.05)
    assert linear["initial_W2_sd"] == pytest.approx(1 / np.sqrt(3000 * 3), rel=0.05)


@pytest.mark.parametrize("version", ["manual", "optim"])
def test_divergence_is_a_result(tmp_path, version):
    outcome = run(tmp_path, version=version, optimizer__learning_rate=1e38)
    assert outcome.diverged
    assert outcome.metrics["updates"] < 3000
    assert "test_loss" not in outcome.metrics


def test_a_last_batch_that_is_not_full_counts(tmp_path):
    outcome = run(tmp_path, training__batch_size=64, training__epochs=2)
    assert outcome.metrics["updates"] == 8
    outcome = run(tmp_path, training__batch_size=1000, training__epochs=2)
    assert outcome.metrics["updates"] == 2 and outcome.metrics["batch_size"] == 200
