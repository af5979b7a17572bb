"""order: how often it errs, as docs/verdicts.md states."""

from __future__ import annotations

import re

import numpy as np
import pytest
from toy import PROJECT

from reprise.analysis.statistics import side_of_zero

ROWS = re.compile(r"^\| (\d+) \| ([012]) sd \| (.+?) \| (.+?) \| (.+?) \|$", re.M)

SIDES = (1, None, -1)
"""What a paired order comes out as: reproduced, inconclusive, not reproduced."""


def stated_rates() -> list[tuple[int, float, list[float]]]:
    text = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    return [
        (int(n), float(difference), [float(rate.rstrip(" %")) / 100 for rate in rates])
        for n, difference, *rates in ROWS.findall(text)
    ]


def test_all_cases_are_stated() -> None:
    cases = [(n, difference) for n, difference, _ in stated_rates()]
    assert cases == [(n, difference) for n in (3, 5, 10) for difference in (0, 1, 2)]


@pytest.mark.parametrize(("n", "difference", "stated"), stated_rates())
def test_the_error_rates_are_those_that_the_documentation_states(
    rng: np.random.Generator, n: int, difference: float, stated: list[float]
) -> None:
    """A true difference in standard deviations of the paired differences."""
    draws = 4000
    found = [side_of_zero(list(d)) for d in rng.normal(difference, size=(draws, n))]
    for side, rate in zip(SIDES, stated, strict=True):
        error = (max(rate * (1 - rate), 0.001) / draws) ** 0.5
        share = sum(side == one for one in found) / draws
        assert share == pytest.approx(rate, abs=4 * error + 0.0005), (side, rate)
