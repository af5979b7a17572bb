"""Points in the plane with labels, generated where they are needed: nothing to download.

The points derive from the spec alone and not from a run's seed, as the documents had them in
files: seeds differ in training only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream

if TYPE_CHECKING:
    from reprise.documents.models.points import CirclesPoints, QuadraticPoints

DATA_SEED = 0
"""Where the spec names no other."""

CLASSES = 2

QUADRATIC_FORM = (1.0, 0.95, 0.4)
QUADRATIC_THRESHOLD = 0.6
"""x^T Q x > 0.6 with Q = [[1, -0.05], [1, 0.4]]: the synthetic data of the VU Amsterdam course
Deep Learning (2021), as coefficients of x1^2, x1 x2 and x2^2."""


@dataclass(frozen=True)
class Points:
    """Coordinates ``x``, float64 (n, 2), and ``labels``, int64 (n,)."""

    x: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class PointSets:
    """What a run trains on, and what it is evaluated on."""

    train: Points
    test: Points


def make_points(spec: QuadraticPoints | CirclesPoints) -> PointSets:
    """The points of a spec; the same for every run that names it."""
    seed = DATA_SEED if spec.data_seed is None else spec.data_seed
    return _KINDS[spec.kind](spec, seed)


def _quadratic(spec: QuadraticPoints, seed: int) -> PointSets:
    """x ~ N(0, I), label 1 above the threshold; fewer points are the first of more."""
    return PointSets(*(_labelled(seed, part, n) for part, n in enumerate((spec.train, spec.test))))


def _labelled(seed: int, part: int, count: int) -> Points:
    x = stream(seed, "quadratic points", part).standard_normal((count, 2))
    x1, x2 = x.T
    a, b, c = QUADRATIC_FORM
    return Points(x, (a * x1**2 + b * x1 * x2 + c * x2**2 > QUADRATIC_THRESHOLD).astype(np.int64))


def _circles(spec: CirclesPoints, seed: int) -> PointSets:
    """Evenly spaced points on two circles, shuffled, noise added, scaled, then split.

    The definition of ``sklearn.datasets.make_circles`` (scikit-learn 1.7), whose own random
    numbers depend on its version.
    """
    total = spec.train + spec.test
    outer = total // 2
    inner = total - outer
    turns = np.concatenate([np.arange(outer) / outer, np.arange(inner) / inner])
    labels = np.repeat([0, 1], [outer, inner])
    radii = np.where(labels == 0, 1.0, spec.factor)
    x = radii[:, None] * np.column_stack([np.cos(2 * np.pi * turns), np.sin(2 * np.pi * turns)])
    random = stream(seed, "circle points")
    order = random.permutation(total)
    x = (x[order] + random.normal(0.0, spec.noise, (total, 2))) * spec.scale
    labels = labels[order]
    split = spec.train
    return PointSets(Points(x[:split], labels[:split]), Points(x[split:], labels[split:]))


_KINDS: dict[str, Callable[..., PointSets]] = {"quadratic": _quadratic, "circles": _circles}
