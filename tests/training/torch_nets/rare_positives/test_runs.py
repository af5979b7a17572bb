"""Runs of the rare_positives engine: what they report, repeat, and leave when they fail."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reprise.training import checkpoint as checkpoints
from reprise.training.outcome import Outcome
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.rare_positives.examples import load_examples
from reprise.training.torch_nets.rare_positives.gradients import measure
from reprise.training.torch_nets.rare_positives.losses import batch_loss

CURVES = {
    "train_loss",
    "test_loss",
    "test_cross_entropy",
    "test_accuracy",
    "precision",
    "recall",
    "f1",
    "average_precision",
}
LOSSES = [
    {"kind": "cross-entropy"},
    {"kind": "dice", "smoothing": 1.0},
    {"kind": "focal", "gamma": 2.0},
]


def equal(one: Outcome, other: Outcome) -> bool:
    assert one.metrics == other.metrics
    for name, array in one.arrays.items():
        assert np.array_equal(array, other.arrays[name]), name
    for name, values in one.curves["epoch"].values.items():
        again = other.curves["epoch"].values[name]
        assert np.array_equal(values, again, equal_nan=True), name
    return True


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["kind"])
def test_a_run_learns_and_tells_what_it_did(train_spec, loss) -> None:
    outcome = train_spec({"loss": loss, "training.epochs": 12})
    metrics, curve = outcome.metrics, outcome.curves["epoch"]
    assert set(curve.values) == CURVES and curve.x.tolist() == list(range(1, 13))
    assert all(metrics[name] == values[-1] for name, values in curve.values.items())
    assert metrics["f1"] > 0.6 and metrics["average_precision"] > 0.8
    assert curve.values["train_loss"][-1] < 0.6 * curve.values["train_loss"][0]
    assert (metrics["train_images"], metrics["train_positives"]) == (200, 50)
    assert metrics["updates"] == 12 * metrics["updates_per_epoch"] == 84
    assert metrics["parameters"] == 784 * 8 + 8 + 8 + 1
    assert metrics["precision_at_share"] > metrics["precision"]  # a tenth of the test set
    assert "flipped_gradient_share" not in metrics
    assert "intersection_over_union" not in metrics


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["kind"])
def test_objects_are_scored_by_pixel_and_by_size(train_spec, loss) -> None:
    changes = {"loss": loss, "training.epochs": 12, "optimizer.learning_rate": 0.03}
    outcome = train_spec(changes, objects=True)
    metrics, arrays = outcome.metrics, outcome.arrays
    assert metrics["f1"] > 0.4
    jaccard = metrics["f1"] / (2 - metrics["f1"])
    assert metrics["intersection_over_union"] == pytest.approx(jaccard)
    areas = [metrics[f"area_{size}"] for size in ("small", "medium", "large")]
    assert areas == sorted(areas) and areas[-1] / 1024 < 0.02
    assert all(0 <= metrics[f"recall_{size}"] <= 1 for size in ("small", "medium", "large"))
    assert 0.01 < metrics["test_share"] < 0.04
    shapes = {name: array.shape for name, array in arrays.items()}
    names = ("example_inputs", "example_objects", "example_predictions")
    assert shapes == dict.fromkeys(names, (8, 32, 32))
    called = (arrays["example_predictions"] > 127).sum()
    assert 0 < called < 0.1 * 8 * 1024


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_a_gamma_of_0_is_cross_entropy_bit_for_bit(train_spec, objects: bool, kind: str) -> None:
    optimizer = {"optimizer": {"kind": kind, "learning_rate": 0.02}}
    plain = train_spec(optimizer, objects)
    focal = train_spec({**optimizer, "loss": {"kind": "focal", "gamma": 0.0}}, objects)
    assert equal(plain, focal)


def test_equal_specs_and_seeds_give_equal_outcomes(train_spec) -> None:
    first, again, other = (train_spec({"data.flipped": 0.1}, seed=seed) for seed in (1, 1, 2))
    assert equal(first, again)
    assert first.metrics["train_loss"] != other.metrics["train_loss"]
    assert first.metrics["train_positives"] == other.metrics["train_positives"]


def test_losses_start_from_the_same_weights_and_order(train_spec) -> None:
    rate = {"training.epochs": 1, "optimizer.learning_rate": 1e-12}
    one, other = (train_spec({**rate, "loss": loss}).metrics for loss in LOSSES[:2])
    assert one["test_cross_entropy"] == pytest.approx(other["test_cross_entropy"], abs=1e-6)
    assert one["gradient_norm_initial"] != other["gradient_norm_initial"]


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("kind", ["sgd", "adam"])
@pytest.mark.parametrize("saves", [1, 3])
def test_an_interrupted_run_ends_the_same(
    train_spec, tmp_path, monkeypatch, objects: bool, kind: str, saves: int
) -> None:
    changes = {"optimizer": {"kind": kind, "learning_rate": 0.02}, "training.epochs": 4}
    changes |= {} if objects else {"data.flipped": 0.1}
    whole = train_spec(changes, objects)
    assert not (tmp_path / "checkpoint.npz").exists()
    save, done = checkpoints.Checkpoint.save, []

    def save_then_stop(self, state) -> None:
        save(self, state)
        done.append(int(state["epoch"]))
        if len(done) == saves:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(checkpoints.Checkpoint, "due", lambda self: True)
        patch.setattr(checkpoints.Checkpoint, "save", save_then_stop)
        with pytest.raises(KeyboardInterrupt):
            train_spec(changes, objects)
    assert done[-1] == saves
    assert equal(train_spec(changes, objects), whole)


def test_a_run_that_calls_nothing_positive_has_no_precision(train_spec) -> None:
    outcome = train_spec({"data.share": 0.02, "training.epochs": 2})
    metrics, curve = outcome.metrics, outcome.curves["epoch"]
    assert metrics["called_positive"] == 0 and not outcome.diverged
    assert metrics["precision"] is None and metrics["precision_at_share"] is None
    assert metrics["f1"] == metrics["f1_at_share"] == metrics["recall"] == 0
    assert np.isnan(curve.values["precision"]).all() and not curve.values["f1"].any()


def test_divergence_is_a_result(train_spec) -> None:
    outcome = train_spec({"optimizer": {"kind": "sgd", "learning_rate": 1e38}})
    assert outcome.diverged
    assert "f1" not in outcome.metrics and outcome.metrics["gradient_norm_initial"] > 0
    assert 0 < outcome.metrics["updates"] < 28


def network_of(spec, sets) -> Network:
    return Network(spec.model, sets.image, 1, 0, torch.device("cpu"))


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss["kind"])
def test_gradients_are_those_of_backward(spec_of, data_root, loss) -> None:
    spec = spec_of({"loss": loss, "data.train_count": 80, "data.flipped": 0.1})
    sets = load_examples(spec.data, data_root)
    module, train = network_of(spec, sets).module, sets.train
    found = measure(module, spec.loss, train, 80, seed=3)
    assert np.isnan(found["gradient_variation"])  # a single batch
    logits = module(train.inputs)
    logits.retain_grad()
    batch_loss(spec.loss, logits, train.targets).backward()
    norm = sum(float(p.grad.double().square().sum()) for p in module.parameters()) ** 0.5
    assert found["gradient_norm"] == pytest.approx(norm, rel=1e-5)
    pulls = logits.grad.abs()
    share = float(pulls[train.flipped].sum() / pulls.sum())
    assert found["flipped_gradient_share"] == pytest.approx(share, rel=1e-5)


def test_gradient_variation_is_over_whole_batches(spec_of, data_root) -> None:
    spec = spec_of({})
    sets = load_examples(spec.data, data_root)
    module, train = network_of(spec, sets).module, sets.train
    norms = []
    for seed in range(2):
        found = measure(module, spec.loss, train, 150, seed)
        assert np.isnan(found["gradient_variation"])  # 50 images are no batch
        norms.append(found["gradient_norm"])
    assert norms[0] != norms[1]
    small, large = (measure(module, spec.loss, train, size, 0) for size in (4, 50))
    assert small["gradient_variation"] > large["gradient_variation"] > 0


def test_flipped_labels_pull_harder_once_the_rest_is_learnt(train_spec) -> None:
    metrics = train_spec({"data.flipped": 0.1, "training.epochs": 15}).metrics
    assert metrics["flipped"] == 20
    assert metrics["flipped_gradient_share"] > metrics["flipped_gradient_share_initial"]
    assert metrics["flipped_gradient_share_first_epoch"] > 0
