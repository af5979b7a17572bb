"""argbest: how often equally good candidates accuse a document, as docs/verdicts.md states."""

from __future__ import annotations

import re

import numpy as np
import pytest
from toy import PROJECT

from reprise.analysis.checks.argbest import rule
from reprise.analysis.words import NOT_REPRODUCED

STATED = re.compile(
    r"with four candidates that are all equally good, testing each at 95 % would accuse the "
    r"document wrongly in (\d+) to (\d+) % of the cases instead of (\d+) to (\d+) %"
)

DRAWS, OTHERS = 2500, 3


def stated_rates() -> tuple[tuple[float, float], tuple[float, float]]:
    """From and to: with each duel tested at 95 %, and with all of them at 95 % together."""
    text = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    each_low, each_high, low, high = (int(share) / 100 for share in STATED.search(text).groups())
    return (each_low, each_high), (low, high)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_accusations(rng: np.random.Generator, n: int) -> None:
    runs = rng.normal(size=(DRAWS, 1 + OTHERS, n))  # the first is the stated one
    leads = runs[:, :1] - runs[:, 1:]
    for (low, high), duels in zip(stated_rates(), (1, OTHERS), strict=True):
        lost = [any(rule(list(d), duels)[0] == NOT_REPRODUCED for d in draw) for draw in leads]
        error = 4 * (high * (1 - high) / DRAWS) ** 0.5
        assert low - error <= np.mean(lost) <= high + error
