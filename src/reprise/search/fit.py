"""How well all printed numbers fit a setting at once; the rule stands in docs/searching.md.

Settings come as rows, printed numbers as columns; a number that a setting does not give is NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from reprise.analysis.printed import half_unit
from reprise.analysis.statistics import Sample, at_most, prediction_half_width, sampling_error
from reprise.search.printed import PrintedNumber
from reprise.streams import stream

MOST = 5.0
"""A misfit counts as this much at most when it is said how wrong settings scatter."""

LEVEL = 0.05
"""A fit that one of the wrong settings would reach more often than this explains nothing."""

DRAWS = 20_000
"""Wrong settings that are drawn for the chance."""

Row = Sequence[Sample | None]


@dataclass(frozen=True)
class Fit:
    """How one setting fits: its misfit by number (None where it gives none), how many of them
    are within tolerance or chance, the sum of their squares with its degrees of freedom, and the
    chance that the best of as many wrong settings would fit as well."""

    misfits: tuple[float | None, ...]
    fitting: int
    missing: int
    statistic: float
    df: int
    chance: float

    @property
    def fits(self) -> bool:
        """Whether all numbers are there, and fit."""
        return self.fitting == len(self.misfits)

    @property
    def rank(self) -> tuple[int, float]:
        """Sorts the best first: nothing missing, then the smallest statistic."""
        return self.missing, self.statistic


def scales(numbers: Sequence[PrintedNumber], rows: Sequence[Row]) -> np.ndarray:
    """(numbers,): what one unit of misfit is, for each number the same in all settings.

    The largest of the tolerance, the rounding, and the half-width h of the prediction interval
    (docs/verdicts.md); of the settings' half-widths the median, so that a setting whose seeds
    lie far apart by chance does not fit for that.
    """
    found = []
    for column, number in enumerate(numbers):
        samples = [row[column] for row in rows]
        widths = [_half_width(s, number) for s in samples if s is not None and s.sd is not None]
        usual = median(widths) if widths else 0.0
        found.append(max(number.tau, usual, float(half_unit(number.printed))))
    return np.array(found)


def _half_width(sample: Sample, number: PrintedNumber) -> float:
    error = sampling_error(sample.mean, number.evaluated_on) if number.evaluated_on else 0.0
    return prediction_half_width(sample.sd, sample.n, number.published_runs, error)


def differences(numbers: Sequence[PrintedNumber], rows: Sequence[Row]) -> np.ndarray:
    """(settings, numbers): mean less printed number; NaN where there is none."""
    return np.array(
        [
            [
                np.nan if s is None else s.mean - float(n.printed)
                for n, s in zip(numbers, row, strict=True)
            ]
            for row in rows
        ]
    ).reshape(len(rows), len(numbers))


def roundings(numbers: Sequence[PrintedNumber]) -> np.ndarray:
    """(numbers,): half a unit of the last printed digit."""
    return np.array([float(half_unit(number.printed)) for number in numbers])


def assess(apart: np.ndarray, rounding: np.ndarray, tried: int, draws: int = DRAWS) -> list[Fit]:
    """The fit of each setting; ``tried`` of them were looked through for the best.

    ``apart`` (settings, numbers) are the differences and ``rounding`` (numbers,) the roundings,
    both in units.
    """
    if not len(apart):
        return []
    misfits, missing = _beyond(apart, rounding), np.isnan(apart)
    statistics = np.where(missing, 0.0, misfits**2).sum(axis=1)
    counted = np.where(missing, MOST**2, misfits**2).sum(axis=1)
    chances = _chances(apart, rounding, counted, tried, draws)
    return [
        Fit(
            misfits=tuple(None if np.isnan(z) else float(z) for z in row),
            fitting=sum(at_most(float(z), 1.0) for z in row),
            missing=int(gaps.sum()),
            statistic=float(statistic),
            df=int((~gaps).sum()),
            chance=float(chance),
        )
        for row, gaps, statistic, chance in zip(misfits, missing, statistics, chances, strict=True)
    ]


def _beyond(apart: np.ndarray, rounding: np.ndarray) -> np.ndarray:
    """The distance beyond what the rounding hides."""
    return np.maximum(np.abs(apart) - rounding, 0.0)


def _chances(
    apart: np.ndarray, rounding: np.ndarray, statistics: np.ndarray, tried: int, draws: int
) -> np.ndarray:
    """(settings,): how often the best of ``tried`` wrong settings has as low a statistic.

    The differences of a wrong setting are drawn from the normal distribution about 0, the
    printed numbers, with the second moments of all settings: see docs/searching.md.
    """
    clipped = np.clip(np.where(np.isnan(apart), MOST, apart), -MOST, MOST)
    eigenvalues, vectors = np.linalg.eigh(clipped.T @ clipped / len(clipped))
    root = vectors * np.sqrt(eigenvalues.clip(min=0))
    drawn = stream(0, "wrong settings").standard_normal((draws, len(rounding))) @ root.T
    wrong = np.sort((_beyond(drawn, rounding) ** 2).sum(axis=1))
    below = np.searchsorted(wrong, statistics * (1 + 1e-9), side="right")
    single = (below + 1) / (draws + 1)
    return 1 - (1 - single) ** max(tried, 1)
