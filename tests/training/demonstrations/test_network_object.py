"""The re-enacted constructor and the lines that are printed of it."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations import network_object

NAME = "network-object"


@pytest.mark.parametrize(
    ("widths", "parameters"),
    [
        ([784, 100, 10], 79_510),
        ([784, 900, 400, 10], 1_070_910),
        ([784, 400, 100, 25, 10], 356_885),
        ([784, 900, 10], 715_510),
        ([784, 900, 784, 10], 1_420_734),
    ],
)
def test_the_printed_numbers_are_those_of_the_network(demonstrate, widths, parameters):
    metrics = demonstrate(NAME, widths=widths).metrics
    assert metrics["printed_parameters"] == parameters
    assert metrics["printed_layers"] == metrics["printed_weight_matrices"] == len(widths) - 1


def test_nothing_is_printed_where_it_would_be_seen(demonstrate, capsys):
    demonstrate(NAME, widths=[4, 3, 2])
    assert capsys.readouterr().out == ""


def test_offsets_that_are_not_counted_are_missed(demonstrate, monkeypatch):
    def weights_only(self) -> int:
        return sum(w.size for w in self.weights)

    monkeypatch.setattr(network_object.Perceptron, "parameters", weights_only)
    assert demonstrate(NAME, widths=[784, 100, 10]).metrics["printed_parameters"] == 79_400


def test_other_activations_are_refused_by_name(demonstrate):
    metrics = demonstrate(NAME, widths=[4, 3, 2], others=["tanh", "ReLU"]).metrics
    assert metrics["raises_for_relu"] == metrics["raises_for_sigmoid"] == 0
    assert metrics["raises_for_tanh"] == metrics["raises_for_ReLU"] == 1


def test_a_constructor_that_takes_everything_is_noticed(demonstrate, monkeypatch):
    monkeypatch.setitem(network_object.ACTIVATIONS, "tanh", lambda z: z)
    assert demonstrate(NAME, widths=[4, 3, 2]).metrics["raises_for_tanh"] == 0
