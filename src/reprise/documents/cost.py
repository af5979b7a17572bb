"""What a run is expected to take: decides the quick scale's cuts and feeds the first ETA.

Estimates for one core of the reference machine, not promises; a fixed formula, so that the
same documents give the same runs on every machine.
"""

from __future__ import annotations

from itertools import pairwise

from reprise.data.registry import Dataset
from reprise.documents.models.evaluation import EvaluationSpec
from reprise.documents.models.numpy_mlp import NumpyMlpSpec

START_SECONDS = 0.8
"""Interpreter, imports and loading of the data."""

STEP_SECONDS = 25e-6
"""Python and BLAS call overhead of one update of a two-layer network."""

FLOPS_LARGE, FLOPS_SMALL = 45e9, 95e9
"""Single-core float32 throughput: wide batches of a narrow network, small batches of a wide one."""

SINGLE_ROW = 0.2
"""Share of it that an update by one example reaches: it is bound by memory."""


def core_seconds(spec: NumpyMlpSpec | EvaluationSpec, dataset: Dataset | None) -> float:
    """Expected time of one run, in seconds of one core."""
    if isinstance(spec, EvaluationSpec) or dataset is None:
        return START_SECONDS + 1.5
    return START_SECONDS + _training(spec, dataset) + _evaluation(spec, dataset)


def _images(spec: NumpyMlpSpec, dataset: Dataset) -> int:
    held_out = spec.data.validation.count if spec.data.validation else 0
    return min(spec.data.train_count or dataset.train_count, dataset.train_count - held_out)


def _epochs(spec: NumpyMlpSpec, images: int) -> float:
    if spec.training.epochs is not None:
        return spec.training.epochs
    batch = images if spec.training.batch_size == "all" else spec.training.batch_size
    return spec.training.steps * batch / images


def _parameters(spec: NumpyMlpSpec, dataset: Dataset) -> int:
    widths = [dataset.pixels, *spec.model.hidden, dataset.classes]
    return sum(a * b for a, b in pairwise(widths))


def _training(spec: NumpyMlpSpec, dataset: Dataset) -> float:
    images = _images(spec, dataset)
    batch = images if spec.training.batch_size == "all" else spec.training.batch_size
    rows = 1 if spec.training.accumulate else batch
    flops = FLOPS_LARGE if rows >= 64 else FLOPS_SMALL * (SINGLE_ROW if rows == 1 else 1)
    flops /= 2 if spec.precision == "float64" else 1
    per_image = 6 * _parameters(spec, dataset) / flops + STEP_SECONDS / rows
    return _epochs(spec, images) * images * per_image


def _evaluation(spec: NumpyMlpSpec, dataset: Dataset) -> float:
    held_out = spec.data.validation.count if spec.data.validation else 0
    passes = held_out or dataset.test_count
    if spec.train_curve == "re-evaluated":
        passes += _images(spec, dataset)
    per_image = 2 * _parameters(spec, dataset) / FLOPS_LARGE + 0.5e-6
    return (_epochs(spec, _images(spec, dataset)) + 2) * passes * per_image
