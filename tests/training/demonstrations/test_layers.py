"""Convolutions, dense layers, and modes of layers."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations.receptive_fields import corner, measured, recursion

CIFAR_LAYERS = [
    {"kind": "convolution", "filters": 32, "kernel": 5, "padding": 2},
    {"kind": "max-pooling", "kernel": 2, "stride": 2},
    {"kind": "convolution", "filters": 64, "kernel": 5, "padding": 2},
    {"kind": "max-pooling", "kernel": 2, "stride": 2},
    {"kind": "convolution", "filters": 64, "kernel": 5, "padding": 2},
    {"kind": "max-pooling", "kernel": 2, "stride": 2},
    {"kind": "dense", "outputs": 1000},
    {"kind": "dense", "outputs": 10},
]


def mnist_layers(padding: int) -> list[dict]:
    pooling = {"kind": "max-pooling", "kernel": 2, "stride": 2}
    return [
        {"kind": "convolution", "filters": 32, "kernel": 3, "padding": padding},
        pooling,
        {"kind": "convolution", "filters": 64, "kernel": 3, "padding": padding},
        pooling,
        {"kind": "dense", "outputs": 128},
        {"kind": "dense", "outputs": 10},
    ]


def test_output_sizes_over_all_combinations(demonstrate):
    metrics = demonstrate("convolution-sizes").metrics
    assert metrics["combinations"] == 540
    assert metrics["disagreements_with_floor"] == metrics["depth_disagreements"] == 0
    assert metrics["disagreements_without_floor"] > 0
    assert metrics["disagreements_without_floor_where_whole"] == 0
    for aim in ("same", "half"):
        assert metrics[f"{aim}_size_by_s_error"] < 1e-12
        assert metrics[f"{aim}_size_by_p_error"] < 1e-12
        assert metrics[f"{aim}_size_usual_failures"] == 0 < metrics[f"{aim}_size_usual_cases"]


def test_kernels_that_do_not_fit_are_left_out(demonstrate):
    metrics = demonstrate(
        "convolution-sizes", sizes=[3], kernels=[5], strides=[1], paddings=[0, 1]
    ).metrics
    assert metrics["combinations"] == 1


def test_a_convolution_beside_a_dense_layer(demonstrate):
    metrics = demonstrate("convolution-against-dense").metrics
    assert metrics["convolution_parameters"] == 100
    assert metrics["batch_norm_parameters"] == 20
    assert metrics["dense_parameters"] == metrics["global_parameters"] == 7850
    assert metrics["convolution_multiply_adds"] == 60_840
    assert metrics["dense_multiply_adds"] == 7840
    assert metrics["uses_of_each_convolution_weight"] == 26 * 26
    assert metrics["global_output_difference"] < 1e-12
    assert metrics["global_distinct_filters"] == metrics["global_weight_rank"] == 10


def test_the_dense_layer_of_the_same_output(demonstrate):
    metrics = demonstrate(
        "convolution-against-dense", channels=3, size=32, filters=32, kernel=5, padding=2
    ).metrics
    assert metrics["convolution_parameters"] == 2432
    assert metrics["same_output_dense_weights"] == 100_663_296
    assert metrics["same_output_weight_ratio"] == pytest.approx(41391.16, abs=0.01)


def test_a_stack_of_layers(demonstrate):
    outcome = demonstrate("layer-stack", layers=CIFAR_LAYERS)
    metrics = outcome.metrics
    parameters = [metrics[f"parameters_layer_{k}"] for k in range(1, 9)]
    assert parameters == [2432, 0, 51_264, 0, 102_464, 0, 1_025_000, 10_010]
    assert metrics["weights_layer_7"] == 1_024_000
    assert metrics["parameters"] == 1_191_170
    assert metrics["parameters_without_dense_biases"] == 1_190_160
    sizes = [metrics[f"size_layer_{k}"] for k in (2, 4, 6)]
    assert sizes == [16, 8, 4]
    assert metrics["multiply_adds"] == pytest.approx(23e6, rel=0.01)
    fields = outcome.curves["window_layer"].values
    assert fields["receptive_field"].tolist() == [5, 6, 14, 16, 32, 36]
    assert fields["measured_receptive_field"].tolist() == [5, 6, 14, 16, 32, 36]
    assert metrics["corner_receptive_field_layer_1"] == 3
    assert "receptive_field" not in outcome.curves["layer"].values


@pytest.mark.parametrize(("padding", "parameters"), [(0, 225_034), (1, 421_642)])
def test_a_stack_for_small_images(demonstrate, padding, parameters):
    metrics = demonstrate("layer-stack", channels=1, size=28, layers=mnist_layers(padding)).metrics
    assert metrics["parameters"] == parameters


def test_a_stack_of_dense_layers_alone(demonstrate):
    layers = [{"kind": "dense", "outputs": 10}, {"kind": "dense", "outputs": 10}]
    outcome = demonstrate("layer-stack", channels=1, size=28, layers=layers)
    assert outcome.metrics["parameters"] == 7960
    assert outcome.metrics["multiply_adds"] == 7940
    assert "window_layer" not in outcome.curves


def test_receptive_fields_with_strides_and_padding():
    windows = [(3, 2, 1), (3, 1, 1), (2, 2, 0)]
    found = recursion(windows)
    assert found == [(3, 2), (7, 2), (9, 4)]
    for k, (field, _) in enumerate(found, start=1):
        assert measured(windows[:k], field) == field
        assert corner(windows[:k], 32) <= field


def test_dense_layers_as_convolutions(demonstrate):
    metrics = demonstrate("dense-as-convolution").metrics
    assert metrics["output_difference"] < 1e-12
    assert (metrics["filters"], metrics["filters_as_stated"]) == (10, 1)
    assert (metrics["dense_takes_larger"], metrics["convolution_takes_larger"]) == (0, 1)
    assert (metrics["larger_feature_size"], metrics["larger_map_size"]) == (6, 3)
    assert metrics["large_dense_weights"] == metrics["large_convolution_weights"] == 102_760_448


def test_modes(demonstrate):
    metrics = demonstrate("train-eval-modes", dropout=0.25).metrics
    assert metrics["plain_mode_difference"] == 0
    assert metrics["dropout_mode_difference"] > 0 < metrics["batch_norm_mode_difference"]
    assert metrics["dropout_zero_share"] == pytest.approx(0.25, abs=0.01)
    assert metrics["dropout_kept_value_min"] == metrics["dropout_kept_value_max"]
    assert metrics["dropout_kept_value_max"] == pytest.approx(1 / 0.75)
    assert metrics["dropout_mean"] == pytest.approx(1, abs=0.01)
    assert metrics["dropout_eval_error"] == metrics["dropout_weight_change"] == 0
    assert metrics["dropout_weights_set_to_zero"] == metrics["dropout_parameters"] == 0
    assert metrics["batch_norm_channel_mean"] < 1e-12
    assert metrics["batch_norm_channel_variance_error"] < 1e-5
    assert metrics["batch_norm_eval_error"] < 1e-12
