"""Where the images of a batch are taken from: rows of floats, or the bytes that they were.

Taking random rows of floats waits for memory; as bytes they are a quarter of that, or an eighth.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

LEVELS = 255
BLOCK = 64
"""Images that are turned into bytes and checked at once: they stay in a cache meanwhile."""


class Images(Protocol):
    """Images as rows, shape (n, pixels), that are taken a batch at a time."""

    def take(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""


class Floats:
    """The images as they are."""

    def __init__(self, images: np.ndarray) -> None:
        self._images = images

    def take(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""
        self._images.take(rows, 0, out, "clip")  # "raise" would take into a copy first


class Bytes:
    """Images whose every value is byte x step, rounded once to the type of `step`."""

    def __init__(self, levels: np.ndarray, step: np.floating, batch: int) -> None:
        self._levels, self._step = levels, np.array(step)
        self._taken = np.empty((batch, levels.shape[1]), np.uint8)

    def take(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Writes the images of these rows, shape (batch, pixels), to `out`."""
        taken = self._taken if len(rows) == len(self._taken) else self._taken[: len(rows)]
        self._levels.take(rows, 0, taken, "clip")
        np.copyto(out, taken)
        np.multiply(out, self._step, out)


def as_bytes(images: np.ndarray, batch: int) -> Bytes | None:
    """The same images, to the last bit, as bytes; None where they are no bytes times a step.

    The step is the largest value of the first images over 255. Batches have at most `batch` rows.
    """
    step = images.dtype.type(images[:BLOCK].max() / LEVELS)
    levels = np.empty(images.shape, np.uint8)
    again = np.empty((BLOCK, images.shape[1]), images.dtype)
    with np.errstate(all="ignore"):  # what is no byte is found by comparing
        for start in range(0, len(images), BLOCK):
            block, kept = images[start : start + BLOCK], levels[start : start + BLOCK]
            values = again[: len(block)]
            np.divide(block, step, out=values)
            np.rint(values, out=values)
            np.copyto(kept, values, casting="unsafe")
            np.copyto(values, kept)
            values *= step
            if not np.array_equal(values, block):
                return None
    return Bytes(levels, step, batch)
