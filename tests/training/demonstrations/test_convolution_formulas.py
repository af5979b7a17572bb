"""Formulas for sizes, strides, paddings and receptive fields, and wrong ones that are seen."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations import convolution_sizes, layer_stack

WITHIN = 1e-9
"""Of the claims on formulas."""

MUTATIONS = {
    "size with floor": (
        "size_with_floor",
        lambda n, k, s, p: (n - k + p) // s + 1,
        "size_error_with_floor",
    ),
    "size without the 1": (
        "size_with_floor",
        lambda n, k, s, p: (n - k + 2 * p) // s,
        "size_error_with_floor",
    ),
    "size without floor": (
        "size_without_floor",
        lambda n, k, s, p: (n + k + 2 * p) / s + 1,
        "size_error_without_floor_where_whole",
    ),
    "stride for the same size": (
        "same_size_stride",
        lambda n, k, p: (n - k + 2 * p) / n,
        "same_size_by_s_error",
    ),
    "padding for the same size": (
        "same_size_padding",
        lambda n, k, s: (s * n + s - n + k) / 2,
        "same_size_by_p_error",
    ),
    "stride for half the size": (
        "half_size_stride",
        lambda n, k, p: (n + 2 * p - k) / (n - 2),
        "half_size_by_s_error",
    ),
    "padding for half the size": (
        "half_size_padding",
        lambda n, k, s: (s * n - 2 * s - 2 * n + 2 * k) / 2,
        "half_size_by_p_error",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_wrong_formula_is_seen(demonstrate, monkeypatch, name):
    function, wrong, metric = MUTATIONS[name]
    small = {"sizes": [7, 8], "kernels": [2, 3], "strides": [1, 2], "paddings": [0, 1]}
    assert demonstrate("convolution-sizes", **small).metrics[metric] <= WITHIN
    monkeypatch.setattr(convolution_sizes, function, wrong)
    assert demonstrate("convolution-sizes", **small).metrics[metric] > WITHIN


def test_without_floor_the_size_is_off_where_the_quotient_is_not_whole(demonstrate):
    metrics = demonstrate("convolution-sizes").metrics
    assert metrics["size_error_without_floor"] == pytest.approx(2 / 3)
    assert metrics["size_error_without_floor_where_whole"] == 0
    assert metrics["size_counterexample_printed"] == 3.5
    assert metrics["size_counterexample_true"] == 3


STACK = [
    {"kind": "convolution", "filters": 2, "kernel": 3, "stride": 2, "padding": 1},
    {"kind": "convolution", "filters": 2, "kernel": 3, "padding": 1},
]


def test_a_recursion_that_forgets_the_jump_is_seen(demonstrate, monkeypatch):
    assert demonstrate("layer-stack", layers=STACK).metrics["receptive_field_error"] == 0

    def forgetful(windows):
        found = [(1, 1)]
        for kernel, stride, _ in windows:
            found.append((found[-1][0] + kernel - 1, stride))
        return found[1:]

    monkeypatch.setattr(layer_stack, "recursion", forgetful)
    assert demonstrate("layer-stack", layers=STACK).metrics["receptive_field_error"] == 2


@pytest.mark.parametrize(("round_up", "features"), [(False, 3), (True, 4)])
def test_rounding_decides_whether_another_size_fits(demonstrate, round_up, features):
    pooling = {"kind": "max-pooling", "kernel": 2, "stride": 2}
    last = {**pooling, "round_up": True} if round_up else pooling
    layers = [pooling, pooling, last, {"kind": "dense", "outputs": 5}]
    options = {"channels": 1, "size": 28, "other_size": 32}
    metrics = demonstrate("layer-stack", layers=layers, **options).metrics
    assert metrics["size_layer_3"] == features
    assert metrics["takes_other_size"] == round_up
    assert demonstrate("layer-stack", layers=layers[:3], **options).metrics["takes_other_size"] == 1


def test_no_other_size_no_answer(demonstrate):
    layers = [{"kind": "dense", "outputs": 5}]
    assert "takes_other_size" not in demonstrate("layer-stack", layers=layers).metrics
