"""The numbers that stand for a long curve are those that its points give."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.analysis.reduced import POINTS, number, numbers_of
from reprise.analysis.reductions import REDUCTIONS, NoNumber
from reprise.training.arrays_file import from_bytes, to_bytes

X = np.arange(1, 3001)
Y = np.random.default_rng(4).random(3000).astype(np.float32)


@pytest.mark.parametrize("name", REDUCTIONS)
def test_every_number_is_kept_to_the_last_digit(name: str) -> None:
    kept = from_bytes(to_bytes({"kept": numbers_of(X, Y)}))["kept"]
    wanted = REDUCTIONS[name](X.astype(np.float64), Y.astype(np.float64))
    assert number(kept, name) == wanted


def test_it_says_of_how_many_points() -> None:
    assert numbers_of(X, Y)[POINTS] == 3000


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_only_the_first_point_counts_where_a_curve_does_not_stay_finite(bad: float) -> None:
    kept = numbers_of(X, np.where(X == 2000, bad, Y))
    assert number(kept, "first") == Y[0]
    assert all(np.isnan(number(kept, name)) for name in REDUCTIONS if name != "first")


def test_what_a_curve_does_not_give_is_no_number() -> None:
    kept = numbers_of(X, np.where(X == 2000, 0, Y + 1))
    with pytest.raises(NoNumber, match="rise-from-min"):
        number(kept, "rise-from-min")
    assert number(kept, "min") == 0
