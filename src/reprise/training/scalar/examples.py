"""Points as lists of Python numbers."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.data.points import Points


@dataclass(frozen=True)
class Examples:
    """Inputs, one list per example, and classes counted from 0."""

    x: list[list[float]]
    labels: list[int]


def as_lists(points: Points) -> Examples:
    """The same numbers, out of their arrays."""
    return Examples(points.x.tolist(), points.labels.tolist())
