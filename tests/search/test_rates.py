"""How often a search errs and how often it finds the truth, as docs/searching.md states."""

from __future__ import annotations

import re

import numpy as np
import pytest
from toy import PROJECT

from reprise.search.fit import LEVEL, assess

ROW = re.compile(
    r"^\| (\w+) \| (\d) \| (\d) \| (\d+) \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|$", re.M
)

ROUNDING = 0.05
"""Of all numbers, in units."""

RIGHT = 1 / 2.8
"""Standard deviation of a right setting's differences, in units, where a unit is the half-width h
of five seeds."""

DRAWS, REPEATS = 1000, 150


def settings(rng: np.random.Generator, kind: str, count: int, numbers: int) -> np.ndarray:
    """(count, numbers): what as many settings give, with a standard deviation of 1.

    ``independent`` numbers, ``alike`` ones (correlation 0.9), or independent ones of settings of
    which a quarter are ``outliers``, twenty times as far out.
    """
    drawn = rng.standard_normal((count, numbers))
    if kind == "alike":
        return 0.1**0.5 * drawn + 0.9**0.5 * rng.standard_normal((count, 1))
    if kind == "outliers":
        drawn[rng.random(count) < 0.25] *= 20
    return drawn


def rates(
    rng: np.random.Generator,
    kind: str,
    numbers: int,
    scatter: float,
    tried: int,
    repeats: int = REPEATS,
) -> tuple[float, float, float]:
    """How often a wrong setting fits, how often one is called an explanation, and how often the
    right one is where it is among them.

    The document's own setting is one more of the same kind.
    """
    fits = explains = found = 0
    rounding = np.full(numbers, ROUNDING)
    for _ in range(repeats):
        drawn = scatter * settings(rng, kind, tried + 2, numbers)
        apart = drawn[:-1] - drawn[-1]
        wrong = assess(apart, rounding, tried, DRAWS)[1:]
        fits += any(fit.fits for fit in wrong)
        explains += any(fit.fits and fit.chance <= LEVEL for fit in wrong)
        apart[1] = rng.normal(0, RIGHT, numbers)
        right = assess(apart, rounding, tried, DRAWS)[1]
        found += right.fits and right.chance <= LEVEL
    return fits / repeats, explains / repeats, found / repeats


def stated() -> list[tuple]:
    text = (PROJECT / "docs" / "searching.md").read_text(encoding="utf-8")
    return [
        (kind, int(numbers), float(scatter), int(tried), [float(rate) / 100 for rate in found])
        for kind, numbers, scatter, tried, *found in ROW.findall(text)
    ]


def test_all_cases_are_stated() -> None:
    kinds = ("independent", "alike", "outliers")
    cases = {(kind, n, s, 8) for kind in kinds for n in (1, 4) for s in (1.0, 3.0)}
    assert {case[:4] for case in stated()} == cases


@pytest.mark.parametrize(("kind", "numbers", "scatter", "tried", "shares"), stated())
def test_the_rates_are_those_that_the_documentation_states(
    rng: np.random.Generator,
    kind: str,
    numbers: int,
    scatter: float,
    tried: int,
    shares: list[float],
) -> None:
    for measured, share in zip(rates(rng, kind, numbers, scatter, tried), shares, strict=True):
        error = (max(share * (1 - share), 0.005) / REPEATS) ** 0.5
        assert measured == pytest.approx(share, abs=4 * error)


@pytest.mark.parametrize("kind", ["independent", "alike"])
@pytest.mark.parametrize("numbers", [1, 2, 4])
def test_what_is_wrong_is_seldom_called_an_explanation(
    rng: np.random.Generator, kind: str, numbers: int
) -> None:
    assert rates(rng, kind, numbers, 3.0, 10)[1] <= LEVEL
