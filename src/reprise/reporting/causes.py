"""Why claims do not hold, counted by cause, and what speaks against chance and our own code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from reprise.analysis.causes import (
    EXACT,
    FAILED,
    FORMULA,
    MEASURED,
    PRINT,
    ROUNDING,
    SET_UP,
    SPREAD,
    UNDECIDED,
)
from reprise.analysis.chance import Chance, chance, is_test
from reprise.analysis.parts import BUDGET_CUT, NO_NUMBER, ONE_SEED
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.literature import OUTSIDE, WITHIN
from reprise.reporting.names import short_name
from reprise.reporting.numbers import counted, number

LABELS = {
    PRINT: "The document contradicts itself",
    FORMULA: "A formula does not hold as printed",
    EXACT: "Code run again, or a count, comes out otherwise",
    SET_UP: "Another set-up gives it",
    MEASURED: "Measured otherwise",
}

MEANINGS = {
    PRINT: "Its own numbers, names or captions disagree; no run is needed.",
    FORMULA: "It was computed beside what it stands for; nothing is left to chance.",
    EXACT: "One run that differs refutes it; no test over seeds is needed.",
}

BY = {
    PRINT: "contradicted by the document itself",
    FORMULA: "with a formula that fails as printed",
    EXACT: "where code or a count comes out otherwise",
    SET_UP: "that another set-up gives",
    MEASURED: "measured otherwise",
    BUDGET_CUT: "by a cut budget",
    ONE_SEED: "by one seed only",
    NO_NUMBER: "for want of a number",
    SPREAD: "by seeds that leave it open",
    ROUNDING: "by the rounding of what is printed",
}


def causes(build: Build, literature: Sequence[Json]) -> Json | None:
    """The block of the first page; ``literature`` are the rows of that chapter.

    None where no claim is *not reproduced* or *inconclusive*.
    """
    claims = {slug: _checked(build, slug) for slug in build.plan.documents}
    every = [claim for found in claims.values() for claim in found]
    told = sentences(every)
    if not told:
        return None
    return {
        "count": sum(claim["verdict"] == NOT_REPRODUCED for claim in every),
        "rows": [row for name in FAILED if (row := _row(build, name, claims))],
        "against": [*against_chance(chance(every)), *against_code(every, literature)],
        "open": next((text for text in told if INCONCLUSIVE in text), None),
        "sentences": told,
    }


def because(build: Build, slug: str) -> list[str]:
    """A document's claims that do not hold, and those that are open, by cause."""
    return sentences(_checked(build, slug))


def sentences(claims: Iterable[Json]) -> list[str]:
    """``5 do not hold: 3 with a formula that fails as printed, 2 measured otherwise.``

    The like is said of what is inconclusive; nothing where there is nothing to say.
    """
    found = Counter((c["verdict"], c["cause"]["name"]) for c in claims if c["cause"])
    failed = {name: found[NOT_REPRODUCED, name] for name in FAILED}
    undecided = {name: found[INCONCLUSIVE, name] for name in UNDECIDED}
    lead = "does not hold" if sum(failed.values()) == 1 else "do not hold"
    verb = "is" if sum(undecided.values()) == 1 else "are"
    return [*_sentence(failed, lead), *_sentence(undecided, f"{verb} {INCONCLUSIVE}")]


def _sentence(counts: Mapping[str, int], lead: str) -> list[str]:
    words = ", ".join(f"{number(count)} {BY[name]}" for name, count in counts.items() if count)
    if not words:
        return []
    return [f"{number(sum(counts.values()))} {lead}: {words}."]


def _checked(build: Build, slug: str) -> list[Json]:
    """The claims with a verdict, in the document's order."""
    found = build.verdicts[slug]
    return [found[c.id] for c in build.plan.documents[slug].claims if c.id in found]


def _row(build: Build, name: str, claims: Mapping[str, list[Json]]) -> Json | None:
    """A cause with its claims by document; None where no claim has it."""
    having = {
        slug: [c for c in found if c["cause"] and c["cause"]["name"] == name]
        for slug, found in claims.items()
    }
    all_of_them = [claim for found in having.values() for claim in found]
    if not all_of_them:
        return None
    return {
        "name": name,
        "anchor": anchors.cause(name),
        "count": len(all_of_them),
        "label": LABELS[name],
        "meaning": MEANINGS.get(name) or _tried(name, all_of_them),
        "listed": counted(len(all_of_them), "claim"),
        "documents": [
            {
                "name": short_name(build.plan.documents[slug].card),
                "claims": [{"id": c["id"], "anchor": anchors.claim(slug, c["id"])} for c in found],
            }
            for slug, found in having.items()
            if found
        ],
    }


def _tried(name: str, claims: Sequence[Json]) -> str:
    """What was tried in the place of the set-up, and with how many of the claims."""
    if name == SET_UP:
        assumed = sum(claim["cause"]["alternative"]["key"] is not None for claim in claims)
        lead, counts = (
            "It fails as stated, and holds with something else",
            {
                "with another value of what we assume": assumed,
                "with another experiment that the claim names": len(claims) - assumed,
            },
        )
    else:
        tried = sum(claim["cause"]["tried"] > 0 for claim in claims)
        lead, counts = (
            "The runs say otherwise",
            {
                "where other set-ups were tried and none gives it": tried,
                "where none was tried": len(claims) - tried,
            },
        )
    shares = [f"{number(count)} {words}" for words, count in counts.items() if count]
    return f"{lead}: {', '.join(shares)}."


def against_chance(found: Chance) -> list[Json]:
    """How many chance would refute, and how many it does not explain."""
    if not found.refuted:
        return []
    refuted = number(found.refuted)
    words = (
        f"Of {counted(found.claims, 'claim')} tested over seeds, {refuted} fail by "
        f"that alone. Were all of them true, at most {number(ceil(found.at_most))} would be "
        "expected to, and only with every quantity exactly at its limit. With one false alarm "
        f"allowed among ten tests that fail, of {number(found.tests)}, {number(found.firm)} of the "
        f"{refuted} stay."
    )
    return [{"name": "Chance?", "words": words, "link": None}]


def against_code(claims: Sequence[Json], literature: Sequence[Json]) -> list[Json]:
    """What the code that finds claims wrong finds right."""
    words, link = " ".join([*_formulas(claims), *_shared_runs(claims)]), _literature(literature)
    return [{"name": "Our code?", "words": words, "link": link}] if words or link else []


def _formulas(claims: Sequence[Json]) -> list[str]:
    """Printed formulas that fail and that the same check finds right when they are mended."""
    failed = [
        part["formula"]
        for claim in claims
        for part in claim["parts"]
        if part["formula"] and part["verdict"] == NOT_REPRODUCED
    ]
    if not failed:
        return []
    mended = sum(bool(f.get("corrected_holds") or f.get("holds_for")) for f in failed)
    return [
        f"Of {counted(len(failed), 'check')} of printed formulas that "
        f"{_verb(len(failed), 'fail')}, {number(mended)} {_verb(mended, 'pass', 'passes')} the "
        "same check once corrected or under a condition."
    ]


def _shared_runs(claims: Sequence[Json]) -> list[str]:
    """Claims that fail by measurement, on experiments whose runs bear out another claim's parts."""
    held = defaultdict(set)
    for k, claim in enumerate(claims):
        for part in claim["parts"]:
            if part["verdict"] == REPRODUCED and is_test(part):
                for name in part["experiments"]:
                    held[name].add(k)
    failing = {
        k: {n for p in claim["parts"] if p["verdict"] == NOT_REPRODUCED for n in p["experiments"]}
        for k, claim in enumerate(claims)
        if claim["cause"] and list(claim["cause"]["failing"]) == [MEASURED]
    }
    if not failing:
        return []
    shared = sum(all(held[name] - {k} for name in names) for k, names in failing.items())
    return [
        f"Of {counted(len(failing), 'claim')} that {_verb(len(failing), 'fail')} by what was "
        f"measured, {number(shared)} {_verb(shared, 'rest')} on experiments whose runs bear out "
        "parts of other claims."
    ]


def _verb(count: int, plural: str, singular: str | None = None) -> str:
    return (singular or f"{plural}s") if count == 1 else plural


def _literature(rows: Sequence[Json]) -> Json | None:
    """How many of the numbers that can be compared are as the literature has them."""
    named = [row["outcome"]["name"] for row in rows]
    compared = [name for name in named if name in (WITHIN, OUTSIDE)]
    if not compared:
        return None
    words = (
        f"{number(compared.count(WITHIN))} of {counted(len(compared), 'number')} that can be set "
        "beside the literature"
    )
    return {
        "anchor": anchors.LITERATURE,
        "words": words,
        "rest": f"{_verb(compared.count(WITHIN), 'lie')} within what the set-ups allow",
    }
