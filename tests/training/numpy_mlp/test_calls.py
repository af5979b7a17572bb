"""Calls made at once, and calls written down."""

from __future__ import annotations

import numpy as np

from reprise.training.numpy_mlp.calls import make, written


def doubled_plus_one(x: np.ndarray):
    yield np.add, x, x, x
    yield np.add, x, 1.0, x


def test_calls_are_made_in_their_order():
    x = np.array([1.0, 2.0])
    make(doubled_plus_one(x))
    np.testing.assert_array_equal(x, [3.0, 5.0])


def test_written_calls_are_made_when_wanted_and_again():
    x = np.array([1.0, 2.0])
    calls = written(doubled_plus_one(x))
    np.testing.assert_array_equal(x, [1.0, 2.0])
    for _ in range(2):
        for function, arguments in calls:
            function(*arguments)
    np.testing.assert_array_equal(x, [7.0, 11.0])
