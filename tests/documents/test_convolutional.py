"""The convolutional network with other ends and fewer poolings."""

from __future__ import annotations

import pytest

from reprise.documents.convolutional import HEADS, head_network, pooled_network
from reprise.documents.models.layers import Model
from reprise.documents.shapes import trace

IMAGE, CLASSES = (3, 32, 32), 10


def traced(network: dict):
    return trace(Model.model_validate(network["model"]).resolved(CLASSES), IMAGE)


@pytest.mark.parametrize("head", HEADS)
def test_every_head_gives_the_classes(head):
    assert traced(head_network(head, 0.5, 0.1))[-1].shape == (CLASSES,)


def test_convolutions_have_the_parameters_of_the_dense_layers():
    counts = [sum(t.parameters for t in traced(head_network(h, 0, 0.1))) for h in HEADS]
    # the document's own count of its network, with the biases of all layers
    assert counts[0] == counts[1] == 1_191_170


@pytest.mark.parametrize("pools", [0, 1, 2, 3])
def test_poolings_change_sizes_and_no_parameters(pools):
    layers = traced(pooled_network(pools, 0.001))
    last = layers[2 * 3 + pools - 1]
    assert last.shape == (64, 32 // 2**pools, 32 // 2**pools)
    assert sum(t.parameters for t in layers) == 2432 + 51264 + 102464 + 64 * CLASSES + CLASSES
