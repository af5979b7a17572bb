"""Which alternative explains a claim that the stated set-up does not reproduce.

Each alternative is tried in the claim's place: the same check, with the alternative's runs in
place of those of the experiment that it belongs to, and of all that builds on that. Nothing else
changes, neither rule nor tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any

from pydantic import BaseModel

from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict, merged, worst
from reprise.analysis.reasons import reason
from reprise.analysis.words import (
    INCONCLUSIVE,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    NOT_RUN,
    REPRODUCED,
    Verdict,
)
from reprise.documents.models.claim import Claim
from reprise.documents.models.claim_statement import Exchange
from reprise.documents.models.measure import Measure
from reprise.documents.plan import MAIN
from reprise.documents.references import Place, places, split_name
from reprise.documents.settings import label

Owner = tuple[str, str]
"""Slug and experiment: whose assumptions they are."""

Check = Callable[[Claim], list[PartVerdict]]

OPEN = (NOT_REPRODUCED, INCONCLUSIVE)
"""Verdicts that an alternative may explain."""

BEST_FIRST = (REPRODUCED, NOT_CHECKABLE, INCONCLUSIVE, NOT_REPRODUCED)


@dataclass(frozen=True)
class Alternative:
    """Other places to take a claim's numbers from, and what is different there.

    ``moves`` holds the places that are exchanged: one experiment and all that builds on it, or
    what a claim names to be exchanged together.
    """

    moves: dict[Place, Place]
    key: str | None
    value: Any
    label: str


def explanations(
    claim: Claim, verdict: Verdict, measurements: Measurements, slug: str, check: Check
) -> list[dict[str, Any]]:
    """What the claim's check says of each alternative that was run, best first.

    Empty where the claim is reproduced, or where nothing else was run.
    """
    if verdict not in OPEN:
        return []
    found = []
    for alternative in _alternatives(claim, measurements, slug):
        parts = check(_moved(claim, alternative, slug))
        outcome = worst(part.verdict for part in parts)
        if outcome != NOT_RUN:
            found.append(_explanation(alternative, outcome, parts))
    return sorted(found, key=_rank)


def _rank(explanation: dict[str, Any]) -> tuple[int, float]:
    """The better verdict first, then the smaller misfit; what has no number comes last."""
    misfit = explanation["misfit"]
    return BEST_FIRST.index(explanation["verdict"]), inf if misfit is None else misfit


def _alternatives(claim: Claim, measurements: Measurements, slug: str) -> Iterator[Alternative]:
    """Those that the claim names, and the assumptions of all that it speaks of.

    What the claim compares already is left out: it would be held against itself.
    """
    named = places(claim, slug)
    for found in (
        *_substitutes(claim, named, slug),
        *_of_assumptions(measurements, named),
    ):
        if found.moves and not set(found.moves.values()) & set(named):
            yield found


def _substitutes(claim: Claim, named: Sequence[Place], slug: str) -> Iterator[Alternative]:
    """Another experiment in place of each variant that the claim names of one, or of several."""
    for substitute in claim.explanations:
        offered = [_exchanged(exchange, named, slug) for exchange in substitute.exchanges]
        for moves in product(*offered):
            yield Alternative(dict(moves), None, None, substitute.label)


def _exchanged(exchange: Exchange, named: Sequence[Place], slug: str) -> list[tuple[Place, Place]]:
    """Each named place that is exchanged, and what takes its place."""
    place = (*split_name(slug, exchange.experiment), exchange.variant)
    owner = split_name(slug, exchange.instead_of)
    return [(name, place) for name in named if name[:2] == owner and exchange.at in (None, name[2])]


def _of_assumptions(measurements: Measurements, named: Sequence[Place]) -> Iterator[Alternative]:
    """Each alternative of each experiment that is named or that a named one builds on."""
    owners = merged(_set_up(measurements, *name[:2]) for name in named)
    for document, experiment in owners:
        entry = measurements.plan.documents[document].entries[experiment]
        for assumption in entry.experiment.assumed:
            for value in assumption.alternatives if assumption.run_alternatives else []:
                variant = label(assumption.key, value)
                moves = _moves(measurements, (document, experiment), variant, named)
                words = f"{experiment} with {assumption.key}"
                yield Alternative(moves, assumption.key, value, words)


def _set_up(measurements: Measurements, document: str, experiment: str) -> list[Owner]:
    """An experiment and the one that it builds on; nothing for one that is only proposed."""
    found = measurements.plan.documents.get(document)
    entry = found.entries.get(experiment) if found else None
    if entry is None:
        return []
    names = (experiment, entry.experiment.source)
    return [(document, name) for name in names if name is not None]


def _moves(
    measurements: Measurements, owner: Owner, variant: str, named: Sequence[Place]
) -> dict[Place, Place]:
    """Each named place that rests on the owner as stated, and its like in the alternative.

    All of them move, or none does: half a claim of one set-up and half of another says nothing.
    """
    moves: dict[Place, Place] = {}
    for place in named:
        if not _rests_on_main(measurements, owner, place):
            continue
        target = _like(measurements, owner, variant, place)
        if target is None:
            return {}
        moves[place] = target
    return moves


def _rests_on_main(measurements: Measurements, owner: Owner, place: Place) -> bool:
    """Whether a place is the owner as stated, or builds on that."""
    if place[:2] == owner:
        return place[2] == MAIN
    found = measurements.variant(*place)
    builds_on = owner in _set_up(measurements, *place[:2])
    return bool(builds_on and found and found.builds_on and found.builds_on.name == MAIN)


def _like(measurements: Measurements, owner: Owner, variant: str, place: Place) -> Place | None:
    """The same place with a variant of the owner below it; None where this scale has none."""
    document, experiment, name = place
    variants = measurements.plan.variants.get((document, experiment), {})
    if place[:2] == owner:
        return (*owner, variant) if variant in variants else None
    settings = variants[name].settings
    for other in variants.values():
        if other.builds_on.name == variant and other.settings == settings:
            return document, experiment, other.name
    return None


def _moved(item: Any, alternative: Alternative, slug: str) -> Any:
    """The claim with all that it says of a place said of the one that it moves to."""
    if isinstance(item, list):
        return [_moved(part, alternative, slug) for part in item]
    if not isinstance(item, BaseModel):
        return item
    changes: dict[str, Any] = {}
    place = _place(item, slug)
    if place in alternative.moves:
        document, experiment, variant = alternative.moves[place]
        name = experiment if document == slug else f"{document}/{experiment}"
        changes = {"experiment": name, "variant": variant}
    if not isinstance(item, Measure):
        for name in type(item).model_fields:
            if name != "explanations":
                value = getattr(item, name)
                moved = _moved(value, alternative, slug)
                if moved != value:
                    changes[name] = moved
    return item.model_copy(update=changes) if changes else item


def _place(item: BaseModel, slug: str) -> Place | None:
    """What a measure or a part speaks of."""
    if not (hasattr(item, "experiment") and hasattr(item, "variant")):
        return None
    return (*split_name(slug, item.experiment), item.variant)


def _explanation(
    alternative: Alternative, verdict: Verdict, parts: list[PartVerdict]
) -> dict[str, Any]:
    """``misfit``: the largest distance of a value part in tolerances, where there are any."""
    misfits = [part.d / part.tau for part in parts if part.tau and part.d is not None]
    return {
        "label": alternative.label,
        "key": alternative.key,
        "value": alternative.value,
        "verdict": verdict,
        "why": reason(parts, verdict),
        "misfit": max(misfits) if misfits else None,
        "cut": merged(part.cut for part in parts),
        "parts": [
            {"label": p.label, "verdict": p.verdict, "why": p.why, "measured": _mean(p)}
            for p in parts
        ],
        "runs": merged(part.runs for part in parts),
    }


def _mean(part: PartVerdict) -> float | None:
    return None if part.measured is None else part.measured.mean
