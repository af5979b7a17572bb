"""Numbers as words in sentences: as many digits as they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, log10

from reprise.analysis.statistics import Sample

MOST_DECIMALS = 8


def rounded(value: float, digits: int = 2) -> str:
    """A number with so many significant digits, without an exponent where that is readable."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else str(value)
    places = digits - 1 - floor(log10(abs(value)))
    if places > MOST_DECIMALS:
        return f"{value:.{digits}g}"
    text = f"{value:.{max(places, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_stated(value: float) -> str:
    """A number of a claim, with the digits that it was written with."""
    return f"{value:.12g}"


def with_spread(sample: Sample) -> str:
    """``0.9312 ± 0.0011 (3 seeds)``: mean and sd, to two significant digits of the sd."""
    return f"{_with_sd(sample.mean, sample.sd)} ({seeds(sample.n)})"


def _with_sd(mean: float, sd: float | None) -> str:
    if not sd:
        return rounded(mean, 6)  # one seed, or the same number from all of them
    places = max(1 - floor(log10(sd)), 0)
    if places > MOST_DECIMALS:
        return f"{rounded(mean, 6)} ± {rounded(sd)}"
    return f"{mean:.{places}f} ± {sd:.{places}f}"


def interval(sample: Sample) -> str:
    """``90 % interval 0.0021 to 0.0059``; needs two seeds."""
    width = sample.high - sample.low
    if width > 0:
        places = min(max(1 - floor(log10(width)), 0), MOST_DECIMALS)
        low, high = f"{sample.low:.{places}f}", f"{sample.high:.{places}f}"
    else:
        low, high = rounded(sample.low, 6), rounded(sample.high, 6)
    return f"{sample.level:.0%} interval {low} to {high}".replace("%", " %")


def seeds(count: int) -> str:
    return "1 seed" if count == 1 else f"{count} seeds"


def listed(words: Sequence[object], most: int = 6) -> str:
    """``a, b and c``; the rest is counted where there are too many."""
    texts = [str(word) for word in words]
    if len(texts) > most:
        texts = [*texts[: most - 1], f"{len(texts) - most + 1} more"]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
