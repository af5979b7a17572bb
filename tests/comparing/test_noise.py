"""The rule of docs/comparing.md: against SciPy's own test, and in simulated builds."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import ttest_ind_from_stats

from reprise.comparing.model import Number
from reprise.comparing.noise import LEVEL, move, welch_p


def number(mean: float, sd: float | None, n: int) -> Number:
    return Number(n=n, mean=mean, sd=sd)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((0.90, 0.01, 3), (0.93, 0.02, 5)),
        ((0.90, 0.01, 2), (0.91, 0.01, 2)),
        ((5.0, 0.0, 4), (4.0, 0.5, 3)),
        ((1e-9, 1e-11, 3), (2e-9, 3e-11, 3)),
    ],
)
def test_it_is_welch_s_test(old, new):
    first, second = number(*old), number(*new)
    expected = ttest_ind_from_stats(*old, *new, equal_var=False).pvalue
    assert welch_p(first, second) == pytest.approx(expected, rel=1e-9)
    assert welch_p(second, first) == welch_p(first, second)


def test_it_moves_where_the_test_says_so():
    old = number(0.90, 0.01, 3)
    means = np.linspace(0.90, 1.0, 201)[1:]
    found = [move(old, number(float(mean), 0.01, 3)) for mean in means]
    ps = [welch_p(old, number(float(mean), 0.01, 3)) for mean in means]
    assert found == ["moved" if p < LEVEL else None for p in ps]
    assert None in found and "moved" in found


def test_what_does_not_vary_is_compared_exactly():
    assert move(number(7960, 0.0, 3), number(7960, 0.0, 3)) is None
    assert move(number(7960, 0.0, 3), number(7961, 0.0, 3)) == "differs (exact)"


@pytest.mark.parametrize(("n_old", "n_new"), [(1, 1), (1, 5), (5, 1)])
def test_one_seed_has_no_noise_to_compare_with(n_old, n_new):
    old = number(0.9, None if n_old == 1 else 0.01, n_old)
    same, other = (number(m, None if n_new == 1 else 0.01, n_new) for m in (0.9, 0.9001))
    assert move(old, other) == "differs (one seed)"
    assert move(old, same) is None


def test_spreads_too_small_to_be_squared_are_no_error():
    assert move(number(1.0, 1e-200, 3), number(2.0, 1e-200, 3)) == "moved"


@pytest.mark.parametrize(
    ("n", "shift", "rate"),
    [(3, 0.0, 0.006), (3, 4.0, 0.43), (5, 0.0, 0.008), (5, 4.0, 0.98)],
)
def test_the_rates_of_the_page_hold(n, shift, rate):
    """``shift`` in seed standard deviations; the table of docs/comparing.md."""
    rng = np.random.default_rng(n)
    draws = rng.normal(size=(5000, 2, n))
    draws[:, 1] += shift
    means, sds = draws.mean(axis=2), draws.std(axis=2, ddof=1)
    found = [
        move(number(m[0], s[0], n), number(m[1], s[1], n)) == "moved"
        for m, s in zip(means, sds, strict=True)
    ]
    error = sqrt(rate * (1 - rate) / len(draws))
    assert np.mean(found) == pytest.approx(rate, abs=4 * error)
