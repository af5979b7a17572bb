"""From the stored bytes to what a run sees: subset, validation part, pixel scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.arrays import load
from reprise.data.latest import Latest
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


_latest: Latest[Split] = Latest()


def load_split(spec: DataSpec, root: Path, seed: int, dtype: str) -> Split:
    """A data set as flat rows of ``dtype``, split as the spec says; read-only.

    The last one is kept for the next run of the same process: `read_split` keeps none.

    Raises
    ------
    reprise.data.errors.DataError
        When the prepared arrays are missing or damaged.
    """
    asked = root, spec.model_dump_json(), dtype, seed_of(spec, seed)
    return _latest.get(asked, lambda: read_split(spec, root, seed, dtype))


def read_split(spec: DataSpec, root: Path, seed: int, dtype: str) -> Split:
    """The same as `load_split`, for who makes other rows of it and lets it go."""
    arrays = load(spec.dataset, root)
    train, held_out = training_rows(spec, len(arrays.train_labels), seed)
    test = np.arange(min(spec.test_count or len(arrays.test_labels), len(arrays.test_labels)))

    scale = _scaling(spec.scaling, arrays.train_images, dtype)

    def part(images: np.ndarray, labels: np.ndarray, rows: np.ndarray) -> Part:
        flat = scale(images[rows].reshape(len(rows), -1).astype(dtype))
        chosen = labels[rows].astype(np.intp)
        flat.flags.writeable = chosen.flags.writeable = False  # the next run may get the same
        return Part(flat, chosen)

    held = part(arrays.train_images, arrays.train_labels, held_out) if len(held_out) else None
    return Split(
        train=part(arrays.train_images, arrays.train_labels, train),
        validation=held,
        test=part(arrays.test_images, arrays.test_labels, test),
        classes=int(arrays.train_labels.max()) + 1,
    )


def permuted(split: Split) -> Split:
    """The same images with their pixels in another order, one for all images and all seeds."""
    order = stream(SUBSET_SEED, "pixel order").permutation(split.train.images.shape[1])

    def moved(part: Part) -> Part:
        return Part(np.ascontiguousarray(part.images[:, order]), part.labels)

    held_out = moved(split.validation) if split.validation is not None else None
    return Split(moved(split.train), held_out, moved(split.test), split.classes)


def seed_of(spec: DataSpec, seed: int) -> int | None:
    """The seed, where the split depends on it."""
    drawn = spec.validation is not None and spec.validation.take == "random"
    return seed if drawn else None


def training_rows(spec: DataSpec, total: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows to train on and rows held out, both in the file's order."""
    rows = np.arange(*(spec.train_rows or (0, total)))
    total, held_out = len(rows), rows[:0]
    if spec.validation is not None:
        count = spec.validation.count
        if spec.validation.take == "last":
            rows, held_out = rows[: total - count], rows[total - count :]
        else:
            order = stream(seed, "validation split").permutation(total)
            rows, held_out = rows[np.sort(order[count:])], rows[np.sort(order[:count])]
    if spec.train_count is not None and spec.train_count < len(rows):
        chosen = stream(SUBSET_SEED, "training subset").permutation(len(rows))
        rows = np.sort(rows[chosen[: spec.train_count]])
    return rows, held_out


def _scaling(kind: str, images: np.ndarray, dtype: str) -> Callable[[np.ndarray], np.ndarray]:
    """What is done, in place, to flat rows of bytes; means are those of the training file."""
    if kind == "unit":
        return partial(_affine, shift=0.0, factor=1 / 255)
    if kind == "mean-image":
        mean = images.mean(axis=0, dtype=np.float64).reshape(1, -1).astype(dtype)
        return partial(_affine, shift=mean, factor=1.0)
    if kind == "standard":
        mean, sd = colour_statistics(images)
        repeat = images[0].size // len(mean)
        shift = np.tile(mean, repeat).astype(dtype)
        return partial(_affine, shift=shift, factor=np.tile(1 / sd, repeat).astype(dtype))
    return partial(_affine, shift=0.0, factor=1.0)


def colour_statistics(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each colour's bytes, exact: from their histogram."""
    colours = images.shape[3] if images.ndim == 4 else 1
    levels = np.arange(256, dtype=np.float64)
    means, deviations = [], []
    for colour in range(colours):
        plane = images.reshape(-1, colours)[:, colour]
        counts = np.bincount(plane, minlength=256) / len(plane)
        mean = counts @ levels
        means.append(mean)
        deviations.append(np.sqrt(counts @ (levels - mean) ** 2))
    return np.array(means), np.array(deviations)


def _affine(rows: np.ndarray, shift: np.ndarray | float, factor: np.ndarray | float) -> np.ndarray:
    rows -= shift
    rows *= factor
    return rows
