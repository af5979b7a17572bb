"""Whether a number moved by more than seeds vary: the rule of docs/comparing.md."""

from __future__ import annotations

from math import sqrt
from typing import Literal

from scipy.special import stdtr

from reprise.comparing.model import Number

LEVEL = 0.01
"""Two-sided level of the test: of numbers that did not move, one in a hundred is called moved."""

Move = Literal["moved", "differs (exact)", "differs (one seed)"]


def move(old: Number, new: Number) -> Move | None:
    """How a number changed; None where it is the same, or within what seeds vary."""
    if old.mean == new.mean:
        return None
    if old.n < 2 or new.n < 2:
        return "differs (one seed)"
    if not old.sd and not new.sd:
        return "differs (exact)"
    return "moved" if welch_p(old, new) < LEVEL else None


def welch_p(old: Number, new: Number) -> float:
    """Two-sided p-value of Welch's t-test that two means are equal; needs n >= 2 and some spread.

    t = (m2 - m1) / sqrt(v1 + v2) with v = s^2 / n, and (v1 + v2)^2 / (v1^2 / (n1 - 1) +
    v2^2 / (n2 - 1)) degrees of freedom (Welch 1947).
    """
    error = sqrt(old.sd**2 / old.n + new.sd**2 / new.n)
    if error == 0:  # the squares are too small for a float
        return 0.0 if old.mean != new.mean else 1.0
    # shares of the error's square: no power of a small number is formed
    shares = [(x.sd / error) ** 2 / x.n for x in (old, new)]
    df = 1 / sum(w**2 / (x.n - 1) for w, x in zip(shares, (old, new), strict=True))
    return float(2 * stdtr(df, -abs(new.mean - old.mean) / error))
