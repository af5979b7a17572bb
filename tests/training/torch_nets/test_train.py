"""Whole trainings on the stand-ins: learning, protocols, determinism, divergence."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
import torch

from reprise.streams import stream
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context
from reprise.training.torch_nets.device import prepared
from reprise.training.torch_nets.evaluation import Evaluated, Evaluator
from reprise.training.torch_nets.images import Bytes, load_images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import Network

EVERYTHING: dict[str, Any] = {
    "data.scaling": "standard",
    "augmentation": {
        "crop": 28,
        "flip": 0.5,
        "affine": {"degrees": 20, "scale": [0.9, 1.1]},
        "elastic": {"alpha": 5, "sigma": 4},
        "noise": 0.02,
        "mixup": 0.2,
    },
    "model": {
        "layers": [
            {"conv": 6, "kernel": 3, "padding": 1},
            "batch-norm",
            "relu",
            {"max-pool": 3, "stride": 3, "ceil": True},
            {"conv": 8, "kernel": 3},
            "batch-norm",
            "relu",
            "global-avg-pool",
            "flatten",
            {"dropout": 0.3},
            {"linear": "classes"},
        ]
    },
    "schedule": {"kind": "exponential", "gamma": 0.9},
}


def loop_of(spec, data_root, tmp_path, seed: int = 0) -> Loop:
    device = prepared("cpu")
    images = load_images(spec, data_root, seed, device)
    network = Network(spec.model, images.image, images.classes, seed, device)
    checkpoint = Checkpoint(tmp_path / "checkpoint.npz", "key")
    return Loop(spec, images, network, Context(seed, "cpu", data_root, checkpoint))


def test_a_convolutional_network_learns_the_shapes(train_spec) -> None:
    outcome = train_spec(
        {
            "data.train_count": 2000,
            "data.test_count": 400,
            "data.scaling": "standard",
            "model.layers": [
                {"conv": 16, "kernel": 5, "stride": 2},
                "batch-norm",
                "relu",
                {"conv": 32, "kernel": 5},
                "batch-norm",
                "relu",
                {"max-pool": 3},
                "flatten",
                {"linear": "classes"},
            ],
            "optimizer": {"kind": "adam", "learning_rate": 0.003},
            "training": {"batch_size": 50, "epochs": 4},
        }
    )
    assert outcome.metrics["test_accuracy"] > 0.6
    losses = outcome.curves["epoch"].values["test_loss"]
    assert losses[-1] < 0.6 * losses[0]
    assert outcome.arrays["first_layer_weights"].shape == (16, 3, 5, 5)


def test_a_perceptron_learns_the_digits(train_spec) -> None:
    outcome = train_spec(
        {
            "data": {"dataset": "digits", "scaling": "unit"},
            "model": {"hidden": [100], "activation": "tanh"},
            "optimizer.learning_rate": 0.1,
            "training": {"batch_size": 20, "epochs": 5},
        }
    )
    assert outcome.metrics["test_accuracy"] > 0.9
    assert outcome.metrics["parameters"] == 79_510
    assert outcome.metrics["macs"] == 784 * 100 + 1000
    assert outcome.metrics["train_images_evaluated"] == 1437
    assert outcome.metrics["updates"] == 5 * 72
    assert outcome.arrays["first_layer_weights"].shape == (100, 784)
    predictions, labels = outcome.arrays["test_predictions"], outcome.arrays["test_labels"]
    assert outcome.metrics["test_accuracy"] == pytest.approx(np.mean(predictions == labels))


def test_equal_runs_give_equal_outcomes_and_seeds_differ(train_spec) -> None:
    torch.manual_seed(5)
    first = train_spec(EVERYTHING)
    torch.manual_seed(6)
    again, other = train_spec(EVERYTHING), train_spec(EVERYTHING, seed=1)
    assert first.metrics == again.metrics
    for axis, curve in first.curves.items():
        for name, values in curve.values.items():
            assert np.array_equal(values, again.curves[axis].values[name])
    for name, array in first.arrays.items():
        assert np.array_equal(array, again.arrays[name])
    assert first.metrics["train_loss"] != other.metrics["train_loss"]


def test_a_run_equals_a_plain_loop_of_pytorch(train_spec, spec_of, data_root, tmp_path) -> None:
    changes = {"optimizer": {"kind": "momentum", "learning_rate": 0.05, "momentum": 0.9}}
    changes["schedule"] = {"kind": "exponential", "gamma": 0.5}
    outcome = train_spec(changes)
    start = loop_of(spec_of(changes), data_root, tmp_path)
    module, images = start.network.module, start.images
    x = images.train.pixels.permute(0, 3, 1, 2) / 255
    update = torch.optim.SGD(module.parameters(), lr=0.05, momentum=0.9, fused=False)
    schedule = torch.optim.lr_scheduler.ExponentialLR(update, gamma=0.5)
    losses = []
    for epoch in range(2):
        order = stream(0, "order", epoch).permutation(200)
        for rows in torch.from_numpy(order).split(32):
            loss = torch.nn.functional.cross_entropy(module(x[rows]), images.train.labels[rows])
            update.zero_grad()
            loss.backward()
            update.step()
            losses.append(loss.item())
        schedule.step()
    assert outcome.curves["update"].values["train_loss"] == pytest.approx(losses, rel=1e-4)
    with torch.no_grad():
        outputs = module(images.test.pixels.permute(0, 3, 1, 2) / 255)
    expected = torch.nn.functional.cross_entropy(outputs, images.test.labels)
    assert outcome.metrics["test_loss"] == pytest.approx(float(expected), rel=1e-4)


@pytest.mark.parametrize(
    ("order", "drop_last", "updates"), [("shuffled", None, 7), ("file-then-shuffled", True, 6)]
)
def test_orders(spec_of, data_root, tmp_path, order, drop_last, updates: int) -> None:
    spec = spec_of({"training.order": order, "training.drop_last": drop_last})
    loop = loop_of(spec, data_root, tmp_path)
    assert loop.updates_per_epoch == updates
    first, second, third = (loop._order(epoch) for epoch in range(3))
    length = 200 if drop_last is None else 192
    assert len(first) == len(second) == length
    assert np.array_equal(first, np.arange(length)) == (order == "file-then-shuffled")
    assert len(set(second.tolist())) == length
    assert not np.array_equal(second, third)
    if drop_last:
        assert set(second.tolist()) != set(first.tolist())  # another tail is left out


def test_the_files_order_stays(spec_of, data_root, tmp_path) -> None:
    loop = loop_of(spec_of({"training.order": "file"}), data_root, tmp_path)
    assert np.array_equal(loop._order(3), np.arange(200))


def test_test_batches_follow_each_other_and_begin_again(spec_of, data_root, tmp_path) -> None:
    loop = loop_of(spec_of({"evaluation.test_batch": 40}), data_root, tmp_path)
    starts = []
    for loop.evaluations in range(4):
        batch = loop._next_test_batch()
        assert len(batch) == 40
        matches = (loop.images.test.pixels == batch.pixels[0]).flatten(1).all(1)
        starts.append(int(matches.nonzero()[0]))
    assert starts == [0, 40, 0, 40]  # 20 images do not fill a third batch


def test_what_the_last_point_had_is_not_evaluated_again(spec_of, data_root, tmp_path) -> None:
    loop = loop_of(spec_of({}), data_root, tmp_path)
    loop.run()
    afresh, calls = loop.evaluator(loop.images.test), []
    loop.evaluator = lambda part: calls.append(part)
    kept = loop.evaluated("test", loop.images.test)
    assert (kept.loss, kept.accuracy, calls) == (afresh.loss, afresh.accuracy, [])
    loop.evaluated("train", loop.images.train)
    loop.step += 1
    loop.evaluated("test", loop.images.test)
    assert calls == [loop.images.train, loop.images.test]


def test_the_last_evaluation_counts_as_evaluation(train_spec, monkeypatch) -> None:
    seconds = []
    evaluate = Evaluator.__call__

    def timed(self: Evaluator, images: Bytes) -> Evaluated:
        started = time.perf_counter()
        found = evaluate(self, images)
        seconds.append(time.perf_counter() - started)
        return found

    monkeypatch.setattr(Evaluator, "__call__", timed)
    outcome = train_spec({})
    assert len(seconds) == 3  # the test images after either epoch, the training images at the end
    assert outcome.timing["evaluation_seconds"] >= sum(seconds)


def test_evaluation_protocol_in_steps(train_spec) -> None:
    outcome = train_spec(
        {
            "training": {"batch_size": 32, "steps": 12, "evaluate_every": 4, "drop_last": True},
            "evaluation": {"test_batch": 100, "train_subset": 60, "initial": True},
        }
    )
    assert set(outcome.curves) == {"step", "update"}
    curve = outcome.curves["step"]
    assert curve.x.tolist() == [4, 8, 12]
    parts = ("train", "batch", "test", "test_batch", "train_subset")
    assert set(curve.values) == {f"{p}_{q}" for p in parts for q in ("loss", "accuracy")}
    assert curve.values["test_loss"][-1] == outcome.metrics["test_loss"]
    losses = outcome.curves["update"].values["train_loss"]
    assert curve.values["train_loss"] == pytest.approx(losses.reshape(3, 4).mean(1))
    assert curve.values["batch_loss"] == pytest.approx(losses[3::4])
    assert np.array_equal(curve.values["test_batch_loss"], curve.values["test_loss"])
    assert outcome.metrics["initial_test_loss"] == pytest.approx(np.log(10), abs=0.2)
    assert outcome.metrics["updates"] == 12
    assert outcome.metrics["updates_per_epoch"] == 6


def test_evaluation_draws_nothing_and_changes_nothing(spec_of, data_root, tmp_path) -> None:
    loop = loop_of(spec_of(EVERYTHING), data_root, tmp_path)
    state = loop.network.state()
    first, second = (loop.evaluator(loop.images.train) for _ in range(2))
    assert first.loss == second.loss
    assert np.array_equal(first.predictions, second.predictions)
    assert all(np.array_equal(v, state[name]) for name, v in loop.network.state().items())
    assert loop.network.module.training


def test_validation_part_is_watched(train_spec) -> None:
    outcome = train_spec({"data.validation": {"take": "last", "count": 100}})
    assert "validation_loss" in outcome.curves["epoch"].values
    assert "test_loss" not in outcome.curves["epoch"].values
    assert outcome.metrics["validation_images"] == 100
    assert {"validation_accuracy", "test_accuracy"} <= set(outcome.metrics)


def test_divergence_is_a_result(train_spec) -> None:
    outcome = train_spec(
        {"optimizer.learning_rate": 1e30, "data.scaling": "raw", "training.epochs": 3}
    )
    assert outcome.diverged
    assert 1 <= outcome.metrics["updates"] < 21
    assert "test_accuracy" not in outcome.metrics
    assert not outcome.arrays


def test_bfloat16_stays_near_float32(train_spec) -> None:
    plain, half = train_spec({}), train_spec({"precision": "bfloat16"})
    assert plain.metrics["test_loss"] != half.metrics["test_loss"]
    assert half.metrics["test_loss"] == pytest.approx(plain.metrics["test_loss"], rel=0.02)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_cuda_device_gives_nearly_the_same(train_spec) -> None:
    spec = EVERYTHING | {"model.layers": [*EVERYTHING["model"]["layers"][:9], {"linear": 10}]}
    host, device = train_spec(spec), train_spec(spec, device="cuda")
    again = train_spec(spec, device="cuda")
    assert device.metrics == again.metrics
    assert device.metrics["test_loss"] == pytest.approx(host.metrics["test_loss"], rel=0.05)
