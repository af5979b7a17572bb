"""What a run learns from and is tested on: inputs, targets, and which targets are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.data.arrays import Arrays, load
from reprise.data.errors import DataError
from reprise.data.split import SUBSET_SEED
from reprise.documents.shapes import Shape
from reprise.streams import stream
from reprise.training.torch_nets.rare_positives.objects import draw_objects
from reprise.training.torch_nets.scaling import with_channels

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import RareDigits, SmallObjects


@dataclass(frozen=True)
class Examples:
    """Inputs float32 (n, channels, height, width); targets 0 or 1, float32 (n, outputs).

    An image has one output, or one per pixel, row by row. ``flipped``, bool (n, outputs), tells
    which targets were turned over.
    """

    inputs: Tensor
    targets: Tensor
    flipped: Tensor

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True)
class Sets:
    """Training and test examples; ``share`` is that of positives in training, before any flip.

    ``test_objects``, where there are objects: the number of its object for each test pixel,
    counted from 1 in each image, 0 for none; uint8 (n, pixels).
    """

    train: Examples
    test: Examples
    share: float
    test_objects: np.ndarray | None = None

    @property
    def image(self) -> Shape:
        """(channels, height, width)."""
        return tuple(self.train.inputs.shape[1:])


def load_examples(data: RareDigits | SmallObjects, root: Path) -> Sets:
    """The examples of a spec, the same for all seeds.

    Raises
    ------
    reprise.data.errors.DataError
        When the prepared arrays are missing or damaged, or too few for the share.
    """
    if data.kind == "objects":
        return _objects(data)
    return _digits(data, load(data.dataset, root))


def _digits(data: RareDigits, arrays: Arrays) -> Sets:
    rows = training_rows(data, arrays.train_labels)
    positive = arrays.train_labels[rows] == data.digit
    flipped = np.zeros(len(rows), dtype=bool)
    order = stream(SUBSET_SEED, "flipped labels").permutation(len(rows))
    flipped[order[: round(data.flipped * len(rows))]] = True
    test = slice(data.test_count)
    test_positive = arrays.test_labels[test] == data.digit
    return Sets(
        train=_examples(arrays.train_images[rows], positive ^ flipped, flipped),
        test=_examples(arrays.test_images[test], test_positive, np.zeros_like(test_positive)),
        share=float(positive.mean()),
    )


def training_rows(data: RareDigits, labels: np.ndarray) -> np.ndarray:
    """Rows of the training file, in its order: so many of the digit, the others of any class."""
    drawn = []
    positive = labels == data.digit
    for name, there, count in (
        ("positives", positive, data.positives),
        ("negatives", ~positive, data.train_count - data.positives),
    ):
        rows = np.flatnonzero(there)
        if count > len(rows):
            raise DataError(f"{data.dataset}: {count} {name} are wanted, {len(rows)} are there")
        drawn.append(rows[stream(SUBSET_SEED, name).permutation(len(rows))[:count]])
    return np.sort(np.concatenate(drawn))


def _examples(images: np.ndarray, positive: np.ndarray, flipped: np.ndarray) -> Examples:
    pixels = with_channels(images).transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255)
    return Examples(
        torch.from_numpy(np.ascontiguousarray(pixels)),
        torch.from_numpy(positive.astype(np.float32)[:, None]),
        torch.from_numpy(flipped[:, None]),
    )


def _objects(data: SmallObjects) -> Sets:
    parts = {
        name: draw_objects(count, data.noise, part)
        for part, (name, count) in enumerate(
            {"train": data.train_count, "test": data.test_count}.items()
        )
    }
    examples = {}
    for name, (images, numbers) in parts.items():
        inside = torch.from_numpy(numbers.reshape(len(numbers), -1) > 0)
        examples[name] = Examples(
            torch.from_numpy(images[:, None]), inside.float(), torch.zeros_like(inside)
        )
    numbers = parts["test"][1]
    return Sets(
        **examples,
        share=float((parts["train"][1] > 0).mean()),
        test_objects=numbers.reshape(len(numbers), -1),
    )
