"""The parameters before the first update: the same for all versions of the program."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import torch

from reprise.data.points import CLASSES
from reprise.streams import stream
from reprise.training.numpy_mlp.initializers import initialize

if TYPE_CHECKING:
    from reprise.documents.models.circles import CirclesModel

COORDINATES = 2


def initial_parameters(model: CirclesModel, seed: int, precision: str) -> dict[str, torch.Tensor]:
    """``W1`` (hidden, 2), ``b1`` (hidden,), ``W2`` (2, hidden) and ``b2`` (2,)."""
    random = stream(seed, "initial weights")
    widths = (COORDINATES, model.hidden, CLASSES)
    parameters = {}
    for layer, (fan_in, width) in enumerate(pairwise(widths), start=1):
        parts = {"W": (model.weights, (width, fan_in)), "b": (model.biases, (width,))}
        for letter, (start, shape) in parts.items():
            values = initialize(
                start.kind, shape, random, scale=start.scale, dtype=precision, fan_in=fan_in
            )
            parameters[f"{letter}{layer}"] = torch.from_numpy(values)
    return parameters
