"""What is kept of a long curve whose points are not: its numbers, taken from all of the points.

Committed records have them in place of the points (``archive/``); a run's own record never has.
"""

from __future__ import annotations

import numpy as np

from reprise.analysis.reductions import REDUCTIONS, NoNumber

SUFFIX = ".reduced"
"""What the name of the array adds to that of its curve."""

POINTS = "points"


def numbers_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """All numbers that a curve of at least one point becomes, as one array with named fields.

    ``points`` says of how many points they were taken. Of a curve that does not stay finite only
    the first point says something; the others are NaN.
    A reduction that gives no number has no field.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    finite = bool(np.isfinite(y).all())
    found = {POINTS: float(len(y))}
    for name, reduction in REDUCTIONS.items():
        try:
            found[name] = reduction(x, y) if finite or name == "first" else np.nan
        except NoNumber:
            continue
    return np.array(tuple(found.values()), dtype=[(name, np.float64) for name in found])


def number(reduced: np.ndarray, name: str) -> float:
    """One of the numbers; NaN where the curve does not stay finite.

    Raises
    ------
    NoNumber
        When the curve did not give it.
    """
    if name not in reduced.dtype.names:
        raise NoNumber(f"its curve has no {name}, by what was kept of it")
    return float(reduced[name])
