"""What a search found: each setting with its fit, best first, as data and as words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reprise.analysis.measures import Values
from reprise.analysis.numbers import listed, rounded
from reprise.analysis.parts import merged
from reprise.analysis.statistics import describe
from reprise.search.candidates import STATED
from reprise.search.fit import LEVEL, Fit, assess, differences, roundings, scales
from reprise.search.printed import PrintedNumber
from reprise.search.settings import Searched, Setting

Json = dict[str, Any]

EXPLAINS = "explains"
FITS = "fits"
MISSES = "misses"


def outcome(
    searched: Searched, settings: Sequence[Setting], rows: Sequence[Sequence[Values]]
) -> Json:
    """One experiment's settings, ranked by how well all its printed numbers fit at once."""
    samples = [[describe(v.by_seed) if v.by_seed else None for v in row] for row in rows]
    units = scales(searched.numbers, samples)
    tried = sum(setting.candidate is not STATED for setting in settings)
    apart = differences(searched.numbers, samples) / units
    fits = assess(apart, roundings(searched.numbers) / units, tried)
    order = sorted(range(len(settings)), key=lambda place: fits[place].rank)
    return {
        "experiment": searched.entry.name,
        "tried": tried,
        "numbers": [
            _number(n, float(unit)) for n, unit in zip(searched.numbers, units, strict=True)
        ],
        "settings": [_setting(settings[i], fits[i], rows[i], samples[i], tried) for i in order],
    }


def _number(number: PrintedNumber, unit: float) -> Json:
    return {
        "label": number.label,
        "printed": number.printed,
        "tau": number.tau,
        "tau_origin": number.tau_origin,
        "unit": unit,
    }


def _setting(setting: Setting, fit: Fit, row: Sequence[Values], samples: Any, tried: int) -> Json:
    seeds = min((len(v.by_seed) for v in row), default=0)
    cut = merged(v.cut_words for v in row)
    cut += ["stand-in data"] if any(v.stand_in for v in row) else []
    verb, why = _judged(fit, seeds, cut, tried, is_stated=setting.candidate is STATED)
    return {
        "name": setting.name,
        "settings": dict(setting.candidate.settings),
        "outcome": verb,
        "why": why,
        "fitting": fit.fitting,
        "missing": fit.missing,
        "statistic": fit.statistic,
        "df": fit.df,
        "chance": None if setting.candidate is STATED else fit.chance,
        "seeds": seeds,
        "cut": cut,
        "misfits": list(fit.misfits),
        "means": [sample.mean if sample else None for sample in samples],
        "runs": [run.id for run in setting.runs],
    }


def _judged(
    fit: Fit, seeds: int, cut: Sequence[str], tried: int, *, is_stated: bool
) -> tuple[str, str]:
    """Whether it explains the numbers, and the reason where it does not."""
    if not fit.fits:
        return MISSES, _misses(fit)
    if cut:
        return FITS, f"budget: {listed(cut)}"
    if seeds < 2:
        return FITS, "one seed, which shows no spread"
    if is_stated:
        return FITS, "the set-up as stated gives the printed numbers"
    share = f"the best of {tried} wrong ones would fit as well with a chance of"
    if fit.chance > LEVEL:
        return FITS, f"{share} {percent(fit.chance)}"
    return EXPLAINS, f"all numbers fit; {share} {percent(fit.chance)}"


def _misses(fit: Fit) -> str:
    there = [z for z in fit.misfits if z is not None]
    off = len(there) - fit.fitting
    words = [f"{off} of {len(fit.misfits)} numbers lie too far off"] if off else []
    words += [f"{fit.missing} of {len(fit.misfits)} numbers are missing"] if fit.missing else []
    worst = f", the farthest by {rounded(max(there))} units" if off else ""
    return listed(words) + worst


def percent(chance: float) -> str:
    """``3 %``, ``0.4 %``, or ``less than 0.1 %``."""
    if chance < 0.001:
        return "less than 0.1 %"
    return f"{rounded(100 * chance, 2)} %"
