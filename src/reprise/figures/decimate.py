"""Fewer points for drawing, with every extreme kept."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

MOST_POINTS = 600
"""More than a column of print can tell apart; a curve above it is decimated."""


def decimate_line(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At most ``MOST_POINTS`` of the points, both (n,): the lowest and highest of each bucket.

    The first and the last point stay.
    """
    if len(x) <= MOST_POINTS:
        return x, y
    kept = {0, len(x) - 1}
    for start, stop in _buckets(len(x)):
        part = y[start:stop]
        kept |= {start + int(part.argmin()), start + int(part.argmax())}
    index = sorted(kept)
    return x[index], y[index]


def decimate_band(
    x: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The band, all (n,), on the edges of the buckets: nowhere narrower than it was.

    Each edge takes the extremes of both its buckets, so the band is wider by up to a bucket
    where it is steep.
    """
    if len(x) <= MOST_POINTS:
        return x, low, high
    buckets = _buckets(len(x))
    edges = [x[start] for start, _ in buckets] + [x[-1]]
    lows = np.array([low[start:stop].min() for start, stop in buckets])
    highs = np.array([high[start:stop].max() for start, stop in buckets])
    return (
        np.array(edges),
        np.minimum(np.append(lows, lows[-1]), np.insert(lows, 0, lows[0])),
        np.maximum(np.append(highs, highs[-1]), np.insert(highs, 0, highs[0])),
    )


def _buckets(count: int) -> list[tuple[int, int]]:
    """Runs of neighbouring points as (start, stop), so many that two of each may be kept."""
    edges = np.linspace(0, count, MOST_POINTS // 2).astype(int).tolist()
    return list(pairwise(edges))
