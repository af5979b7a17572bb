"""Generated images with small bright ellipses on a noisy background."""

from __future__ import annotations

import numpy as np

from reprise.streams import stream

DATA_SEED = 0
"""The images are the same for all seeds, so that seeds differ in training only."""

SIDE = 32
MOST_OBJECTS = 3
SMALLEST, LARGEST = 3, 20
"""Pixels of an object; 20 of 1024 are less than 2 %."""

ELONGATION = 2.0
"""The longer axis is at most so many times the shorter one."""

TRIES = 50
"""Of placing an object; an image then does with those that it has."""

WAVE = 0.25
"""Largest height of the background's slow wave, for objects brighter by 1."""

Y, X = np.mgrid[:SIDE, :SIDE].astype(np.float64)


def draw_objects(count: int, noise: float, part: int) -> tuple[np.ndarray, np.ndarray]:
    """So many images, float32 (count, 32, 32), and each pixel's object, uint8 of that shape.

    Objects are counted from 1 in each image; 0 is background. ``part`` tells training from test
    images. Brightness: 1 inside objects, plus a slow wave and normal noise per pixel.
    """
    shapes, pixels = (stream(DATA_SEED, f"objects: {what}", part) for what in ("shapes", "noise"))
    numbers = np.zeros((count, SIDE, SIDE), dtype=np.uint8)
    images = np.empty((count, SIDE, SIDE), dtype=np.float32)
    for image, inside in zip(images, numbers, strict=True):
        for number in range(1, shapes.integers(1, MOST_OBJECTS + 1) + 1):
            _place(inside, number, shapes)
        image[:] = (inside > 0) + _wave(shapes) + noise * pixels.standard_normal((SIDE, SIDE))
    return images, numbers


def _place(inside: np.ndarray, number: int, random: np.random.Generator) -> None:
    """Write one object into the map, two pixels from the edge and not beside another."""
    for _ in range(TRIES):
        mask = _ellipse(random)
        if SMALLEST <= mask.sum() <= LARGEST and not (_grown(mask) & (inside > 0)).any():
            inside[mask] = number
            return


def _ellipse(random: np.random.Generator) -> np.ndarray:
    """The pixels whose centres lie in an ellipse of random area, form, angle and place."""
    area = random.uniform(SMALLEST, LARGEST)
    elongation = random.uniform(1.0, ELONGATION)
    angle = random.uniform(0.0, np.pi)
    middle = random.uniform(5.0, SIDE - 6.0, 2)
    short = np.sqrt(area / (np.pi * elongation))
    y, x = Y - middle[0], X - middle[1]
    along = (np.cos(angle) * x + np.sin(angle) * y) / (elongation * short)
    across = (np.cos(angle) * y - np.sin(angle) * x) / short
    return along**2 + across**2 <= 1


def _grown(mask: np.ndarray) -> np.ndarray:
    """The mask and its eight neighbours; it keeps away from the edge."""
    rows = mask | np.roll(mask, 1, 0) | np.roll(mask, -1, 0)
    return rows | np.roll(rows, 1, 1) | np.roll(rows, -1, 1)


def _wave(random: np.random.Generator) -> np.ndarray:
    """One slow wave over the image, at most ``WAVE`` high."""
    height, phase = random.uniform(0.0, WAVE), random.uniform(0.0, 2 * np.pi)
    direction = random.uniform(-1.0, 1.0, 2) * 2 * np.pi / SIDE
    return height * np.sin(direction[0] * Y + direction[1] * X + phase)
