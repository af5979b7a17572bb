"""What keeps measurements from deciding a claim, whatever they are, and what else to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reprise.analysis.measures import Values
from reprise.analysis.numbers import listed
from reprise.analysis.parts import BUDGET, BUDGET_CUT, NO_NUMBER, Hindrance, merged
from reprise.analysis.words import INCONCLUSIVE, NOT_RUN, Verdict
from reprise.documents.models.claim import Claim


@dataclass(frozen=True)
class Obstacle:
    """A verdict that is settled before the numbers are looked at."""

    verdict: Verdict
    why: str
    hindered: Hindrance | None = None


def obstacle(claim: Claim, used: Sequence[Values], *, timed: bool = False) -> Obstacle | None:
    """Why these measurements cannot decide the claim, or None where they can.

    In this order: not run, cut or stand-in runs, times of runs that were not alone, no numbers.
    """
    not_run = _not_run(claim, used)
    if not_run:
        return Obstacle(NOT_RUN, not_run)
    for find in (_left_out, _budget):
        words = find(claim, used)
        if words:
            return Obstacle(INCONCLUSIVE, words, BUDGET_CUT)
    if timed and not all(found.alone for found in used):
        crowded = merged([found.name] for found in used if not found.alone)
        return Obstacle(
            INCONCLUSIVE,
            f"these runs did not run alone, so their times do not count: {listed(crowded)}",
            NO_NUMBER,
        )
    for found in used:
        if not found.by_seed:
            return Obstacle(INCONCLUSIVE, _no_number(found), NO_NUMBER)
    return None


def _not_run(claim: Claim, used: Sequence[Values]) -> str:
    names = merged([found.name] for found in used if found.missing and not found.left_out)
    return f"not run: {listed(names)}" if names else ""


def _left_out(claim: Claim, used: Sequence[Values]) -> str:
    names = merged([found.name] for found in used if found.left_out)
    return f"{BUDGET}this build leaves out {listed(names)}" if names else ""


def _budget(claim: Claim, used: Sequence[Values]) -> str:
    words: dict[str, tuple[str, ...]] = {}
    for found in used:
        cuts = () if claim.any_budget else found.cut_words
        standing_in = found.stand_in and not claim.any_data
        if cuts or standing_in:
            words[found.name] = (*cuts, *(["stand-in data"] if standing_in else []))
    if not words:
        return ""
    if len(set(words.values())) == 1:
        return BUDGET + listed(next(iter(words.values())))
    return BUDGET + "; ".join(f"{name}: {listed(cuts)}" for name, cuts in words.items())


def _no_number(found: Values) -> str:
    if found.diverged and not found.absent:
        return f"diverged: no run of {found.name} gives {_quantity(found)}"
    reasons = merged([reason] for reason in found.absent.values())
    return f"no run of {found.name} gives {_quantity(found)}: {listed(reasons)}"


def _quantity(found: Values) -> str:
    return found.label.rpartition(" of ")[0] or found.label


def remarks(used: Iterable[Values]) -> str:
    """The seeds that are not among the numbers, and why: ``; without seed 2 of bgd (diverged)``."""
    words = []
    for found in used:
        if found.by_seed:
            why = dict.fromkeys(found.diverged, "diverged") | found.absent
            why |= dict.fromkeys(found.not_made, "not run")
            for reason in merged([reason] for reason in why.values()):
                left_out = sorted(seed for seed in why if why[seed] == reason)
                noun = "seed" if len(left_out) == 1 else "seeds"
                words.append(f"without {noun} {listed(left_out)} of {found.name} ({reason})")
    return "".join(f"; {text}" for text in merged([word] for word in words))
