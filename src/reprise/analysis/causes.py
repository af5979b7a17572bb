"""Why a claim is not reproduced, or inconclusive: one cause each, by rule.

A claim that is *not reproduced* has the first of these causes that applies:

1. ``set-up``: with an alternative that was tried, all of its parts hold;
2. ``print``: a part fails on what the document itself prints, without any run;
3. ``formula``: a printed formula fails;
4. ``exact``: code that was run again, or a count, fails in a way that leaves nothing to chance;
5. ``measured``: all parts that fail were measured over seeds.

A set-up comes first because what it gives includes the parts that fail exactly. Of several parts
that fail, one that needs no chance refutes the claim whatever the others say, so that it names the
cause.

An *inconclusive* claim has the first that applies to a part without verdict: ``budget``,
``one seed``, ``no number``, ``spread`` (tested, and its seeds leave it open), ``rounding`` (of
printed numbers). The other verdicts have no cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from reprise.analysis.numbers import rounded
from reprise.analysis.parts import BUDGET_CUT, NO_NUMBER, ONE_SEED, PartVerdict
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED, Verdict

SET_UP, PRINT, FORMULA, EXACT, MEASURED = "set-up", "print", "formula", "exact", "measured"
SPREAD, ROUNDING = "spread", "rounding"

FAILED = (PRINT, FORMULA, EXACT, SET_UP, MEASURED)
"""Causes of what is not reproduced, as they are told: what needs no chance first."""

UNDECIDED = (BUDGET_CUT, ONE_SEED, NO_NUMBER, SPREAD, ROUNDING)
"""Causes of what is inconclusive, in the order in which they are looked for."""

EXACT_KINDS = ("code", "count")
"""Kinds of claim of which each run gives a number that leaves nothing to chance."""

WORDS = {
    PRINT: "what the document itself prints contradicts it",
    FORMULA: "the formula does not hold as printed",
    EXACT: "run again or counted, it comes out otherwise",
    BUDGET_CUT: "a cut budget",
    ONE_SEED: "one seed only",
    NO_NUMBER: "no number to compare",
    SPREAD: "its seeds leave it open",
    ROUNDING: "hidden by the rounding",
}

Json = dict[str, Any]


def cause(
    verdict: Verdict, parts: Sequence[PartVerdict], explanations: Sequence[Json]
) -> Json | None:
    """The cause of a claim's verdict as plain data; None where it needs none.

    ``name`` and a phrase in ``words``; ``failing``, how many parts fail of each sort; ``tried``,
    how many alternatives were; ``alternative``, the one that gives the claim, or else, where all
    that fails are numbers with a tolerance, the one that comes closest.
    """
    if verdict == NOT_REPRODUCED:
        return _of_failed(parts, explanations)
    if verdict == INCONCLUSIVE:
        open_parts = {_hindrance(part) for part in parts if part.verdict == INCONCLUSIVE}
        name = next(name for name in UNDECIDED if name in open_parts)
        return _told(name, WORDS[name], {}, explanations, None)
    return None


def _of_failed(parts: Sequence[PartVerdict], explanations: Sequence[Json]) -> Json:
    failed = [part for part in parts if part.verdict == NOT_REPRODUCED]
    found = Counter(map(sort_of, failed))
    failing = {sort: found[sort] for sort in FAILED if found[sort]}
    best = explanations[0] if explanations else None  # they come with the best first
    if best and best["verdict"] == REPRODUCED:
        return _told(SET_UP, f"holds with {_named(best)}", failing, explanations, best)
    name = next(iter(failing))  # in the order of FAILED, where what is measured comes last
    distant = all(part.tau and part.d is not None for part in failed)
    fitted = [each for each in explanations if each["misfit"] is not None]
    closest = min(fitted, key=itemgetter("misfit"), default=None) if distant else None
    words = _measured(explanations, closest) if name == MEASURED else WORDS[name]
    return _told(name, words, failing, explanations, closest if name == MEASURED else None)


def _told(
    name: str, words: str, failing: Json, explanations: Sequence[Json], alternative: Json | None
) -> Json:
    shown = ("label", "key", "value", "verdict", "misfit")
    return {
        "name": name,
        "words": words,
        "failing": failing,
        "tried": len(explanations),
        "alternative": {key: alternative[key] for key in shown} if alternative else None,
    }


def sort_of(part: PartVerdict) -> str:
    """What a part that fails rests on: print, a formula, an exact number, or seeds."""
    if not part.runs:
        return PRINT
    if part.kind == "formula":
        return FORMULA
    return EXACT if part.kind in EXACT_KINDS else MEASURED


def _hindrance(part: PartVerdict) -> str:
    """Why an inconclusive part is; where nothing hindered the test, its outcome."""
    return part.hindered or (SPREAD if part.runs else ROUNDING)


def _measured(explanations: Sequence[Json], closest: Json | None) -> str:
    """``measured otherwise; none of 3 alternatives gives it``, and which comes closest."""
    if not explanations:
        return "measured otherwise; no alternative was tried"
    count, undecided = len(explanations), _undecided(explanations)
    words = "the one alternative does not give it either"
    if count == 1 and undecided:
        words = "the one alternative leaves it open"
    if count > 1:
        leaving = f", {undecided} of them leave{'s' if undecided == 1 else ''} it open"
        words = f"none of {count} alternatives gives it{leaving if undecided else ''}"
    near = ""
    if closest and count > 1:
        near = f"; closest is {_named(closest)}, {rounded(closest['misfit'])} tolerances off"
    return f"measured otherwise; {words}{near}"


def _undecided(explanations: Sequence[Json]) -> int:
    return sum(each["verdict"] == INCONCLUSIVE for each in explanations)


def _named(explanation: Json) -> str:
    """An alternative in words: its label, or the assumption's key with the other value."""
    if explanation["key"] is None:
        return explanation["label"]
    return f"{explanation['key']} {explanation['value']}"
