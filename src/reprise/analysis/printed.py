"""Numbers as a document prints them: rounded, so that each stands for a small range."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal


def half_unit(printed: str) -> Decimal:
    """Half a unit of the last printed digit: 0.0005 for ``0.925``, 0.5 for ``70000``."""
    return Decimal(5).scaleb(Decimal(printed).as_tuple().exponent - 1)


def distance(mean: float, printed: str) -> float:
    """d: how far a mean lies beyond the range that the printed number may stand for."""
    return max(0.0, abs(mean - float(printed)) - float(half_unit(printed)))


def compare(first: str, second: str) -> Literal["above", "below", "equal"]:
    """How two printed numbers compare; equal where their ranges overlap."""
    difference = Decimal(first) - Decimal(second)
    if abs(difference) < half_unit(first) + half_unit(second):
        return "equal"
    return "above" if difference > 0 else "below"
