"""Demonstrations that train networks, or measure what their layers do to an image."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from reprise.documents.convolutional import head_network
from reprise.documents.models.circles import CirclesSpec
from reprise.documents.models.layers import Model
from reprise.training.checkpoint import Checkpoint
from reprise.training.demonstrations import other_test_images, shift_robustness
from reprise.training.demonstrations.other_test_images import enlarged, rotated, shifted, takes
from reprise.training.outcome import Context
from reprise.training.torch_nets import circles

SHAPES = {"dataset": "shapes", "scaling": "unit", "train_count": 64, "test_count": 40}


# other-test-images


@pytest.fixture(scope="module")
def by_head(demonstrate):
    return {
        head: demonstrate("other-test-images", SHAPES, head=head, epochs=1, sides=[32, 48])
        for head in ("dense", "convolution", "average")
    }


def test_convolutions_in_place_of_dense_layers_are_the_same_network(by_head):
    dense, convolution = by_head["dense"].metrics, by_head["convolution"].metrics
    assert dense["parameters"] == convolution["parameters"]
    assert dense["test_loss"] == pytest.approx(convolution["test_loss"], rel=1e-4)


def test_only_convolutions_take_larger_images(by_head):
    for head, outcome in by_head.items():
        metrics = outcome.metrics
        assert metrics["takes_side_32"] == 1
        assert metrics["accuracy_side_32"] == metrics["test_accuracy"]
        assert metrics["takes_side_48"] == (head != "dense")
        assert (metrics["accuracy_side_48"] is None) == (head == "dense")
        assert outcome.curves["side"].x.tolist() == ([32] if head == "dense" else [32, 48])


def test_what_passes_through_is_seen_from_the_shapes():
    def layers(head: str):
        spec = head_network(head, 0.0, 0.1)
        return Model.model_validate(spec["model"]).resolved(10)

    image = (3, 32, 32)
    assert [takes(layers("dense"), image, (3, n, n)) for n in (32, 39, 40)] == [True, True, False]
    assert [takes(layers("convolution"), image, (3, n, n)) for n in (24, 32, 64)] == [
        False,
        True,
        True,
    ]
    assert not takes(layers("average"), image, (1, 32, 32))


def test_another_error_than_that_of_a_size_ends_the_run(demonstrate, monkeypatch):
    def out_of_memory(side):
        raise RuntimeError("not enough memory")

    monkeypatch.setattr(other_test_images, "enlarged", out_of_memory)
    with pytest.raises(RuntimeError, match="memory"):
        demonstrate("other-test-images", SHAPES, head="average", epochs=1, sides=[32])


def test_images_are_shifted_by_whole_pixels_the_same_in_every_run():
    images = torch.zeros(50, 8, 8, 1, dtype=torch.uint8)
    images[:, 4, 4] = 100
    moved = shifted(2, 8)(images)
    places = torch.nonzero(moved[..., 0])
    assert len(places) == 50 and moved.sum() == 50 * 100
    apart = (places[:, 1:] - 4).abs()
    assert apart.max() == 2 and apart.float().mean() > 0.5
    assert torch.equal(moved, shifted(2, 8)(images))


def test_images_are_rotated_about_their_middle():
    images = torch.zeros(20, 9, 9, 1, dtype=torch.uint8)
    images[:, 4, :] = 100
    turned = rotated(45.0)(images)
    assert (turned[:, 4, 4] == 100).all()
    assert not torch.equal(turned, images.float())
    assert torch.equal(rotated(0.0)(images), images.float())


def test_enlarging_keeps_what_is_in_an_image():
    images = torch.arange(16, dtype=torch.uint8).view(1, 4, 4, 1)
    assert torch.equal(enlarged(4)(images), images.float())
    larger = enlarged(8)(images)
    assert larger.shape == (1, 8, 8, 1)
    assert larger.mean() == pytest.approx(images.float().mean())


def test_accuracy_is_counted_over_all_chunks(monkeypatch):
    class Found:
        def __init__(self, images):
            self.predictions = images.pixels[:, 0, 0, 0].numpy()

    class Loop:
        evaluator = staticmethod(Found)

    labels = torch.arange(10)
    pixels = torch.arange(10, dtype=torch.uint8).view(10, 1, 1, 1)
    pixels[3] = 0
    monkeypatch.setattr(other_test_images, "CHUNK", 4)
    images = other_test_images.Bytes(pixels, labels)
    assert other_test_images.accuracy(Loop, images, lambda x: x) == 0.9


# shift-robustness


def test_pooling_leaves_the_parameters_and_fewer_features(demonstrate):
    found = [demonstrate("shift-robustness", SHAPES, pools=p).metrics for p in (0, 3)]
    assert found[0]["parameters"] == found[1]["parameters"]
    assert found[0]["features"] == 64 * 24**2
    assert found[1]["features"] == 64 * 3**2


def test_changes_by_hand(demonstrate, monkeypatch):
    before = torch.tensor([[0.0, 3.0], [4.0, 0.0]])
    steps = {1: 0.5, 2: 2.0}

    def features(network, layers, images, shift, reach):
        for sign in (1, -1) if shift else (0,):
            yield before + torch.tensor([sign * steps.get(shift, 0.0), 0.0])

    monkeypatch.setattr(shift_robustness, "_features", features)
    metrics = demonstrate("shift-robustness", SHAPES, shifts=[1, 2]).metrics
    assert metrics["feature_change_1"] == pytest.approx(0.5 / 5)
    assert metrics["feature_change_2"] == pytest.approx(2.0 / 5)
    assert metrics["feature_change_of_norm_2"] == pytest.approx(2.0 / 3.5)


def test_features_of_an_even_image_do_not_move(demonstrate, monkeypatch):
    right = shift_robustness.load_images

    def even(*arguments):
        images = right(*arguments)
        colours = torch.arange(len(images.test), dtype=torch.uint8) * 6
        pixels = colours.view(-1, 1, 1, 1).expand(images.test.pixels.shape).contiguous()
        return replace(images, test=replace(images.test, pixels=pixels))

    monkeypatch.setattr(shift_robustness, "load_images", even)
    metrics = demonstrate("shift-robustness", SHAPES, pools=2).metrics
    assert metrics["feature_change_1"] == metrics["feature_change_4"] == 0


def test_a_training_comes_first_where_it_is_asked_for(demonstrate):
    options = {"pools": 3, "shifts": [1]}
    without = demonstrate("shift-robustness", SHAPES, **options)
    trained = demonstrate("shift-robustness", SHAPES, epochs=1, **options)
    assert "test_accuracy" in trained.metrics and "test_accuracy" not in without.metrics
    assert trained.metrics["feature_change_1"] != without.metrics["feature_change_1"]


# time-to-accuracy


def test_training_ends_at_the_accuracy(demonstrate):
    outcome = demonstrate("time-to-accuracy", accuracy=0.7, learning_rate=0.3)
    metrics = outcome.metrics
    assert metrics["reached"] == 1 and metrics["test_accuracy"] >= 0.7
    assert metrics["examples"] == 10 * metrics["updates"]
    assert metrics["epochs"] == metrics["examples"] / 200
    whole = outcome.timing["seconds_to_accuracy"]
    each = outcome.timing["seconds_per_1000_updates"] / 1000
    assert whole == pytest.approx(metrics["updates"] * each)


def test_what_is_not_reached_has_no_time(demonstrate):
    outcome = demonstrate("time-to-accuracy", accuracy=1.0, learning_rate=1e-6, most_updates=30)
    assert outcome.metrics["reached"] == 0 and outcome.metrics["updates"] == 30
    assert "seconds_to_accuracy" not in outcome.timing


def test_the_last_batch_of_an_epoch_may_be_smaller(demonstrate):
    options = {"accuracy": 1.0, "learning_rate": 1e-6, "batch_size": 150, "most_updates": 3}
    assert demonstrate("time-to-accuracy", **options).metrics["examples"] == 350


def test_the_same_training_every_time(demonstrate):
    one, other = (demonstrate("time-to-accuracy", accuracy=0.6).metrics for _ in range(2))
    assert one == other


def test_it_takes_the_steps_of_the_circles_engine(demonstrate, tmp_path):
    points = {"train": 200, "test": 200, "noise": 0.15, "factor": 0.5, "scale": 1.2}
    normal = {"kind": "normal", "scale": 0.3}
    spec = CirclesSpec.model_validate(
        {
            "engine": "circles",
            "version": "manual",
            "points": {"kind": "circles", **points},
            "model": {"hidden": 10, "activation": "tanh", "weights": normal, "biases": normal},
            "optimizer": {"learning_rate": 1.0},
            "training": {"batch_size": 10, "epochs": 2},
        }
    )
    context = Context(3, "cpu", tmp_path, Checkpoint(tmp_path / "run.npz", "key"))
    trained = circles.train(spec, context).metrics
    options = {"accuracy": 1.0, "learning_rate": 1.0, "most_updates": trained["updates"]}
    found = demonstrate("time-to-accuracy", seed=3, **options).metrics
    assert found["updates"] == 40
    assert found["test_accuracy"] == trained["test_accuracy"]
