from __future__ import annotations

import pytest

from reprise.reporting.numbers import (
    FIRM,
    THIN,
    counted,
    duration,
    fixed,
    lines,
    number,
    setting,
    with_spread,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.85, "0.8500"),
        (1.0, "1"),
        (0, "0"),
        (7960, "7960"),
        (60000.0, f"60{THIN}000"),
        (1234567, f"1{THIN}234{THIN}567"),
        (12345.6, f"12{THIN}346"),
        (-0.0312345, "−0.03123"),
        (2.5e-6, "2.500 × 10⁻⁶"),
        (3.21e9 + 0.5, "3.210 × 10⁹"),
        (None, "no finite value"),
        (float("nan"), "no finite value"),
    ],
)
def test_numbers_have_as_many_digits_as_they_are_worth(value, text):
    assert number(value) == text


def test_a_spread_decides_the_decimals_of_the_mean():
    assert with_spread(0.92517, 0.00123) == f"0.9252{FIRM}±{FIRM}0.0012"
    assert with_spread(103.21, 12.3) == f"103{FIRM}±{FIRM}12"
    assert with_spread(0.92517, None) == "0.9252"
    assert with_spread(7960.0, 0.0) == "7960"


def test_decimals_asked_for_are_given():
    assert fixed(0.98765, 3) == "0.988"
    assert fixed(-1.0, 2) == "−1.00"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3.21, "3.2 s"), (48.4, "48 s"), (3000, "50 min"), (7500, "2 h 05 min")],
)
def test_durations_are_said_as_people_say_them(seconds, text):
    assert duration(seconds).replace(THIN, " ") == text


def test_settings_are_words():
    assert setting(True) == "yes"
    assert setting(None) == "none"
    assert setting(0.001) == "0.001"
    assert setting([784, 300]) == "784, 300"
    assert setting({"take": "last", "count": 5000}) == "take last, count 5000"


def test_a_spec_becomes_flat_lines():
    spec = {"training": {"epochs": 5, "order": "file"}, "engine": "numpy_mlp"}
    assert lines(spec) == {
        "engine": "numpy_mlp",
        "training.epochs": "5",
        "training.order": "file",
    }


def test_nouns_agree_with_their_number():
    assert counted(1, "run") == "1 run"
    assert counted(0, "run") == "0 runs"
