"""The vectorised and the batched listing: shapes and sums known by hand, and mistakes that show."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import batched_listing as listing

WITHIN = 1e-9
SMALL = {"image_side": 4, "hidden": 7}

MUTATIONS = {
    "output delta: sign": ("output_delta", lambda a, y: y - a),
    "output delta: square": ("output_delta", lambda a, y: (a - y) ** 2),
    "hidden delta: dropped factor": ("hidden_delta", lambda a, back: a * back),
    "hidden delta: square": ("hidden_delta", lambda a, back: a * (1 - a**2) * back),
    "back: index": ("sent_back", lambda W2, d: np.matmul(W2[None], d[:, ::-1, None])),
    "back: sign": ("sent_back", lambda W2, d: -np.matmul(W2[None], d[:, :, None])),
    "products: example": ("products", lambda v, d: v[::-1, :, None] * d[:, None, :]),
    "products: factor": ("products", lambda v, d: v[:, :, None] * d[:, None, :] / len(v)),
}


@pytest.fixture
def metrics(demonstrate):
    return demonstrate("batched-listing", **SMALL).metrics


def test_gradients_hold_with_a_softmax_for_each_row(metrics):
    assert metrics["gradient_error_corrected"] < WITHIN
    assert metrics["accumulated_error_as_printed"] < WITHIN
    assert metrics["batched_to_accumulated_difference"] < WITHIN
    assert metrics["bias_gradient_sum_corrected"] == pytest.approx(0, abs=WITHIN)


@pytest.mark.parametrize(("function", "wrong"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mistake_shows(demonstrate, monkeypatch, function, wrong):
    monkeypatch.setattr(listing, function, wrong)
    metrics = demonstrate("batched-listing", **SMALL).metrics
    assert metrics["gradient_error_corrected"] > WITHIN


def test_a_sum_in_place_of_the_mean_shows(demonstrate, monkeypatch):
    mean = listing.accumulated_gradient

    def summed(net, x, y):
        found = mean(net, x, y)
        return listing.Network(*(getattr(found, name) * len(x) for name in listing.NAMES))

    monkeypatch.setattr(listing, "accumulated_gradient", summed)
    metrics = demonstrate("batched-listing", **SMALL).metrics
    assert metrics["accumulated_error_as_printed"] > WITHIN
    assert metrics["batched_to_accumulated_difference"] > WITHIN


@pytest.mark.parametrize("batch", [2, 8])
def test_the_softmax_in_print_shares_one_sum_among_the_batch(demonstrate, batch):
    metrics = demonstrate("batched-listing", batch=batch, **SMALL).metrics
    assert metrics["matrix_sum_as_printed"] == pytest.approx(1)
    assert metrics["row_sum_mean_as_printed"] == pytest.approx(1 / batch)
    assert metrics["row_sum_mean_corrected"] == pytest.approx(1)
    # probabilities add up to 1 and targets to the batch
    assert metrics["bias_gradient_sum_as_printed"] == pytest.approx(1 / batch - 1)
    assert metrics["softmax_error_as_printed"] > 1e-3
    assert metrics["gradient_error_as_printed"] > 1e-3
    assert metrics["own_gradient_error_as_printed"] > 1e-3


def test_a_softmax_of_each_row_would_make_the_listing_right(demonstrate, monkeypatch):
    monkeypatch.setattr(listing, "listed_softmax", listing.row_softmax)
    metrics = demonstrate("batched-listing", **SMALL).metrics
    for name in ("softmax", "gradient", "own_gradient"):
        assert metrics[f"{name}_error_as_printed"] < WITHIN


def test_one_vector_and_its_limit(metrics):
    assert metrics["vector_sum"] == pytest.approx(1)
    assert metrics["vector_error_as_printed"] < WITHIN
    assert metrics["large_logit_gives_numbers"] == 0
    assert np.isfinite(listing.listed_softmax(np.array([709.0, 0.0]))).all()


def test_losses_are_summed_over_the_batch(metrics):
    assert (metrics["losses_as_printed"], metrics["losses_corrected"]) == (10, 8)
    assert metrics["loss_total_error_as_printed"] < WITHIN


def test_shapes_of_the_network_for_mnist(demonstrate):
    metrics = demonstrate("batched-listing").metrics
    sizes = [metrics[f"dW1_size_{k}"] for k in (1, 2, 3)]
    assert metrics["dW1_dimensions"] == 3 and sizes == [8, 784, 300]
    sizes = [metrics[f"dZ1_size_{k}"] for k in (1, 2)]
    assert metrics["dZ1_dimensions"] == 2 and sizes == [8, 300]
    sizes = [metrics[f"back_before_squeeze_size_{k}"] for k in (1, 2, 3)]
    assert metrics["back_before_squeeze_dimensions"] == 3 and sizes == [8, 300, 1]
    assert metrics["runs_without_squeeze"] == 0


def test_the_listing_takes_a_matrix_and_no_tensor(metrics):
    assert metrics["input_dimensions"] == 2 and metrics["runs_on_matrix"] == 1
    for name in ("tensor_of_rows", "tensor_of_rows_and_targets", "tensor_of_images"):
        assert metrics[f"runs_on_{name}"] == 0
    assert metrics["runs_on_a_3_tensor"] == 0
