"""From the stored bytes to what a run sees: subset, validation part, pixel scale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.arrays import load
from reprise.streams import stream

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec

SUBSET_SEED = 0
"""Subsets are the same for all seeds, so that seeds differ in training only."""


@dataclass(frozen=True)
class Part:
    """Images as rows of floats, shape (n, pixels), and labels, shape (n,)."""

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Split:
    """The parts of a data set that a run trains on, watches and is tested on."""

    train: Part
    validation: Part | None
    test: Part
    classes: int

    @property
    def watched(self) -> tuple[str, Part]:
        """What is evaluated while training: the validation part, or else the test part."""
        return ("validation", self.validation) if self.validation else ("test", self.test)


def load_split(spec: DataSpec, root: Path, seed: int, dtype: str) -> Split:
    """Load a data set as flat rows of ``dtype``, split as the spec says.

    Raises
    ------
    reprise.data.errors.DataError
        When the prepared arrays are missing or damaged.
    """
    arrays = load(spec.dataset, root)
    train, held_out = _training_rows(spec, len(arrays.train_labels), seed)
    test = np.arange(min(spec.test_count or len(arrays.test_labels), len(arrays.test_labels)))

    def part(images: np.ndarray, labels: np.ndarray, rows: np.ndarray) -> Part:
        return Part(_flat(images, rows, spec.scaling, dtype), labels[rows].astype(np.intp))

    return Split(
        train=part(arrays.train_images, arrays.train_labels, train),
        validation=part(arrays.train_images, arrays.train_labels, held_out)
        if len(held_out)
        else None,
        test=part(arrays.test_images, arrays.test_labels, test),
        classes=int(arrays.train_labels.max()) + 1,
    )


def _training_rows(spec: DataSpec, total: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows to train on and rows held out, both in the file's order."""
    rows = np.arange(total)
    held_out = rows[:0]
    if spec.validation is not None:
        count = spec.validation.count
        if spec.validation.take == "last":
            rows, held_out = rows[: total - count], rows[total - count :]
        else:
            order = stream(seed, "validation split").permutation(total)
            rows, held_out = np.sort(order[count:]), np.sort(order[:count])
    if spec.train_count is not None and spec.train_count < len(rows):
        chosen = stream(SUBSET_SEED, "training subset").permutation(len(rows))
        rows = np.sort(rows[chosen[: spec.train_count]])
    return rows, held_out


def _flat(images: np.ndarray, rows: np.ndarray, scaling: str, dtype: str) -> np.ndarray:
    chosen = images[rows].reshape(len(rows), -1).astype(dtype)
    if scaling == "unit":
        chosen /= 255
    return chosen
