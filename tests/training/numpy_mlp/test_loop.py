"""Orders, batches and evaluations of the training loop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reprise.data.split import Part, Split
from reprise.documents.models.numpy_mlp import NumpyMlpSpec
from reprise.streams import stream
from reprise.training.checkpoint import Checkpoint
from reprise.training.numpy_mlp import network as networks
from reprise.training.numpy_mlp.images import Bytes, Floats
from reprise.training.numpy_mlp.loop import WORTH_BYTES, Loop
from reprise.training.numpy_mlp.losses import CLIP, LOSSES
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import optimizer
from reprise.training.numpy_mlp.results import outcome
from reprise.training.outcome import Context

IMAGES = 23


def part(rng: np.random.Generator, n: int) -> Part:
    return Part(rng.normal(size=(n, 6)), rng.integers(0, 3, size=n))


@pytest.fixture
def split(rng: np.random.Generator) -> Split:
    return Split(part(rng, IMAGES), None, part(rng, 11), classes=3)


def loop_of(split: Split, tmp_path: Path, loss: str = "softmax-cross-entropy", **changes: Any):
    training = {"batch_size": 5, "epochs": 2} | changes.pop("training", {})
    spec = NumpyMlpSpec.model_validate(
        {
            "engine": "numpy_mlp",
            "data": {"dataset": "mnist", "scaling": "unit"},
            "model": {
                "hidden": [4],
                "activation": "tanh",
                "weights": {"kind": "normal", "scale": 0.5},
                "biases": {"kind": "zeros"},
            },
            "loss": loss,
            "optimizer": {"learning_rate": 0.1},
            "training": {k: v for k, v in training.items() if v is not None},
            "precision": "float64",
            **changes,
        }
    )
    network = Network(
        [6, 4, 3],
        activation="tanh",
        weights=("normal", 0.5),
        biases=("zeros", None),
        loss=loss,
        rng=stream(0, "initial weights"),
        dtype="float64",
    )
    context = Context(0, "cpu", tmp_path, Checkpoint(tmp_path / "c.npz", "key"))
    return Loop(spec, split, network, optimizer("sgd", 0.1), context)


def orders(loop: Loop, epochs: int) -> list[list[int]]:
    return [loop._order(epoch).tolist() for epoch in range(epochs)]


@pytest.mark.parametrize(
    ("kind", "first_is_file", "all_equal"),
    [
        ("file", True, True),
        ("file-then-shuffled", True, False),
        ("shuffled-once", False, True),
        ("shuffled", False, False),
    ],
)
def test_orders(split: Split, tmp_path: Path, kind: str, first_is_file: bool, all_equal: bool):
    first, second, third = orders(loop_of(split, tmp_path, training={"order": kind}), 3)
    assert (first == list(range(IMAGES))) is first_is_file
    assert (first == second == third) is all_equal
    assert sorted(second) == list(range(IMAGES))


@pytest.mark.parametrize(("drop", "updates"), [(None, 5), (True, 4)])
def test_the_last_batch_is_smaller_or_dropped(split: Split, tmp_path: Path, drop, updates) -> None:
    loop = loop_of(split, tmp_path, training={"drop_last": drop})
    loop.run()
    assert loop.updates_per_epoch == updates
    assert loop.step == 2 * updates
    assert len(loop.curves.finished()["update"].x) == 2 * updates


def test_running_curves_are_means_over_the_epochs_updates(split: Split, tmp_path: Path) -> None:
    loop = loop_of(split, tmp_path)
    loop.run()
    curves = loop.curves.finished()
    losses = loop.curves._losses
    np.testing.assert_allclose(
        curves["epoch"].values["train_loss"], [losses[:5].mean(), losses[5:].mean()]
    )


def test_re_evaluated_curves_are_a_pass_at_the_end(split: Split, tmp_path: Path) -> None:
    loop = loop_of(split, tmp_path, train_curve="re-evaluated")
    loop.run()
    loss, accuracy = loop.network.evaluate(split.train.images, split.train.labels)
    values = loop.curves.finished()["epoch"].values
    assert values["train_loss"][-1] == pytest.approx(loss)
    assert values["train_accuracy"][-1] == pytest.approx(accuracy)


def test_steps_stop_within_an_epoch_and_are_evaluated_on_the_way(split, tmp_path: Path) -> None:
    training = {"epochs": None, "steps": 7, "evaluate_every": 2}
    loop = loop_of(split, tmp_path, training=training)
    loop.run()
    curves = loop.curves.finished()
    assert loop.step == 7
    assert curves["step"].x.tolist() == [2, 4, 6]
    assert "epoch" not in curves
    batch = curves["step"].values["batch_loss"]
    np.testing.assert_allclose(batch, loop.curves._losses[[1, 3, 5]])
    assert set(curves["step"].values) >= {"test_loss", "test_accuracy", "train_loss"}


def test_samples_are_random_images_in_place_of_the_whole_set(split, tmp_path: Path) -> None:
    loop = loop_of(split, tmp_path, training={"evaluate_every": 1}, sampled=4)
    loop.run()
    values = loop.curves.finished()["step"].values
    assert "test_loss" not in values
    shares = values["sample_test_accuracy"] * 4
    np.testing.assert_allclose(shares, shares.round(), atol=1e-12)
    assert len(set(values["sample_train_loss"])) > 5


def ended(loop: Loop) -> dict[str, np.ndarray]:
    """All that a run leaves: position, parameters, and every column of every curve."""
    loop.run()
    curves = {
        f"{axis}.{name}": values
        for axis, curve in loop.curves.finished().items()
        for name, values in {"x": curve.x, **curve.values}.items()
    }
    return {"step": np.array(loop.step), **loop.network.parameters(), **curves}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    "training",
    [{"epochs": 2}, {"epochs": 2, "evaluate_every": 3}, {"steps": 7, "evaluate_every": 2}],
    ids=str,
)
def test_updates_at_once_leave_what_single_ones_do(
    split: Split, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loss: str, training: dict
) -> None:
    training = {"epochs": None, "batch_size": 3, **training}
    several = ended(loop_of(split, tmp_path, loss, training=training))
    monkeypatch.setattr(networks, "AT_ONCE", 1)
    single = ended(loop_of(split, tmp_path, loss, training=training))
    assert several.keys() == single.keys()
    for name, values in single.items():
        np.testing.assert_array_equal(several[name], values, err_msg=name)


@pytest.mark.parametrize("spoilt", [0, 6, 13])
def test_a_run_diverges_at_the_same_update_however_many_are_made_at_once(
    split: Split, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: int
) -> None:
    split.train.images[spoilt] = np.inf
    training = {"batch_size": 2, "order": "file"}
    several = loop_of(split, tmp_path, training=training)
    several.run()
    monkeypatch.setattr(networks, "AT_ONCE", 1)
    single = loop_of(split, tmp_path, training=training)
    single.run()
    for loop in (several, single):
        assert loop.diverged
        assert loop.step == spoilt // 2 + 1
        assert set(loop.curves.finished()) == {"update"}
    np.testing.assert_array_equal(
        several.curves.finished()["update"].values["train_loss"],
        single.curves.finished()["update"].values["train_loss"],
    )


def test_a_long_run_takes_its_images_from_bytes_and_trains_the_same(
    split: Split, tmp_path: Path, rng: np.random.Generator
) -> None:
    levels = rng.integers(0, 256, size=(IMAGES, 6))
    levels[0, 0] = 255
    of_bytes = replace(split, train=Part(levels * (1 / 255), split.train.labels))
    training = {"epochs": WORTH_BYTES}
    long, short, floats = (
        loop_of(of_bytes, tmp_path, training=training),
        loop_of(of_bytes, tmp_path),
        loop_of(split, tmp_path, training=training),
    )
    assert isinstance(long._images, Bytes)
    assert isinstance(short._images, Floats)
    assert isinstance(floats._images, Floats)
    other = loop_of(of_bytes, tmp_path, training=training)
    other._images = Floats(of_bytes.train.images)
    as_floats = ended(other)
    for name, values in ended(long).items():
        np.testing.assert_allclose(values, as_floats[name], rtol=1e-10, err_msg=name)


def test_the_last_evaluation_counts_as_evaluation(split: Split, tmp_path: Path) -> None:
    loop = loop_of(split, tmp_path, training={"epochs": None, "steps": 3, "evaluate_every": 5})
    loop.run()
    assert loop.evaluation_seconds == 0
    start = {name: values.copy() for name, values in loop.network.parameters().items()}
    found = outcome(loop.spec, split, loop.network, start, loop)
    assert found.timing["evaluation_seconds"] > 0


def test_the_clipped_loss_is_bounded_and_trains_the_same(split: Split, tmp_path: Path) -> None:
    plain, clipped = (
        loop_of(split, tmp_path, loss)
        for loss in ("softmax-cross-entropy", "clipped-softmax-cross-entropy")
    )
    plain.run()
    clipped.run()
    for one, other in zip(
        plain.network.parameters().values(), clipped.network.parameters().values(), strict=True
    ):
        np.testing.assert_array_equal(one, other)
    for weights in clipped.network.parameters().values():
        weights *= 1e4
    loss, _ = clipped.network.evaluate(split.test.images, split.test.labels)
    assert -np.log1p(-CLIP) <= loss <= -np.log(CLIP) * (1 + 1e-12)
    logits = clipped.network.predict_logits(split.test.images)
    wrong = logits.argmax(axis=1) != split.test.labels
    assert loss == pytest.approx(wrong.mean() * -np.log(CLIP), rel=0.02)
