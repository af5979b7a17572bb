"""Curves of several seeds become one line with a band."""

from __future__ import annotations

import numpy as np

from reprise.figures.lines import over_seeds, present


def test_mean_band_and_count() -> None:
    x = np.array([1.0, 2.0])
    line = over_seeds("loss", {0: (x, np.array([1.0, 4.0])), 1: (x, np.array([3.0, 5.0]))})
    np.testing.assert_array_equal(line.mean, [2.0, 4.5])
    np.testing.assert_array_equal(line.low, [1.0, 4.0])
    np.testing.assert_array_equal(line.high, [3.0, 5.0])
    np.testing.assert_array_equal(line.count, [2, 2])
    assert line.last == {0: 4.0, 1: 5.0}


def test_seeds_of_different_length_count_where_they_are() -> None:
    long, short = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0])
    line = over_seeds("loss", {0: (long, long), 1: (short, 3 * short)})
    np.testing.assert_array_equal(line.x, long)
    np.testing.assert_array_equal(line.count, [2, 1, 2])
    np.testing.assert_array_equal(line.mean, [2.0, 2.0, 6.0])
    assert line.last == {0: 3.0, 1: 9.0}


def test_points_without_a_value_are_left_out() -> None:
    x, y = present([1, 2, 3], [0.5, None, 0.25])
    np.testing.assert_array_equal(x, [1.0, 3.0])
    np.testing.assert_array_equal(y, [0.5, 0.25])
    assert len(present([1, 2], [None, None])[0]) == 0
