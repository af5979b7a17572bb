"""Images on the device as bytes, turned into the network's input batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.data.arrays import load
from reprise.data.split import colour_statistics, training_rows
from reprise.documents.shapes import Shape
from reprise.streams import stream

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import ImageData, TorchNetsSpec

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


class Scaling:
    """Bytes to float32, in the order of operations of torchvision's ToTensor and Normalize.

    A mean image is subtracted before any crop or flip, as a loader does that subtracts it once
    and for all; the other scalings treat all pixels alike and come after.
    """

    def __init__(
        self, kind: str, device: torch.device, constants: Sequence[np.ndarray] = ()
    ) -> None:
        self.kind = kind
        self._constants = [
            torch.from_numpy(np.asarray(c, dtype=np.float32)).to(device) for c in constants
        ]

    def before(self, pixels: Tensor) -> Tensor:
        """Of whole images (batch, height, width, channels)."""
        return pixels.float() - self._constants[0] if self.kind == "mean-image" else pixels

    def after(self, pixels: Tensor, memory_format: torch.memory_format) -> Tensor:
        """Of what enters the network (batch, channels, height, width)."""
        x = pixels.to(torch.float32, memory_format=memory_format)
        if self.kind in ("unit", "standard"):
            x = x / 255  # not in place: x may be the caller's own
        if self.kind == "standard":
            mean, std = self._constants
            x = x.sub_(mean).div_(std)
        return x


def load_images(spec: TorchNetsSpec, root: Path, seed: int, device: torch.device) -> Images:
    """The data set of a spec, split, on the device.

    Raises
    ------
    reprise.data.errors.DataError
        When the prepared arrays are missing or damaged.
    """
    arrays = load(spec.data.dataset, root)
    train, held_out = training_rows(spec.data, len(arrays.train_labels), seed)
    test = np.arange(min(spec.data.test_count or len(arrays.test_labels), len(arrays.test_labels)))

    def part(images: np.ndarray, labels: np.ndarray, rows: np.ndarray) -> Bytes:
        pixels = torch.from_numpy(_with_channels(images[rows]))
        if not spec.model.convolutional:
            pixels = pixels.permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
        return Bytes(pixels.to(device), torch.from_numpy(labels[rows].astype(np.int64)).to(device))

    height, width, channels = _with_channels(arrays.train_images[:1]).shape[1:]
    crop = spec.augmentation.crop if spec.augmentation else None
    held = part(arrays.train_images, arrays.train_labels, held_out) if len(held_out) else None
    return Images(
        train=part(arrays.train_images, arrays.train_labels, train),
        validation=held,
        test=part(arrays.test_images, arrays.test_labels, test),
        classes=int(arrays.train_labels.max()) + 1,
        image=(channels, crop or height, crop or width),
        scaling=Scaling(spec.data.scaling, device, _constants(spec.data, arrays.train_images)),
    )


def _with_channels(images: np.ndarray) -> np.ndarray:
    return images if images.ndim == 4 else images[..., None]


def _constants(data: ImageData, file: np.ndarray) -> tuple[np.ndarray, ...]:
    """What the scaling subtracts and divides by; statistics are those of the training file."""
    if data.scaling == "mean-image":
        return (_with_channels(file).mean(axis=0, dtype=np.float64),)
    if data.scaling == "standard":
        given = (data.mean, data.std) if data.mean else (c / 255 for c in colour_statistics(file))
        return tuple(np.reshape(constant, (-1, 1, 1)) for constant in given)
    return ()
