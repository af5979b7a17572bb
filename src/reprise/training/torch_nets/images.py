"""Images on the device as bytes, turned into the network's input batch by batch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.data.arrays import load
from reprise.data.gray import in_gray
from reprise.data.latest import Latest
from reprise.data.split import seed_of, training_rows
from reprise.documents.shapes import Shape
from reprise.streams import stream
from reprise.training.torch_nets.scaling import Scaling, scaling_of, with_channels

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import TorchNetsSpec

SUBSET_SEED = 0
"""Evaluated subsets are the same for all seeds, so that seeds differ in training only."""


@dataclass(frozen=True)
class Bytes:
    """Images as stored, uint8 (n, height, width, channels), and labels, int64 (n,).

    In memory the channels come last, or first for networks that begin by flattening: batches
    then need no reordering.
    """

    pixels: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def between(self, start: int, stop: int) -> Bytes:
        """A run of images; shares memory."""
        return Bytes(self.pixels[start:stop], self.labels[start:stop])

    def take(self, rows: Tensor) -> Bytes:
        """Copies of these images; whole images are moved, which indexing would do by bytes."""
        if self.pixels.is_contiguous():
            pixels = self.pixels.index_select(0, rows)
        else:
            pixels = self.pixels.permute(0, 3, 1, 2).index_select(0, rows).permute(0, 2, 3, 1)
        return Bytes(pixels, self.labels[rows])

    def subset(self, count: int) -> Bytes:
        """So many images drawn once and for all, in the file's order; all where there are fewer."""
        if count >= len(self):
            return self
        order = stream(SUBSET_SEED, "evaluated training images").permutation(len(self))
        rows = torch.from_numpy(np.sort(order[:count])).to(self.labels.device)
        return self.take(rows)


@dataclass(frozen=True)
class Images:
    """The parts of a data set on a device, with what brings bytes to numbers."""

    train: Bytes
    validation: Bytes | None
    test: Bytes
    classes: int
    image: Shape
    """What enters the network: (channels, height, width)."""
    scaling: Scaling

    @property
    def watched(self) -> tuple[str, Bytes]:
        """What is evaluated while training: the validation part, or else the test part."""
        return ("validation", self.validation) if self.validation else ("test", self.test)


_latest: Latest[Images] = Latest()


def load_images(spec: TorchNetsSpec, root: Path, seed: int, device: torch.device) -> Images:
    """The data set of a spec, split, on the device; not to be written to.

    Raises
    ------
    reprise.data.errors.DataError
        When the prepared arrays are missing or damaged.
    """
    crop = spec.augmentation.crop if spec.augmentation else None
    asked = (
        root,
        spec.data.model_dump_json(),
        spec.model.convolutional,
        crop,
        seed_of(spec.data, seed),
        device,
    )
    return _latest.get(asked, lambda: _load(spec, root, seed, device))


def _load(spec: TorchNetsSpec, root: Path, seed: int, device: torch.device) -> Images:
    arrays = load(spec.data.dataset, root)
    if spec.data.gray:
        arrays = in_gray(arrays)
    train, held_out = training_rows(spec.data, len(arrays.train_labels), seed)
    test = np.arange(min(spec.data.test_count or len(arrays.test_labels), len(arrays.test_labels)))

    def part(images: np.ndarray, labels: np.ndarray, rows: np.ndarray) -> Bytes:
        pixels = torch.from_numpy(with_channels(images[rows]))
        if not spec.model.convolutional:
            pixels = pixels.permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
        return Bytes(pixels.to(device), torch.from_numpy(labels[rows].astype(np.int64)).to(device))

    height, width, channels = with_channels(arrays.train_images[:1]).shape[1:]
    crop = spec.augmentation.crop if spec.augmentation else None
    held = part(arrays.train_images, arrays.train_labels, held_out) if len(held_out) else None
    return Images(
        train=part(arrays.train_images, arrays.train_labels, train),
        validation=held,
        test=part(arrays.test_images, arrays.test_labels, test),
        classes=int(arrays.train_labels.max()) + 1,
        image=(channels, crop or height, crop or width),
        scaling=scaling_of(spec.data, arrays.train_images, train, device),
    )
