"""Colours of the pixels of images and maps: fixed, as they stand on no ground but their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reprise.figures.words import number

BLUE, WHITE, ORANGE = (0, 114, 178), (255, 255, 255), (213, 94, 0)
"""The blue and the vermillion of the curves, and what lies between them at zero."""

LIGHT_BLUE, LIGHT_ORANGE = (176, 213, 237), (247, 205, 174)
"""Grounds of maps: the points on them are in the full colours."""


@dataclass(frozen=True)
class Scale:
    """From values to colours: grey, or two colours for the signs; for all images or for each."""

    diverging: bool
    each: bool

    def limits(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values of the first and the last colour of images (n, ...), both (n,)."""
        flat = images.reshape(len(images), -1)
        low, high = flat.min(axis=1), flat.max(axis=1)
        if not self.each:
            low, high = np.full_like(low, low.min()), np.full_like(high, high.max())
        if self.diverging:
            high = np.maximum(np.abs(low), np.abs(high))
            low = -high
        return low, high

    def rgb(self, images: np.ndarray) -> np.ndarray:
        """Bytes (n, height, width, 3) of images with or without colours of their own."""
        low, high = (edge.reshape(-1, *[1] * (images.ndim - 1)) for edge in self.limits(images))
        span = np.where(high > low, high - low, 1.0)
        share = np.where(high > low, (images - low) / span, 0.5)
        if self.diverging:
            return diverging(share)
        grey = np.rint(255 * share).astype(np.uint8)
        return grey if grey.ndim == 4 else np.repeat(grey[..., None], 3, axis=3)

    def bar(self, images: np.ndarray) -> float | None:
        """The value of the full colours, where a bar can show it: one diverging scale for all."""
        if not self.diverging or self.each:
            return None
        return float(self.limits(images)[1][0]) or None


def diverging(share: np.ndarray) -> np.ndarray:
    """Bytes (..., 3) from blue (share 0) over white (0.5) to orange (1)."""
    return mixed(share, BLUE, WHITE, ORANGE)


def mixed(share: np.ndarray, first: tuple, middle: tuple, last: tuple) -> np.ndarray:
    """Bytes (..., 3), linear between three colours at the shares 0, 0.5 and 1."""
    channels = [
        np.interp(share, [0.0, 0.5, 1.0], stops) for stops in zip(first, middle, last, strict=True)
    ]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)


def scale_words(scale: Scale, images: np.ndarray) -> str:
    """What the colours of the images mean."""
    low, high = scale.limits(images)
    if scale.diverging:
        signs = "Blue is below zero, white zero, orange above"
        if not scale.each:
            return f"{signs}; full colour is ±{number(high[0])} in all images."
        span = f"from ±{number(high.min())} to ±{number(high.max())}"
        return f"{signs}; full colour is each image's own largest value, {span}."
    ends = ("dark", "bright") if images.ndim == 4 else ("black", "white")
    if scale.each:
        return f"Each image has its own scale, from its lowest value ({ends[0]}) to its highest."
    first, last = (number(edge[0]) if edge[0] else "0" for edge in (low, high))
    return f"All images share a scale, from {first} ({ends[0]}) to {last}."
