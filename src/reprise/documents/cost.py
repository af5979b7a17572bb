"""What a run is expected to take: decides the quick scale's cuts and feeds the first ETA.

Estimates for one core of the reference machine, not promises; fixed formulas, so that the same
documents give the same runs on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reprise.data.registry import Dataset
from reprise.documents.models.data import DataSpec

START_SECONDS = 0.8
"""Interpreter, imports and loading of the data of a NumPy run."""

STEP_SECONDS = 25e-6
"""Python and BLAS call overhead of one update of a two-layer network."""

NARROW = 32
"""A first hidden layer of so many units or fewer leaves the processor waiting for the inputs."""

MANY_ROWS = 64
"""From so many examples per product on, a wide network's products run at full speed."""

FLOPS_NARROW, FLOPS_SMALL, FLOPS_LARGE = 45e9, 95e9, 140e9
"""Single-core float32 throughput: narrow networks, wide ones on small batches and on large ones."""

EVALUATED_SECONDS = 0.5e-6
"""What an evaluated image takes besides the products."""

SINGLE_ROW = 0.2
"""Share of it that an update by one example reaches: it is bound by memory."""


def training_images(data: DataSpec, dataset: Dataset) -> int:
    """How many images a run trains on."""
    held_out = data.validation.count if data.validation else 0
    first, end = data.train_rows or (0, dataset.train_count)
    return min(data.train_count or dataset.train_count, end - first - held_out)


def mlp_seconds(
    widths: Sequence[int],
    *,
    images: int,
    epochs: float,
    rows: int,
    evaluated: float,
    double: bool,
) -> float:
    """A perceptron from scratch: ``rows`` examples per product, ``evaluated`` ones in all."""
    products = sum(a * b for a, b in pairwise(widths))
    many = FLOPS_NARROW if widths[1] <= NARROW else FLOPS_LARGE
    flops = many if rows >= MANY_ROWS else FLOPS_SMALL * (SINGLE_ROW if rows == 1 else 1)
    flops /= 2 if double else 1
    training = epochs * images * (6 * products / flops + STEP_SECONDS / rows)
    evaluation = evaluated * (2 * products / many + EVALUATED_SECONDS)
    return START_SECONDS + training + evaluation
