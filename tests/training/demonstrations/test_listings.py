"""What the re-enacted listings of loader, wrapper, loss and step function would not let pass."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import (
    csv_loader,
    heaviside,
    ignored_arguments,
    inline_update,
    loss_clipping,
)

RAW = {"dataset": "digits", "scaling": "raw", "train_count": 60, "test_count": 20}
PLACES = [f"place_of_{name}_{what}" for name in ("train", "test") for what in ("images", "labels")]


def test_the_order_of_what_the_loader_returns(demonstrate, monkeypatch):
    metrics = demonstrate("csv-loader", RAW).metrics
    assert [metrics[place] for place in PLACES] == [1, 2, 3, 4]
    listed = csv_loader.load_both
    monkeypatch.setattr(
        csv_loader, "load_both", lambda train, test, classes: listed(test, train, classes)
    )
    metrics = demonstrate("csv-loader", RAW).metrics
    assert [metrics[place] for place in PLACES] == [3, 4, 1, 2]


def test_a_matrix_that_is_not_returned_has_no_place(demonstrate, monkeypatch):
    monkeypatch.setattr(
        csv_loader, "load_both", lambda train, test, classes: csv_loader.load(train, classes)
    )
    assert demonstrate("csv-loader", RAW).metrics["place_of_test_images"] is None


def test_what_reaches_the_training(demonstrate):
    metrics = demonstrate("ignored-arguments").metrics
    assert metrics["received_learning_rate_as_printed"] == 0.1
    assert metrics["received_batch_size_as_printed"] == 30
    assert metrics["received_verbose_as_printed"] == 0
    assert metrics["received_learning_rate_corrected"] == 0.4
    assert metrics["received_batch_size_corrected"] == 60
    assert metrics["received_verbose_corrected"] == 1
    assert metrics["received_epochs_as_printed"] == metrics["received_epochs_corrected"] == 3


def test_the_defaults_are_read_from_the_signature(demonstrate, monkeypatch):
    def other(library, learning_rate=0.1, batch_size=8, epochs=1, verbose=False):
        return ignored_arguments.corrected(library, learning_rate, batch_size, epochs, verbose)

    defaults = ("learning_rate", "batch_size", "epochs", "verbose")
    metrics = demonstrate("ignored-arguments").metrics
    assert [metrics[f"default_{name}"] for name in defaults] == [0.4, 30, 3, 1]
    monkeypatch.setattr(ignored_arguments, "as_printed", other)
    metrics = demonstrate("ignored-arguments").metrics
    assert [metrics[f"default_{name}"] for name in defaults] == [0.1, 8, 1, 0]
    assert metrics["difference_by_learning_rate_as_printed"] > 0


def test_clipping_in_place_would_change_what_is_learnt(demonstrate, monkeypatch):
    def in_place(y_pred: np.ndarray, eps: float) -> np.ndarray:
        return np.clip(y_pred, eps, 1 - eps, out=y_pred)

    assert demonstrate("loss-clipping").metrics["predictions_changed_by_loss"] == 0
    monkeypatch.setattr(loss_clipping, "clipped_probabilities", in_place)
    monkeypatch.setattr(loss_clipping, "EDGES", loss_clipping.EDGES.copy())
    metrics = demonstrate("loss-clipping").metrics
    assert metrics["predictions_changed_by_loss"] > 0
    assert metrics["weight_difference_by_clipping"] > 0


def test_a_loss_divided_by_classes_is_no_average(demonstrate, monkeypatch):
    def by_columns(y_true: np.ndarray, y_pred: np.ndarray, eps: float) -> float:
        p = loss_clipping.clipped_probabilities(y_pred, eps)
        return -np.sum(y_true * np.log(p)) / y_true.shape[1]

    assert demonstrate("loss-clipping").metrics["loss_error_in_rows"] < 1e-12
    monkeypatch.setattr(loss_clipping, "clipped_loss", by_columns)
    assert demonstrate("loss-clipping").metrics["loss_error_in_rows"] > 1e-3


@pytest.mark.parametrize(
    ("wrong", "places"),
    [
        (lambda x: np.heaviside(x, 1), 2),
        (lambda x: np.heaviside(x, 0.5), 2),
        (lambda x: np.heaviside(-x, 0), 998),
    ],
)
def test_another_step_function_differs(demonstrate, monkeypatch, wrong, places):
    monkeypatch.setattr(heaviside, "derivative_relu", wrong)
    assert demonstrate("heaviside", elements=1000).metrics["different_from_loop"] == places


def test_a_helper_that_forgets_the_mean_is_not_the_same_update(demonstrate, monkeypatch):
    def summed(dz: np.ndarray, o: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, ...]:
        return dz @ w, dz.T @ o, dz.sum(axis=0)

    monkeypatch.setattr(inline_update, "_backward_linear", summed)
    metrics = demonstrate("inline-update").metrics
    assert metrics["weight_difference"] > 1e-12 and metrics["bias_difference"] > 1e-12
