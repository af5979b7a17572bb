"""Where the images of a batch are taken from: rows of floats, or the bytes that they were.

Taking random rows of floats waits for memory; as bytes they are a quarter of that, or an eighth.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from reprise.training.numpy_mlp.calls import Calls

LEVELS = 255
BLOCK = 64
"""Images that are turned into bytes and checked at once: they stay in a cache meanwhile."""


class Images(Protocol):
    """Images as rows, shape (n, pixels), that are taken a batch at a time."""

    unit: float | None
    """What `take_levels` has divided the images by; None for one."""

    def take(self, rows: np.ndarray, out: np.ndarray) -> Calls:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""

    def take_levels(self, rows: np.ndarray, out: np.ndarray) -> Calls:
        """The same, divided by `unit`."""


class Floats:
    """The images as they are."""

    unit = None

    def __init__(self, images: np.ndarray) -> None:
        self._images = images

    def take(self, rows: np.ndarray, out: np.ndarray) -> Calls:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""
        yield self._images.take, rows, 0, out, "clip"  # "raise" would take into a copy first

    take_levels = take


class Bytes:
    """Images whose every value is byte x unit, rounded once to the type of `unit`."""

    def __init__(self, levels: np.ndarray, unit: np.floating, batch: int) -> None:
        self.unit = float(unit)
        self._levels, self._unit = levels, np.array(unit)
        self._taken = np.empty((batch, levels.shape[1]), np.uint8)

    def take(self, rows: np.ndarray, out: np.ndarray) -> Calls:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""
        yield from self.take_levels(rows, out)
        yield np.multiply, out, self._unit, out

    def take_levels(self, rows: np.ndarray, out: np.ndarray) -> Calls:
        """Writes the bytes of these rows, shape (batch, pixels), to `out`."""
        taken = self._taken[: len(rows)]
        yield self._levels.take, rows, 0, taken, "clip"
        yield np.copyto, out, taken


def as_bytes(images: np.ndarray, batch: int) -> Bytes | None:
    """The same images, to the last bit, as bytes; None where they are no bytes times a unit.

    The unit is the largest value of the first images over 255. Batches have at most `batch` rows.
    """
    unit = images.dtype.type(images[:BLOCK].max() / LEVELS)
    levels = np.empty(images.shape, np.uint8)
    again = np.empty((BLOCK, images.shape[1]), images.dtype)
    with np.errstate(all="ignore"):  # what is no byte is found by comparing
        for start in range(0, len(images), BLOCK):
            block, kept = images[start : start + BLOCK], levels[start : start + BLOCK]
            values = again[: len(block)]
            np.divide(block, unit, out=values)
            np.rint(values, out=values)
            np.copyto(kept, values, casting="unsafe")
            np.copyto(values, kept)
            values *= unit
            if not np.array_equal(values, block):
                return None
    return Bytes(levels, unit, batch)
