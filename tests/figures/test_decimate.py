"""Decimation keeps what the eye and the reader look for."""

from __future__ import annotations

import numpy as np

from reprise.figures.decimate import MOST_POINTS, decimate_band, decimate_line


def test_a_short_curve_stays_as_it_is(rng) -> None:
    x, y = np.arange(MOST_POINTS), rng.normal(size=MOST_POINTS)
    kept_x, kept_y = decimate_line(x, y)
    assert kept_x is x
    assert kept_y is y


def test_a_line_keeps_ends_extremes_and_order(rng) -> None:
    x, y = np.arange(2000.0), rng.normal(size=2000)
    y[777], y[1234] = 50.0, -50.0
    kept_x, kept_y = decimate_line(x, y)
    assert len(kept_x) <= MOST_POINTS
    assert (np.diff(kept_x) > 0).all()
    assert (kept_x[0], kept_x[-1]) == (x[0], x[-1])
    assert {(777.0, 50.0), (1234.0, -50.0)} <= set(zip(kept_x, kept_y, strict=True))
    np.testing.assert_array_equal(y[kept_x.astype(int)], kept_y)


def test_a_line_keeps_the_extremes_of_every_stretch(rng) -> None:
    x, y = np.arange(2000.0), rng.normal(size=2000)
    kept_x, kept_y = decimate_line(x, y)
    for start in range(0, 2000, 100):
        inside = (kept_x >= start) & (kept_x < start + 100)
        part = y[start : start + 100]
        middle = part[10:-10]  # the outer points may belong to a neighbour's bucket
        assert kept_y[inside].max() >= middle.max()
        assert kept_y[inside].min() <= middle.min()


def test_a_band_is_nowhere_narrower(rng) -> None:
    x = np.arange(2000.0)
    low = np.exp(-x / 300) + rng.normal(scale=0.02, size=2000)
    high = low + rng.uniform(0, 0.1, size=2000)
    kept_x, kept_low, kept_high = decimate_band(x, low, high)
    assert len(kept_x) <= MOST_POINTS
    assert (np.interp(x, kept_x, kept_low) <= low + 1e-12).all()
    assert (np.interp(x, kept_x, kept_high) >= high - 1e-12).all()
    assert kept_low.min() == low.min()
    assert kept_high.max() == high.max()
