"""A training that starts from the layers of another, in gray and with another head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context
from reprise.training.torch_nets import train

LAYERS = [{"conv": 6, "kernel": 3}, "relu", {"max-pool": 2}, "flatten", {"linear": "classes"}]
COLOURS = {"data.gray": True, "augmentation": {"crop": 28}, "model.layers": LAYERS}
DIGITS = {"data.dataset": "digits", "model.layers": LAYERS}


def context(data_root, tmp_path, name: str, arrays=None) -> Context:
    made = Context(3, "cpu", data_root, Checkpoint(tmp_path / f"{name}.npz", "key"))
    return replace(made, source_arrays=arrays or {})


def test_layers_of_the_same_shape_are_taken_over(spec_of, data_root, tmp_path) -> None:
    first = train(spec_of({**COLOURS, "keep_weights": True}), context(data_root, tmp_path, "a"))
    kept = {name: a for name, a in first.arrays.items() if name.startswith("kept.")}
    assert sum(a.size for a in kept.values()) == first.metrics["parameters"]
    still = {**DIGITS, "optimizer.learning_rate": 1e-12, "training.epochs": 1}
    second = train(spec_of(still), context(data_root, tmp_path, "b", first.arrays))
    assert second.metrics["parameters_taken_over"] == first.metrics["parameters"]
    np.testing.assert_allclose(
        second.arrays["first_layer_weights"], next(iter(kept.values())), atol=1e-6
    )


def test_what_has_another_shape_starts_anew(spec_of, data_root, tmp_path) -> None:
    first = train(spec_of({**COLOURS, "keep_weights": True}), context(data_root, tmp_path, "a"))
    other = [*LAYERS[:3], {"conv": 4, "kernel": 3}, "flatten", {"linear": "classes"}]
    second = train(
        spec_of({**DIGITS, "model.layers": other}), context(data_root, tmp_path, "b", first.arrays)
    )
    convolution = 6 * 9 + 6
    assert second.metrics["parameters_taken_over"] == convolution + 10  # and the head's biases


def test_without_a_source_nothing_is_taken_over(spec_of, data_root, tmp_path) -> None:
    found = train(spec_of(DIGITS), context(data_root, tmp_path, "a"))
    assert found.metrics["parameters_taken_over"] == 0
    assert not [name for name in found.arrays if name.startswith("kept.")]
