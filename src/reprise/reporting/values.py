"""Measured values as the report shows them, each with the runs behind it."""

from __future__ import annotations

from statistics import fmean, stdev

from reprise.analysis.measures import Values, values
from reprise.analysis.words import NOT_RUN
from reprise.documents.models.measure import Measure
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import counted, fixed, with_spread


def shown(build: Build, slug: str, measure: Measure, digits: int | None = None) -> Json:
    """A measure over seeds: ``mean ± sd``, or the mean with so many decimals.

    ``state`` is ``measured``, ``missing`` (no run of it), or ``empty`` (runs without a number).
    """
    found = values(build.measurements, slug, measure)
    numbers = list(found.by_seed.values())
    if not numbers:
        text = NOT_RUN if found.missing else "diverged" if found.diverged else "no value"
        state = "missing" if found.missing else "empty"
    else:
        text = fixed(fmean(numbers), digits) if digits is not None else spread(numbers)
        state = "measured"
    return {
        "state": state,
        "text": text,
        "words": _words(found),
        "anchor": build.anchor_of(found.runs) or anchors.MISSING,
    }


def spread(numbers: list[float]) -> str:
    """``mean ± sd`` of some numbers, or the only one there is."""
    return with_spread(fmean(numbers), stdev(numbers) if len(numbers) > 1 else None)


def _words(found: Values) -> str:
    """What the number is, for those who ask: the quantity and how many seeds it is the mean of."""
    numbers = list(found.by_seed.values())
    if not numbers:
        return found.label
    if len(numbers) == 1:
        return f"{found.label}, one seed"
    return f"{found.label}, {spread(numbers)} over {counted(len(numbers), 'seed')}"
