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

FLOPS_LARGE, FLOPS_SMALL = 45e9, 95e9
"""Single-core float32 throughput: narrow networks on wide batches, wide networks on small ones."""

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
    evaluated: int,
    double: bool,
) -> float:
    """A perceptron from scratch: ``rows`` examples per product, ``evaluated`` ones per epoch."""
    products = sum(a * b for a, b in pairwise(widths))
    flops = FLOPS_LARGE if rows >= 64 else FLOPS_SMALL * (SINGLE_ROW if rows == 1 else 1)
    flops /= 2 if double else 1
    training = epochs * images * (6 * products / flops + STEP_SECONDS / rows)
    evaluation = (epochs + 2) * evaluated * (2 * products / FLOPS_LARGE + 0.5e-6)
    return START_SECONDS + training + evaluation
