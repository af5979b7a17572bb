"""Tosato and Diez's convolutional network with other ends and fewer poolings, as plain data.

Apart from the specs, so that what changes a network changes the keys of its runs.
"""

from __future__ import annotations

from typing import Any

CHANNELS = (32, 64, 64)
"""Filters of the convolutions, all of 5 x 5 with a margin of 2, as Tosato and Diez have them."""

HEADS: dict[str, list[Any]] = {
    "dense": ["flatten", {"linear": 1000}, "relu", {"dropout": "dropout"}, {"linear": "classes"}],
    "convolution": [
        {"conv": 1000, "kernel": 4},
        "relu",
        {"dropout": "dropout"},
        {"conv": "classes", "kernel": 1},
        "global-avg-pool",
        "flatten",
    ],
    "average": [
        {"dropout": "dropout"},
        {"conv": "classes", "kernel": 1},
        "global-avg-pool",
        "flatten",
    ],
}
"""What follows the convolutions; 32 x 32 pixels leave 4 x 4 after three poolings."""


def convolutions(pools: int) -> list[Any]:
    """Three convolutions with ReLU, as layers in short form; the first ``pools`` are pooled."""
    layers: list[Any] = []
    for place, channels in enumerate(CHANNELS):
        layers += [{"conv": channels, "kernel": 5, "padding": 2}, "relu"]
        layers += [{"max-pool": 2}] if place < pools else []
    return layers


def head_network(head: str, dropout: float, learning_rate: float) -> dict[str, Any]:
    """Model and optimizer: the convolutions, all pooled, and one of the heads."""
    layers = convolutions(len(CHANNELS)) + HEADS[head]
    return {
        "model": {"values": {"dropout": dropout}, "layers": layers},
        "optimizer": {"kind": "sgd", "learning_rate": learning_rate},
    }


def pooled_network(pools: int, learning_rate: float) -> dict[str, Any]:
    """Model and optimizer; a mean over each channel makes parameters as many for all poolings."""
    ending = ["global-avg-pool", "flatten", {"linear": "classes"}]
    return {
        "model": {"layers": convolutions(pools) + ending},
        "optimizer": {"kind": "adam", "learning_rate": learning_rate},
    }
