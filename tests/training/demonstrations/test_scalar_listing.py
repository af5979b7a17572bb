"""The scalar listings: against the scalar engine, against numbers by hand, and with mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import scalar_listing
from reprise.training.demonstrations.functions import sigmoid, softmax
from reprise.training.scalar import network

WITHIN = 1e-9

MUTATIONS = {
    "output delta: sign": ("output_delta", lambda y, t: t - y, "dc"),
    "output delta: factor": ("output_delta", lambda y, t: (y - t) * y * (1 - y), "dV"),
    "hidden delta: dropped factor": ("hidden_delta", lambda a, V, d: a * (V @ d), "db"),
    "hidden delta: square": ("hidden_delta", lambda a, V, d: a * (1 - a**2) * (V @ d), "dW"),
    "hidden delta: sign": ("hidden_delta", lambda a, V, d: -a * (1 - a) * (V @ d), "db"),
    "hidden delta: index": ("hidden_delta", lambda a, V, d: a * (1 - a) * (V @ d[::-1]), "db"),
    "weights: index": ("by_weights", lambda v, d: np.outer(v[::-1], d), "dW"),
    "weights: factor": ("by_weights", lambda v, d: np.outer(v, d) / len(d), "dV"),
}


@pytest.mark.parametrize("seed", [0, 1])
def test_the_backward_pass_belongs_to_a_sum_over_all_units(demonstrate, seed):
    metrics = demonstrate("scalar-listing", seed=seed).metrics
    for name in "WbVc":
        assert metrics[f"d{name}_error_with_all_units"] < WITHIN
    for name in "WbV":
        assert metrics[f"d{name}_error_as_printed"] > 1e-3
    assert metrics["dc_error_as_printed"] < WITHIN
    for delta in ("output_delta", "hidden_delta"):
        assert metrics[f"{delta}_error_corrected"] < WITHIN
        assert metrics[f"{delta}_error_as_commented"] > 1e-3
    assert metrics["hidden_sum_error_as_printed"] < WITHIN
    assert metrics["output_sum_error_corrected"] < WITHIN
    assert metrics["output_sum_error_as_printed"] > 1e-3


@pytest.mark.parametrize(("function", "wrong", "name"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mistake_shows(demonstrate, monkeypatch, function, wrong, name):
    monkeypatch.setattr(scalar_listing, function, wrong)
    assert demonstrate("scalar-listing").metrics[f"{name}_error_with_all_units"] > WITHIN


def test_a_wrong_sum_of_the_hidden_units_shows(demonstrate, monkeypatch):
    monkeypatch.setattr(scalar_listing, "hidden_sums", lambda p, x: x[:1] @ p.W[:1] + p.b)
    assert demonstrate("scalar-listing").metrics["hidden_sum_error_as_printed"] > WITHIN


def test_as_many_outputs_as_hidden_units_hide_the_shortened_sum(demonstrate):
    metrics = demonstrate("scalar-listing", hidden=3, outputs=3).metrics
    assert metrics["hidden_units_that_reach_outputs_as_printed"] == 3
    assert metrics["dV_error_as_printed"] < WITHIN
    metrics = demonstrate("scalar-listing", hidden=5, outputs=2).metrics
    assert metrics["hidden_units_that_reach_outputs_as_printed"] == 2
    assert metrics["hidden_units_that_reach_outputs_corrected"] == 5


def test_the_third_hidden_unit_of_the_drawn_network(demonstrate):
    metrics = demonstrate("scalar-listing").metrics
    # half of sigmoid(2) back, though nothing went forward
    assert metrics["counterexample_printed"] == pytest.approx(-0.440399, abs=5e-7)
    assert metrics["counterexample_true"] == 0


@pytest.mark.parametrize("output_sum", ["as-printed", "corrected"])
def test_the_passes_are_those_of_the_scalar_engine(output_sum):
    draw = np.random.default_rng(3)
    p = scalar_listing.Weights.drawn(4, 5, 3, draw)
    x, target = draw.normal(size=4), 1
    lists = network.Parameters(*(getattr(p, name).tolist() for name in "WbVc"))
    summed = network.summed_units(output_sum, lists)
    passed = network.forward(lists, x.tolist(), summed)
    other = network.backward(lists, x.tolist(), target, passed)
    a = sigmoid(scalar_listing.hidden_sums(p, x))
    y = softmax(scalar_listing.output_sums(p, a, summed))
    np.testing.assert_allclose(y, passed.outputs)
    given = scalar_listing.backward(p, x, a, y, np.eye(3)[target])
    for name in "WbVc":
        np.testing.assert_allclose(getattr(given, name), getattr(other, name))


def test_the_one_hot_table():
    assert scalar_listing.one_hot_table([1, 0], 2) == [[0, 1], [1, 0]]
    with pytest.raises(IndexError):
        scalar_listing.one_hot_table([2], 2)


def test_what_the_listing_does_with_classes_and_order(demonstrate, monkeypatch):
    metrics = demonstrate("scalar-listing").metrics
    assert metrics["one_hot_right_two_classes"] == 1
    assert metrics["one_hot_right_three_classes"] == 0
    assert metrics["order_differs_from_file"] == 0
    monkeypatch.setattr(scalar_listing, "training_order", lambda x, y: x[::-1])
    monkeypatch.setattr(
        scalar_listing, "one_hot_table", lambda labels, columns: np.eye(3)[labels].astype(int)
    )
    metrics = demonstrate("scalar-listing").metrics
    assert metrics["order_differs_from_file"] == 1
    assert metrics["one_hot_right_three_classes"] == 1


@pytest.mark.parametrize(
    ("made", "called", "stops"), [("nlp", "mlp", 1), ("mlp", "mlp", 0), ("mlp", "nlp", 1)]
)
def test_a_network_called_by_another_name_stops_the_script(made, called, stops):
    assert scalar_listing.stops_at_unknown_name(made, called) == stops


def test_the_printed_names_are_tried(demonstrate, monkeypatch):
    metrics = demonstrate("scalar-listing").metrics
    assert metrics["stops_at_unknown_name_as_printed"] == 1
    assert metrics["stops_at_unknown_name_corrected"] == 0
    monkeypatch.setattr(scalar_listing, "PRINTED_NAMES", ("mlp", "mlp"))
    assert demonstrate("scalar-listing").metrics["stops_at_unknown_name_as_printed"] == 0


def test_what_else_goes_wrong_in_the_script_is_no_unknown_name(monkeypatch):
    monkeypatch.setattr(scalar_listing, "END_OF_SCRIPT", "{made} = {called} = 1 / 0")
    with pytest.raises(ZeroDivisionError):
        scalar_listing.stops_at_unknown_name("mlp", "mlp")
