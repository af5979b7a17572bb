"""Labels of the document's values do not overlap."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.figures.marks import spread


def gaps(places: np.ndarray, heights: np.ndarray) -> np.ndarray:
    return np.diff(places) - (heights[:-1] + heights[1:]) / 2


def test_labels_with_room_stay_at_their_lines() -> None:
    wanted, heights = np.array([20.0, 50.0, 80.0]), np.full(3, 10.0)
    np.testing.assert_allclose(spread(wanted, heights, 0, 100), wanted)


def test_equal_values_are_spread_around_their_place() -> None:
    places = spread(np.full(3, 50.0), np.full(3, 10.0), 0, 100)
    np.testing.assert_allclose(places, [40.0, 50.0, 60.0])


@pytest.mark.parametrize("seed", range(5))
def test_no_two_overlap_and_all_stay_inside(seed: int) -> None:
    rng = np.random.default_rng(seed)
    wanted, heights = np.sort(rng.uniform(0, 100, 5)), rng.choice([10.0, 20.0], 5)
    places = spread(wanted, heights, 0, 100)
    assert (gaps(places, heights) >= -1e-9).all()
    assert places[0] - heights[0] / 2 >= -1e-9
    assert places[-1] + heights[-1] / 2 <= 100 + 1e-9


def test_too_many_go_beyond_the_bottom_and_still_do_not_overlap() -> None:
    heights = np.full(12, 10.0)
    places = spread(np.linspace(0, 100, 12), heights, 0, 100)
    assert (gaps(places, heights) >= -1e-9).all()
    assert places[-1] == pytest.approx(95.0)
