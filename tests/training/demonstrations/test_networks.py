"""Counts, and code that is re-enacted."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import csv_loader
from reprise.training.demonstrations.small_network import Case

ARCHITECTURES = {
    (784, 10, 10): 7960,
    (784, 100, 10): 79_510,
    (784, 900, 400, 10): 1_070_910,
    (784, 400, 100, 25, 10): 356_885,
    (784, 900, 10): 715_510,
    (784, 900, 784, 10): 1_420_734,
    (2, 4, 2): 22,
}


def test_parameters_of_known_architectures(demonstrate):
    metrics = demonstrate("parameter-count", networks=[list(w) for w in ARCHITECTURES]).metrics
    for widths, count in ARCHITECTURES.items():
        name = "_".join(map(str, widths))
        assert metrics[f"parameters_{name}"] == metrics[f"formula_parameters_{name}"] == count
        assert metrics[f"weight_matrices_{name}"] == len(widths) - 1
    assert metrics["layer_1_parameters_784_10_10"] == 7850
    assert metrics["layer_2_parameters_784_10_10"] == 110


def test_text_and_back(demonstrate, rng):
    images = rng.integers(0, 256, size=(30, 9)).astype(np.uint8)
    labels = rng.integers(0, 10, size=30)
    text = csv_loader.to_csv(images, labels)
    lines = text.decode().splitlines()
    assert lines[4] == ",".join(map(str, [labels[4], *images[4].tolist()]))
    read, one_hot = csv_loader.load(text, 10)
    np.testing.assert_array_equal(read, images / 255)
    np.testing.assert_array_equal(one_hot, np.eye(10)[labels])


def test_the_loader_sees_shapes_ranges_and_differences(demonstrate, monkeypatch):
    data = {"dataset": "digits", "scaling": "raw"}
    monkeypatch.setattr(csv_loader, "ROWS", 500)
    metrics = demonstrate("csv-loader", data).metrics
    assert (metrics["train_image_rows"], metrics["train_image_columns"]) == (1437, 784)
    assert (metrics["test_label_rows"], metrics["test_label_columns"]) == (360, 10)
    assert (metrics["train_pixel_min"], metrics["train_pixel_max"]) == (0, 1)
    assert metrics["test_label_row_sum_min"] == metrics["test_label_row_sum_max"] == 1
    assert metrics["train_different_pixels"] == metrics["train_different_labels"] == 0
    whole = csv_loader.to_csv
    monkeypatch.setattr(csv_loader, "to_csv", lambda images, labels: whole(images // 2, labels))
    assert demonstrate("csv-loader", data).metrics["train_different_pixels"] > 0


def test_the_initialiser(demonstrate):
    outcome = demonstrate("initialiser-cost", examples=3000)
    metrics = outcome.metrics
    assert (metrics["W1_rows"], metrics["W1_columns"]) == (400, 784)
    assert (metrics["W4_rows"], metrics["W4_columns"]) == (10, 25)
    assert (metrics["b2_rows"], metrics["b2_columns"]) == (100, 1)
    assert metrics["W1_sd"] == pytest.approx(0.01, rel=0.01)
    assert metrics["bias_largest"] == 0
    assert metrics["multiply_adds"] == 3000 * (784 * 400 + 400 * 100 + 100 * 25 + 25 * 10)
    timing = outcome.timing
    assert timing["seconds_with_all_examples"] > timing["seconds_with_one_example"]


def test_the_step_function(demonstrate):
    outcome = demonstrate("heaviside", elements=20_000)
    assert outcome.metrics["different_from_loop"] == 0
    assert outcome.metrics["different_from_derivative"] == 0
    assert outcome.metrics["zeros"] == 2
    assert outcome.timing["loop_seconds"] > outcome.timing["vectorised_seconds"]


def test_ignored_arguments_change_nothing_and_forwarded_ones_do(demonstrate):
    metrics = demonstrate("ignored-arguments").metrics
    for argument in ("learning_rate", "batch_size"):
        assert metrics[f"difference_by_{argument}_as_printed"] == 0
        assert metrics[f"difference_by_{argument}_corrected"] > 1e-3
    assert metrics["difference_by_epochs_as_printed"] > 1e-4
    assert metrics["difference_from_hard_coded_as_printed"] == 0
    assert metrics["difference_from_hard_coded_corrected"] > 1e-3
    assert (metrics["printed_lines_as_printed"], metrics["printed_lines_corrected"]) == (0, 3)
    assert (metrics["updates_as_printed"], metrics["updates_corrected"]) == (30, 15)


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_in_line_and_split_updates_are_the_same(demonstrate, activation):
    metrics = demonstrate("inline-update", activation=activation).metrics
    assert metrics["weight_difference"] < 1e-12 and metrics["bias_difference"] < 1e-12
    assert metrics["weight_change"] > 0.01
    assert metrics["gradient_error"] < 1e-12


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_the_pseudo_code_to_the_letter(demonstrate, activation):
    metrics = demonstrate("update-pseudocode", activation=activation).metrics
    assert metrics["output_weight_change_as_printed"] == 0
    assert metrics["output_weight_change_corrected"] > 0.01
    assert metrics["gradient_error_as_printed"] > 0.01
    assert metrics["gradient_error_corrected"] < 1e-12
    assert metrics["earlier_gradient_error_as_printed"] < 1e-12
    assert metrics["earlier_gradient_error_swapped"] > 1e-3


def test_the_small_network_counts_layers_from_the_first():
    class Options:
        widths, activation, examples = [3, 2, 4], "relu", 5

    case = Case.drawn(Options, seed=0)
    z, o = case.forward(case.weights, case.biases)
    assert [w.shape for w in case.weights] == [(2, 3), (4, 2)]
    assert [v.shape for v in z] == [(5, 2), (5, 4)] and [v.shape for v in o] == [(5, 3), (5, 2)]
    np.testing.assert_array_equal(o[1], np.maximum(z[0], 0))
