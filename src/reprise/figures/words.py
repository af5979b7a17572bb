"""The words of captions: numbers, lists, and what is missing or was cut short."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

SIGNIFICANT = 3
"""Digits of a measured value in a caption."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, decimals: int | None = None) -> str:
    """A value for people: three significant digits, or as many decimals as are asked for."""
    if decimals is None:
        decimals = _decimals(value)
    if value and (abs(value) < 10**-decimals / 2 or abs(value) < 1e-4):
        mantissa, _, exponent = f"{value:.{SIGNIFICANT - 1}e}".partition("e")
        return f"{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPTS)}".replace("-", "−")
    return f"{value:.{decimals}f}".replace("-", "−")


def with_sd(values: Sequence[float]) -> str:
    """``0.152 (sd 0.003)``; a single value alone. The sd shows at least one digit."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return number(mean)
    sd = statistics.stdev(values)
    decimals = _decimals(mean)
    if sd:
        digit = -int(f"{sd:.0e}".partition("e")[2])  # after rounding: 0.00096 is 0.001
        decimals = min(max(decimals, digit), decimals + 2)
    return f"{number(mean, decimals)} (sd {number(sd, decimals)})"


def tick(value: float) -> str:
    """A label of an axis whose values are logarithmic, very large or very small."""
    if value and not 1e-4 < abs(value) < 1e6:
        mantissa, _, exponent = f"{value:.1e}".partition("e")
        power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
        mantissa = mantissa.removesuffix(".0").replace("-", "−")
        return power if mantissa == "1" else f"{mantissa}×{power}"
    return f"{value:g}".replace("-", "−")


def _decimals(value: float) -> int:
    if not value:
        return SIGNIFICANT
    return max(0, SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))


def plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def seeds_sentence(seeds: Mapping[str, int], band: str) -> str:
    """How many seeds are behind what is shown; ``band`` says how their spread is shown."""
    counts = set(seeds.values())
    if counts == {1}:
        return "One seed."
    if len(counts) == 1:
        return f"Mean of {counts.pop()} seeds; {band}."
    single = [label for label, count in seeds.items() if count == 1]
    words = f"Mean of {min(counts - {1})} to {max(counts)} seeds; {band}."
    if len(counts - {1}) == 1:
        words = f"Mean of {max(counts)} seeds; {band}."
    return f"{words} One seed: {', '.join(single)}." if single else words


def short_cut(key: str, words: str) -> str:
    """``training.train_size 5000 of 60000`` -> ``train size 5000 of 60000``."""
    return key.rpartition(".")[2].replace("_", " ") + words.removeprefix(key)


def budget_sentences(cut: Mapping[str, tuple[str, ...]], stand_in: Mapping[str, bool]) -> list[str]:
    """By label: what was cut short of the document's budget, and what ran on stand-ins."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for label, words in cut.items():
        if words:
            groups.setdefault(words, []).append(label)
    sentences = [
        f"At reduced budget ({', '.join(words)}){_of(labels, cut)}."
        for words, labels in groups.items()
    ]
    standing = [label for label, is_one in stand_in.items() if is_one]
    if standing:
        sentences.append(f"On stand-in data{_of(standing, stand_in)}.")
    return sentences


def labelled(start: str, labels: Iterable[str]) -> list[str]:
    """``Not run: a, b.`` as a list of one sentence; an empty list where there is no label."""
    labels = list(dict.fromkeys(labels))
    return [f"{start}: {', '.join(labels)}."] if labels else []


def _of(labels: list[str], everything: Mapping[str, object]) -> str:
    return "" if len(labels) == len(everything) else f": {', '.join(labels)}"
