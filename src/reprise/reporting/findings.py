"""The most telling findings of a build, chosen by a written rule from the verdicts alone.

Five kinds of finding are looked for, in this order:

1. ``explained``: a claim that is not reproduced as we read it, and that is with something else in
   an assumption's place;
2. ``formula``: an erratum that stands and whose printed formula has a measured error;
3. ``contradicted``: a claim that fails on what the document itself prints, without any run;
4. ``far``: a number farther from the printed one than the tolerance and than chance;
5. ``exact``: a claim that holds exactly, in every part and in every run.

Within a kind what was trained comes before what was read in code, then final verdicts before
provisional ones, then the larger ``size`` comes first:
of a number its distance in tolerances, of a formula its error, else how many parts show it.
Contradictions of numbers come before those of names; of what holds exactly, formulas come before
trained values, code, and counts, in this order.

One finding is taken at a time, from a document of which the fewest are taken so far, then of a kind
of which the fewest are; then of the kind that the fewest documents offer, in the order above; then
the strongest. So each document that has any comes once before one comes twice, and the kinds are as
many as can be. They are told in the order of the kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim import Claim
from reprise.documents.models.erratum import Erratum
from reprise.reporting import anchors
from reprise.reporting.build import Build
from reprise.reporting.claims import parts_of
from reprise.reporting.errata import STATES
from reprise.reporting.names import short_name
from reprise.reporting.numbers import setting
from reprise.reporting.words import badge, sentence

Json = dict[str, Any]

MOST = 5

LEADS = {
    "explained": "Not reproduced as we read it, but something else explains it",
    "formula": "A formula that does not hold as printed",
    "contradicted": "Contradicted by what the document itself prints",
    "far": "Farther from the printed number than chance explains",
    "exact": "Holds exactly",
}
"""Kind of finding -> what it is introduced by; in the order of preference."""

KINDS = tuple(LEADS)

EXACT = ("formula", "value", "code", "count")
"""Kinds of claim that can hold exactly, every run giving what is stated; the most telling first."""

Size = tuple[float, ...]
"""How strongly a finding speaks; compared with those of its own kind only."""


@dataclass(frozen=True)
class Candidate:
    """Something that could be told: a claim or an erratum, and how strongly it speaks."""

    document: str
    id: str
    kind: str
    final: bool
    size: Size
    why: str
    told: Json
    """The claim or erratum as the claims stage wrote it."""
    same_as: str | None = None
    """The claim that shows an erratum: the two are told once."""

    @property
    def names(self) -> set[tuple[str, str]]:
        return {(self.document, name) for name in (self.id, self.same_as) if name}


def findings(build: Build) -> list[Json]:
    """The findings as the report tells them, at most ``MOST``."""
    found = [
        candidate
        for slug, document in build.plan.documents.items()
        for candidate in candidates(
            slug,
            _checked(document.claims, build.verdicts[slug]),
            _checked(document.errata, build.errata[slug]),
        )
    ]
    return [_told(build, candidate) for candidate in ranked(found)]


def candidates(slug: str, claims: Iterable[Json], errata: Iterable[Json]) -> list[Candidate]:
    """All that could be told of a document, in its own order; a claim once for each kind."""
    return [*_of_claims(slug, claims), *_of_errata(slug, errata)]


def ranked(found: Sequence[Candidate], most: int = MOST) -> list[Candidate]:
    """The most telling ones, by the rule above."""
    taken: list[Candidate] = []
    offered = {kind: len({c.document for c in found if c.kind == kind}) for kind in KINDS}
    left = sorted(found, key=lambda c: (c.told["kind"] != "code", c.final, c.size), reverse=True)
    left.sort(key=lambda c: (offered[c.kind], KINDS.index(c.kind)))
    while left and len(taken) < most:
        by_document = Counter(c.document for c in taken)
        by_kind = Counter(c.kind for c in taken)
        best = min(left, key=lambda c: (by_document[c.document], by_kind[c.kind]))
        taken.append(best)
        left = [c for c in left if not c.names & best.names]
    return sorted(taken, key=lambda c: KINDS.index(c.kind))


def _checked(stated: Iterable[Claim | Erratum], found: Mapping[str, Json]) -> list[Json]:
    """What the claims stage wrote, in the document's order."""
    return [found[item.id] for item in stated if item.id in found]


def _of_claims(slug: str, claims: Iterable[Json]) -> Iterator[Candidate]:
    for claim in claims:
        for kind, (size, why) in _kinds(claim).items():
            yield Candidate(slug, claim["id"], kind, not claim["provisional"], size, why, claim)


def _kinds(claim: Json) -> dict[str, tuple[Size, str]]:
    """The kinds of finding that a claim is one of, each with its size and the reason for it."""
    parts, why = claim["parts"], _said_of_whole(claim)
    if claim["verdict"] == REPRODUCED:
        if claim["kind"] not in EXACT or not claim["runs"] or not all(map(_is_exact, parts)):
            return {}
        return {"exact": ((-EXACT.index(claim["kind"]), len(parts)), why)}
    if claim["verdict"] != NOT_REPRODUCED:
        return {}
    failed = [part for part in parts if part["verdict"] == NOT_REPRODUCED]
    printed = [part for part in failed if not part["runs"]]
    distant = [part for part in failed if part["d"] and part["tau"]]
    found: dict[str, tuple[Size, str]] = {}
    if any(map(_explains, claim["explanations"])):
        found["explained"] = ((len(parts),), why)
    if printed:
        size = (claim["kind"] != "wording", len(printed))
        found["contradicted"] = (size, _said_of(printed[0], parts))
    if distant:
        farthest = max(distant, key=_tolerances)
        found["far"] = ((_tolerances(farthest),), _said_of(farthest, parts))
    return found


def _said_of_whole(claim: Json) -> str:
    """The reason of a claim; yes or no, from code that was run again, needs its question."""
    if claim["kind"] == "code" and len(claim["parts"]) == 1:
        return f"{claim['parts'][0]['label']}: {claim['why']}"
    return claim["why"]


def _tolerances(part: Json) -> float:
    return part["d"] / part["tau"]


def _said_of(part: Json, parts: Sequence[Json]) -> str:
    """The reason of one part; its name where there are others."""
    return part["why"] if len(parts) == 1 else f"{part['label']}: {part['why']}"


def _is_exact(part: Json) -> bool:
    """A number lies no farther away than its last printed digit; the other kinds leave no room."""
    return part["verdict"] == REPRODUCED and not part["d"]


def _of_errata(slug: str, errata: Iterable[Json]) -> Iterator[Candidate]:
    for erratum in errata:
        sizes = [_error(part) for part in _failed_formulas(erratum)]
        if erratum["stands"] and sizes:
            yield Candidate(
                slug,
                erratum["id"],
                "formula",
                not erratum["provisional"],
                (max(sizes),),
                erratum["why"],
                erratum,
                erratum["shown_by"],
            )


def _failed_formulas(erratum: Json) -> list[Json]:
    return [p for p in erratum["parts"] if p["formula"] and p["verdict"] == NOT_REPRODUCED]


def _error(part: Json) -> float:
    """The largest error of a printed formula; infinite where its shapes do not fit."""
    values = part["measured"]["values"].values() if part["measured"] else []
    return max((inf if value is None else abs(value) for value in values), default=inf)


def _told(build: Build, found: Candidate) -> Json:
    """A finding in words: what it is, the statement, and the reason of its verdict."""
    erratum = found.kind == "formula"
    place = anchors.erratum if erratum else anchors.claim
    explained = next((e for e in found.told.get("explanations", []) if _explains(e)), None)
    return {
        "kind": found.kind,
        "lead": LEADS[found.kind],
        "document": short_name(build.plan.documents[found.document].card),
        "chapter": anchors.chapter(found.document),
        "id": found.id,
        "anchor": place(found.document, found.id),
        "text": sentence(found.told["printed"] if erratum else found.told["text"]),
        "badge": STATES["stands"] if erratum else badge(found.told["verdict"]),
        "provisional": found.told["provisional"],
        "why": sentence(found.why),
        "right": sentence(found.told["right"]) if erratum else None,
        "formula": _formula(build, found.told) if erratum else None,
        "explained": _explanation(explained) if found.kind == "explained" else None,
    }


def _formula(build: Build, erratum: Json) -> Json:
    """The worst of the printed formulas, with its error and what is right."""
    worst = max(_failed_formulas(erratum), key=_error)
    return parts_of(build, {"parts": [worst]})[0]["formula"]


def _explains(explanation: Json) -> bool:
    return explanation["verdict"] == REPRODUCED


def _explanation(found: Json) -> Json:
    return {
        "label": found["label"],
        "value": None if found["key"] is None else setting(found["value"]),
        "badge": badge(found["verdict"]),
        "why": sentence(found["why"]),
    }
