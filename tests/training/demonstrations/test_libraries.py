"""Scalars, vectors, batches and libraries: the same numbers at different speeds."""

from __future__ import annotations

import numpy as np
import pytest

DIGITS = {"dataset": "digits", "scaling": "unit"}
SHAPES = {"dataset": "shapes", "scaling": "mean-image", "train_count": 600}


def test_the_three_implementations_have_one_gradient(demonstrate):
    outcome = demonstrate(
        "implementation-speed", DIGITS, hidden=20, examples=300, scalar_examples=6
    )
    metrics, timing = outcome.metrics, outcome.timing
    assert metrics["gradient_largest"] > 0.1
    assert metrics["scalar_to_vector_difference"] < 1e-12
    assert metrics["vector_to_batch_difference"] < 1e-12
    assert timing["scalar_seconds_per_1000"] > 3 * timing["vectorised_seconds_per_1000"]
    assert set(timing) == {f"{w}_seconds_per_1000" for w in ("scalar", "vectorised", "batched")}


def test_numpy_and_torch_walk_the_same_path(demonstrate):
    outcome = demonstrate("numpy-against-torch", SHAPES, steps=20, batch_size=100)
    metrics = outcome.metrics
    assert metrics["parameter_change_float64"] > 1e-4
    assert metrics["parameter_difference_float64"] < 1e-10
    assert metrics["loss_difference_float64"] < 1e-10
    assert metrics["parameter_difference_float64"] < metrics["parameter_difference_float32"] < 1e-2
    assert metrics["numpy_start_sd"] == pytest.approx(1e-4, rel=0.02)
    assert metrics["torch_start_sd"] == pytest.approx(1 / np.sqrt(3 * 3072), rel=0.02)
    assert len(outcome.curves["step"].x) == 20


def test_a_training_that_leaves_the_numbers_has_diverged(demonstrate):
    outcome = demonstrate(
        "numpy-against-torch", SHAPES, steps=10, batch_size=50, learning_rate=1e30
    )
    assert outcome.diverged


def test_an_epoch_is_timed_on_every_backend(demonstrate):
    data = {**DIGITS, "train_count": 200}
    outcome = demonstrate("backend-time", data, threads=[1, 2], convolutional_images=64, repeats=1)
    names = {f"{n}_torch_{t}_threads" for n in ("perceptron", "convolutional") for t in (1, 2)}
    names |= {"perceptron_numpy"}
    timed = {name.removesuffix("_seconds_per_epoch") for name in outcome.timing}
    assert names <= timed <= names | {"perceptron_torch_gpu", "convolutional_torch_gpu"}
    assert outcome.metrics["perceptron_parameters"] == 7960
    assert outcome.metrics["convolutional_parameters"] == 421_642


def test_colour_images_are_timed_too(demonstrate):
    data = {"dataset": "shapes", "scaling": "unit", "train_count": 100}
    outcome = demonstrate("backend-time", data, threads=[1], convolutional_images=64, repeats=1)
    assert outcome.timing["convolutional_torch_1_threads_seconds_per_epoch"] > 0
