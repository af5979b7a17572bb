"""Colour images as gray ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reprise.data.arrays import Arrays

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights of red, green and blue (ITU-R BT.601), as in Pillow's mode L."""


def in_gray(arrays: Arrays) -> Arrays:
    """The same data set with images of shape (n, height, width), bytes rounded to the nearest."""

    def gray(images: np.ndarray) -> np.ndarray:
        if images.ndim == 3:
            return images
        return np.concatenate(
            [np.rint(part @ LUMA).astype(np.uint8) for part in np.array_split(images, 10)]
        )

    return replace(
        arrays, train_images=gray(arrays.train_images), test_images=gray(arrays.test_images)
    )
