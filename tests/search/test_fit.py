"""Misfits, their sum, and the chance that wrong settings fit as well."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.analysis.statistics import Sample, describe, prediction_half_width
from reprise.documents.models.measure import Measure
from reprise.search.fit import LEVEL, MOST, Fit, assess, differences, roundings, scales
from reprise.search.printed import PrintedNumber

OF = Measure(experiment="base", metric="accuracy")
SHARP = np.zeros(2)


def number(printed: str = "0.90", tau: float = 0.01) -> PrintedNumber:
    return PrintedNumber("accuracy", OF, printed, tau, "the ledger")


def sample(*values: float) -> Sample:
    return describe(dict(enumerate(values)))


def fits(*apart: list[float], tried: int = 5) -> list[Fit]:
    return assess(np.array(apart), SHARP, tried, 2000)


def test_the_unit_is_the_tolerance_where_the_seeds_agree() -> None:
    assert scales([number()], [[sample(0.9, 0.9)], [None], [sample(0.9)]]) == [0.01]


def test_the_unit_is_the_usual_half_width_where_that_is_larger() -> None:
    narrow, usual, wide = ((0.9 - s, 0.9, 0.9 + s) for s in (0.01, 0.02, 0.3))
    rows = [[sample(*values)] for values in (narrow, usual, wide)]
    assert scales([number()], rows) == pytest.approx([prediction_half_width(0.02, 3, 1)])


def test_the_unit_is_never_below_the_rounding() -> None:
    assert scales([number("0.9", tau=0)], [[sample(0.9, 0.9)]]) == [0.05]


def test_what_the_rounding_hides_is_no_misfit() -> None:
    numbers, rows = [number("0.90"), number("0.3")], [[sample(0.904), None], [sample(0.915)] * 2]
    apart = differences(numbers, rows)
    assert apart[0] == pytest.approx([0.004, np.nan], nan_ok=True)
    first, second = assess(apart / 0.01, roundings(numbers) / 0.01, 1, 100)
    assert first.misfits == (0.0, None)
    assert second.misfits == pytest.approx((1.0, 56.5))
    assert second.fitting == 1, "at the limit it fits"


def test_the_statistic_adds_up_what_is_there() -> None:
    both, one, none = fits([0.6, -0.8], [0.5, np.nan], [np.nan, np.nan])
    assert (both.statistic, both.df, both.fitting, both.missing) == (pytest.approx(1.0), 2, 2, 0)
    assert (one.statistic, one.df, one.fitting, one.missing) == (0.25, 1, 1, 1)
    assert (none.statistic, none.df, none.fitting, none.missing) == (0.0, 0, 0, 2)
    assert both.fits and not one.fits and not none.fits
    assert both.rank < one.rank < none.rank, "a missing number is worse than any misfit"


def test_a_better_fit_is_less_likely_by_chance() -> None:
    chances = [fit.chance for fit in fits([0.1, 0.1], [1, 1], [3, -3], [-4, -4], [2, 5])]
    assert chances[0] < chances[1] < chances[2] < chances[3]


def test_the_more_were_tried_the_more_likely_one_of_them_fits() -> None:
    rows = [[0.3, 0.3], [4, -4], [-4, -4], [4, 4], [0, 5]]
    chances = [fits(*rows, tried=tried)[0].chance for tried in (1, 5, 50)]
    assert chances == sorted(chances)
    single = chances[0]
    assert chances[1] == pytest.approx(1 - (1 - single) ** 5)
    assert chances[0] <= LEVEL < chances[2]


def test_numbers_that_move_together_count_as_little_more_than_one() -> None:
    right = [0.3, 0.3]
    apart = fits(right, [4, -4], [-4, -4], [-4, 4], [4, 4])[0].chance
    alike = fits(right, [4, 4], [-4, -4], [-4, -4], [4, 4])[0].chance
    assert alike > 3 * apart


def test_settings_that_change_nothing_make_no_fit_surprising() -> None:
    found = fits([0.1, 0.1], [0.1, 0.1], [0.2, 0.1], [0.1, 0.2])
    assert all(fit.fits for fit in found) and min(fit.chance for fit in found) > 0.5


def test_a_setting_that_breaks_down_counts_no_more_than_one_that_is_far_off() -> None:
    rows = [[0.3, 0.3], [2, -2], [-2, 2]]
    far = fits(*rows, [MOST, MOST])[0].chance
    assert fits(*rows, [1000 * MOST, MOST])[0].chance == far
    assert fits(*rows, [np.nan, np.nan])[0].chance == far
