"""A run's own peak of memory, whatever the process held before."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from reprise.training.peak import forget_peak, peak_memory_mb

MANY = 64 * 2**20 // 8


def hold(count: int) -> float:
    """The peak of a process that holds so many numbers for a while."""
    forget_peak()
    np.ones(count).sum()
    return peak_memory_mb()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak is that of the process")
def test_what_came_before_does_not_count() -> None:
    small, large, again = hold(1), hold(MANY), hold(1)
    assert large > small + 60
    assert again < small + 30


def test_it_is_in_mebibytes() -> None:
    assert 20 < peak_memory_mb() < 100_000
