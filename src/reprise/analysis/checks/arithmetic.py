"""arithmetic: a printed number against what other printed numbers give."""

from __future__ import annotations

from itertools import product
from math import prod

from reprise.analysis.measurements import Measurements
from reprise.analysis.numbers import listed, rounded
from reprise.analysis.parts import PartVerdict
from reprise.analysis.printed import half_unit
from reprise.analysis.statistics import at_most
from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_printed import MOST_ROUNDED, ArithmeticClaim, ArithmeticPart

WORDS = {
    "sum": "the sum",
    "product": "the product",
    "mean": "the mean",
    "weighted-mean": "the weighted mean",
    "harmonic-mean": "the harmonic mean",
    "quotient": "the quotient",
}


def check(claim: ArithmeticClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    """Needs no run: the claim holds the numbers."""
    return [_check(stated) for stated in claim.parts]


def combined(by: str, numbers: list[float], weights: list[float]) -> float:
    """The numbers brought to one."""
    if by == "sum":
        return sum(numbers)
    if by == "product":
        return prod(numbers)
    if by == "mean":
        return sum(numbers) / len(numbers)
    if by == "weighted-mean":
        return sum(w * x for w, x in zip(weights, numbers, strict=True)) / sum(weights)
    if by == "harmonic-mean":
        return len(numbers) / sum(1 / x for x in numbers)
    return numbers[0] / numbers[1]


def _check(stated: ArithmeticPart) -> PartVerdict:
    numbers = [float(number) for number in stated.of]
    weights = [float(weight) for weight in stated.weights]
    result = combined(stated.by, numbers, weights)
    off = abs(result - float(stated.gives))
    agrees = at_most(off, float(half_unit(stated.gives)) + _spread(stated, result))
    words = f"{WORDS[stated.by]} of {listed(stated.of)} is {rounded(result, 8)}"
    side = "equal within the rounding" if agrees else f"{rounded(off)} apart, beyond the rounding"
    return PartVerdict(
        stated.label,
        REPRODUCED if agrees else NOT_REPRODUCED,
        f"{words}, printed {stated.gives}: {side}",
        stated=stated.gives,
        relation="equal",
    )


def _spread(stated: ArithmeticPart, result: float) -> float:
    """How far the rounding of numbers and weights moves the result: at the ends of their ranges.

    Each operation is monotone in each operand, so the farthest results lie at such ends; where
    there are too many to try, each operand is one with which the result grows. Whole numbers are
    taken as exact, since counts are. A weight is never below 0.
    """
    printed = [*stated.of, *stated.weights]
    rounding = [text for text in printed if "." in text]
    if len(rounding) > MOST_ROUNDED:  # all up and all down are the farthest
        corners = [(side,) * len(printed) for side in (-1, 1)]
    else:
        corners = product(*((-1, 1) if "." in text else (0,) for text in printed))
    count = len(stated.of)
    found = []
    for corner in corners:
        ends = [
            float(text) + side * float(half_unit(text)) * ("." in text)
            for text, side in zip(printed, corner, strict=True)
        ]
        weights = [max(weight, 0.0) for weight in ends[count:]]
        found.append(abs(combined(stated.by, ends[:count], weights) - result))
    return max(found)
