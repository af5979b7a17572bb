"""Intervals, tests and the correction against tables, libraries and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reprise.analysis.statistics import (
    benjamini_hochberg,
    describe,
    one_sided_p,
    prediction_half_width,
    prediction_p,
    rank_correlation,
    sampling_error,
    sd_interval,
    side_of_zero,
)


def by_seed(*numbers: float) -> dict[int, float]:
    return dict(enumerate(numbers))


@pytest.mark.parametrize("level", [0.90, 0.95])
def test_the_interval_is_students(level: float, rng: np.random.Generator) -> None:
    numbers = rng.normal(0.9, 0.01, 7)
    sample = describe(by_seed(*numbers), level)
    low, high = stats.t.interval(level, 6, numbers.mean(), stats.sem(numbers))
    assert sample.mean == pytest.approx(numbers.mean())
    assert sample.sd == pytest.approx(numbers.std(ddof=1))
    assert (sample.low, sample.high) == pytest.approx((low, high))


def test_one_number_has_no_spread() -> None:
    sample = describe(by_seed(0.5))
    assert (sample.n, sample.mean) == (1, 0.5)
    assert sample.sd is sample.low is sample.high is None


def test_equal_numbers_have_a_spread_of_exactly_zero() -> None:
    assert describe(by_seed(0.1, 0.1, 0.1)).sd == 0  # np.std gives 1.7e-17


def test_the_prediction_interval_by_hand() -> None:
    # t(2, 0.975) = 4.302653 (any table); m = 1, no sampling error
    assert prediction_half_width(0.01, 3, 1) == pytest.approx(4.302653 * 0.01 * (4 / 3) ** 0.5)
    wider = prediction_half_width(0.01, 3, 1, error=0.0141)
    assert wider**2 == pytest.approx((4.302653 * 0.01) ** 2 * 4 / 3 + (1.959964 * 0.0141) ** 2)


def test_the_prediction_interval_covers_one_more_run(rng: np.random.Generator) -> None:
    covered = 0
    for numbers in rng.normal(size=(4000, 6)):
        sample = describe(by_seed(*numbers[:5]))
        covered += abs(numbers[5] - sample.mean) <= prediction_half_width(sample.sd, 5, 1)
    assert covered / 4000 == pytest.approx(0.95, abs=0.0138)  # 4 standard errors


@pytest.mark.parametrize("error", [0.0, 0.02])
def test_p_is_the_level_of_the_interval(error: float) -> None:
    h = prediction_half_width(0.01, 4, 2, error)
    assert prediction_p(h, 0.01, 4, 2, error) == pytest.approx(0.05, abs=1e-9)
    assert prediction_p(1.01 * h, 0.01, 4, 2, error) < 0.05 < prediction_p(h / 2, 0.01, 4, 2, error)
    assert prediction_p(0.0, 0.01, 4, 2, error) == 1.0


def test_the_interval_of_a_standard_deviation_by_hand() -> None:
    # chi-squared quantiles at 4 degrees of freedom (any table): 0.710723 and 9.487729
    low, high = 0.01 * (4 / 9.487729) ** 0.5, 0.01 * (4 / 0.710723) ** 0.5
    assert sd_interval(0.01, 5) == pytest.approx((low, high), rel=1e-6)


def test_p_without_any_spread() -> None:
    assert prediction_p(0.1, 0.0, 3, 1) == 0.0
    assert prediction_p(0.0, 0.0, 3, 1) == 1.0


def test_the_sampling_error_of_the_ledger() -> None:
    assert sampling_error(0.726, 1000) == pytest.approx(0.0141, abs=5e-5)


def test_the_one_sided_test_is_students(rng: np.random.Generator) -> None:
    differences = list(rng.normal(0.5, 1, 6))
    expected = stats.ttest_1samp(differences, 0, alternative="greater").pvalue
    assert one_sided_p(differences) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("differences", "side"),
    [
        ([0.9, 1.0, 1.1], 1),
        ([-0.9, -1.0, -1.1], -1),
        ([-1.0, 0.1, 1.1], None),
        ([2.0, 2.0], 1),
        ([-2.0, -2.0], -1),
        ([0.0, 0.0], 0),
    ],
)
def test_sides_of_zero(differences: list[float], side: int | None) -> None:
    assert side_of_zero(differences) == side


def test_benjamini_and_hochbergs_own_example() -> None:
    # Benjamini and Hochberg 1995, section 3.2: 15 p-values; at 5 % the first four are rejected,
    # at 10 % (largest i with p <= i/15 * 0.1) the first nine.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    expected = [value <= 0.0459 for value in p]
    assert benjamini_hochberg(p) == expected
    assert benjamini_hochberg(p[::-1]) == expected[::-1]
    assert benjamini_hochberg([]) == []


def test_rank_correlation() -> None:
    assert rank_correlation([1, 2, 3, 4], [8.0, 4.0, 2.0, 1.0]) == pytest.approx(-1)
    assert rank_correlation([1, 2, 3], [1.0, 1.0, 1.0]) == 0
