"""Means, intervals and tests over seeds; the rules that use them stand in docs/verdicts.md.

Student's t comes from ``scipy.special``, quick to import; ``scipy.optimize`` and
``scipy.stats`` take up to half a second and are imported where they are needed.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose, sqrt

from scipy.special import chdtrc, chdtri, ndtri, stdtr, stdtrit

FINAL_SEEDS = 5
"""With fewer seeds a verdict is provisional."""

ONE_SIDED = 0.05
"""Level of the one-sided tests."""

FALSE_DISCOVERIES = 0.10
"""Expected share of false alarms that Benjamini and Hochberg's procedure allows."""


@dataclass(frozen=True)
class Sample:
    """One number per seed, and what follows from them.

    ``sd`` is the standard deviation over seeds (n - 1 in the denominator); ``low`` and ``high``
    bound the mean with confidence ``level``. All three are None where n < 2.
    """

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    level: float
    values: dict[int, float]


def describe(by_seed: Mapping[int, float], level: float = 0.95) -> Sample:
    """Mean, sd and t-interval of one number per seed; needs at least one.

    Values that are all equal have an sd of exactly 0.
    """
    numbers = list(by_seed.values())
    n, mean = len(numbers), float(statistics.mean(numbers))
    if n < 2:
        return Sample(n, mean, None, None, None, level, dict(by_seed))
    sd = float(statistics.stdev(numbers))
    half = t_quantile(n - 1, (1 + level) / 2) * sd / sqrt(n)
    return Sample(n, mean, sd, mean - half, mean + half, level, dict(by_seed))


def sd_interval(sd: float, n: int) -> tuple[float, float]:
    """Bounds of the true standard deviation, each at 95 % (chi-squared); needs n >= 2."""
    low, high = (float(chdtri(n - 1, p)) for p in (ONE_SIDED, 1 - ONE_SIDED))
    return sd * sqrt((n - 1) / low), sd * sqrt((n - 1) / high)


def t_quantile(df: int, probability: float) -> float:
    """Quantile of Student's t."""
    return float(stdtrit(df, probability))


def sampling_error(share: float, images: int) -> float:
    """Standard error sqrt(p (1 - p) / N) of a share p counted on N images (binomial)."""
    share = min(max(share, 0.0), 1.0)
    return sqrt(share * (1 - share) / images)


def prediction_half_width(sd: float, n: int, m: int, error: float = 0.0) -> float:
    """Half-width h of the 95 % prediction interval for the mean of m more runs.

    h^2 = t^2 s^2 (1/n + 1/m) + (1.96 e)^2, with t the 97.5 % quantile of n - 1 degrees of
    freedom and e the sampling error of the evaluation set (Spence and Stanley 2016).
    """
    return _half_width(0.05, sd, n, m, error)


def prediction_p(distance: float, sd: float, n: int, m: int, error: float = 0.0) -> float:
    """The level at which the prediction interval just reaches a distance.

    Below 0.05 exactly where the distance exceeds ``prediction_half_width``.
    """
    if distance <= 0:
        return 1.0
    if sd == 0 and error == 0:
        return 0.0
    if error == 0:
        return float(2 * stdtr(n - 1, -distance / (sd * sqrt(1 / n + 1 / m))))
    from scipy.optimize import brentq

    smallest = 1e-15

    def excess(p: float) -> float:
        return _half_width(p, sd, n, m, error) - distance

    return smallest if excess(smallest) <= 0 else float(brentq(excess, smallest, 1.0))


def _half_width(p: float, sd: float, n: int, m: int, error: float) -> float:
    t, z = t_quantile(n - 1, 1 - p / 2), float(ndtri(1 - p / 2))
    return sqrt((t * sd) ** 2 * (1 / n + 1 / m) + (z * error) ** 2)


def one_sided_p(differences: Sequence[float]) -> float:
    """One-sided p-value of Student's t-test that the mean lies above zero; needs n >= 2.

    Where all differences are equal the outcome is certain: 0 above zero, 1 otherwise.
    """
    n, mean = len(differences), float(statistics.mean(differences))
    sd = float(statistics.stdev(differences))
    if sd == 0:
        return 0.0 if mean > 0 else 1.0
    return float(stdtr(n - 1, -mean / (sd / sqrt(n))))


def side_of_zero(differences: Sequence[float]) -> int | None:
    """1 or -1 where the mean lies above or below zero at 95 % (one-sided), 0 where all
    differences are exactly zero, None where it is open; needs n >= 2."""
    if not any(differences):
        return 0
    if one_sided_p(differences) <= ONE_SIDED:
        return 1
    return -1 if one_sided_p([-value for value in differences]) <= ONE_SIDED else None


def p_against(leads: Sequence[float]) -> float:
    """One-sided p-value that the mean lies below zero; 0 where all are exactly zero, which is
    decided without a test; needs n >= 2."""
    return one_sided_p([-lead for lead in leads]) if any(leads) else 0.0


def p_sd_above(sd: float, n: int, limit: float) -> float:
    """One-sided p-value that the true standard deviation lies above a limit (chi-squared)."""
    if limit == 0 or sd == 0:
        return 0.0 if sd > limit else 1.0
    return float(chdtrc(n - 1, (n - 1) * (sd / limit) ** 2))


def benjamini_hochberg(p_values: Sequence[float]) -> list[bool]:
    """Which of several tests stay significant (Benjamini and Hochberg 1995)."""
    if not p_values:
        return []
    from scipy.stats import false_discovery_control

    adjusted = false_discovery_control(p_values, method="bh")
    return [bool(p <= FALSE_DISCOVERIES) for p in adjusted]


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Spearman's rho; 0 where y is constant."""
    from scipy.stats import spearmanr

    if min(y) == max(y):
        return 0.0
    return float(spearmanr(x, y).statistic)


def at_most(value: float, limit: float) -> bool:
    """value <= limit, forgiving the last bits of decimal fractions."""
    return value <= limit or isclose(value, limit, rel_tol=1e-9, abs_tol=1e-12)
