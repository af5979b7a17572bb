"""Numbers in sentences."""

from __future__ import annotations

import pytest

from reprise.analysis.numbers import interval, listed, rounded, with_spread
from reprise.analysis.statistics import describe


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0012749, 2, "0.0013"),
        (0.01, 6, "0.01"),
        (7960, 6, "7960"),
        (1420734, 8, "1420734"),
        (-0.25, 4, "-0.25"),
        (0.0, 2, "0"),
        (1e-12, 2, "1e-12"),
        (99.96, 2, "100"),
    ],
)
def test_rounded(value: float, digits: int, text: str) -> None:
    assert rounded(value, digits) == text


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([0.93, 0.9311, 0.9325], "0.9312 ± 0.0013 (3 seeds)"),
        ([7960, 7960], "7960 (2 seeds)"),
        ([0.5], "0.5 (1 seed)"),
        ([100.0, 300.0], "200 ± 141 (2 seeds)"),
    ],
)
def test_with_spread(numbers: list[float], text: str) -> None:
    assert with_spread(describe(dict(enumerate(numbers)))) == text


def test_interval() -> None:
    sample = describe({0: 0.1, 1: 0.2, 2: 0.3}, 0.90)
    assert interval(sample) == "90 % interval 0.03 to 0.37"  # 0.2 ± 2.92 * 0.1 / sqrt(3)


def test_listed() -> None:
    assert listed(["a"]) == "a"
    assert listed([1, 2, 3]) == "1, 2 and 3"
    assert listed(range(9), most=4) == "0, 1, 2 and 6 more"
