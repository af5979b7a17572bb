"""A document's claims with their verdicts, as the report shows them."""

from __future__ import annotations

from collections import Counter

from reprise.analysis.words import NOT_CHECKABLE, NOT_RUN, VERDICTS
from reprise.documents.models.claim import Claim
from reprise.documents.models.claim_seeded import ValueClaim
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.formulas import formula
from reprise.reporting.numbers import THIN, counted, number, setting, with_spread
from reprise.reporting.seen_in import most_telling, places_shown
from reprise.reporting.words import badge, sentence, typeset
from reprise.search.kept import kept_search
from reprise.search.words import sentence as search_sentence

UNCHECKED = "not checked yet against the runs that there are"


def claims(build: Build, slug: str, results: list[Json]) -> list[Json]:
    """All claims in the order of ``claims.yaml``; ``results`` are the document's figures."""
    document = build.plan.documents[slug]
    shown = places_shown(document, results)
    return [
        {**_claim(build, slug, claim), "seen_in": most_telling(claim, slug, shown)}
        for claim in document.claims
    ]


def verdict_of(build: Build, slug: str, claim_id: str) -> str:
    """A claim's verdict; *not run* where no claim was checked yet."""
    return build.verdicts[slug].get(claim_id, {}).get("verdict", NOT_RUN)


def counts(build: Build, slug: str) -> dict[str, int]:
    """How many claims have each verdict."""
    found = Counter(verdict_of(build, slug, c.id) for c in build.plan.documents[slug].claims)
    return {verdict: found[verdict] for verdict in VERDICTS}


def _claim(build: Build, slug: str, claim: Claim) -> Json:
    checked = build.verdicts[slug].get(claim.id)
    declared = claim.tolerance.origin if isinstance(claim, ValueClaim) else None
    parts = parts_of(build, checked, declared) if checked else []
    verdict = verdict_of(build, slug, claim.id)
    single = parts[0] if len(parts) == 1 else None
    return {
        "id": claim.id,
        "anchor": anchors.claim(slug, claim.id),
        "kind": claim.kind.replace("-", " "),
        "locator": claim.locator,
        "text": claim.text,
        "note": claim.note,
        "badge": badge(verdict),
        "why": sentence(checked["why"] if checked else UNCHECKED),
        "tolerance": f"Origin of the tolerance: {sentence(declared)}" if declared else None,
        "provisional": bool(checked and checked["provisional"]),
        "cause": _cause(checked),
        "stated": single["stated"] if single else None,
        "measured": single["measured"] if single else None,
        "tally": None if single or not parts else _tally(parts),
        "parts": parts if verdict != NOT_CHECKABLE else [],
        "explanations": _explanations(build, checked["explanations"]) if checked else [],
        "searched": _searched(build, slug, claim.id),
    }


def _cause(checked: Json | None) -> str | None:
    """Why it does not hold, or is open, in a phrase."""
    found = checked["cause"] if checked else None
    return typeset(found["words"]) if found else None


def _searched(build: Build, slug: str, claim_id: str) -> Json | None:
    """What `reprise search` found for the claim, where it still holds; all of it is in the file."""
    kept = kept_search(build.plan, build.layout, slug, claim_id)
    if kept is None:
        return None
    return {
        "found": [typeset(search_sentence(found)) for found in kept["experiments"]],
        "file": build.path(build.layout.search(slug, claim_id)),
    }


def _explanations(build: Build, found: list[Json]) -> list[Json]:
    """What the same check says with an alternative in place of what was assumed."""
    return [
        {
            "label": e["label"],
            "value": None if e["key"] is None else setting(e["value"]),
            "badge": badge(e["verdict"]),
            "why": sentence(e["why"]),
            "trail": build.trail(e["runs"]),
        }
        for e in found
        if set(e["runs"]) <= build.runs.keys()  # a plan that changed since has others
    ]


def parts_of(build: Build, checked: Json, declared: str | None = None) -> list[Json]:
    """The parts of a checked claim; ``declared`` is the origin of a tolerance said already."""
    return [_part(build, part, declared) for part in checked["parts"]]


def _part(build: Build, part: Json, declared: str | None) -> Json:
    return {
        "label": part["label"],
        "badge": badge(part["verdict"]),
        "why": sentence(part["why"]),
        "stated": _stated(part["relation"], part["stated"]),
        "quantity": None if (part["quantity"] or "") in part["why"] else part["quantity"],
        "measured": _measured(build, part),
        "formula": _formula(part["formula"]),
        "statistics": _statistics(part, declared),
        "trail": build.trail(part["runs"]),
    }


def _formula(found: Json | None) -> Json | None:
    """A formula as printed and as corrected, each with its error."""
    if found is None:
        return None
    example = found.get("counterexample") or {}
    return {
        "printed": formula(found["printed"]),
        "error": _error(found["error"]),
        "corrected": formula(found["corrected"]) if "corrected" in found else None,
        "corrected_error": _error(found.get("corrected_error")),
        "holds_for": found.get("holds_for"),
        "condition_error": _error(found.get("condition_error")),
        "counterexample": {name: typeset(text) for name, text in example.items()}
        if example and None not in example.values()
        else None,
    }


def _error(text: str | None) -> str | None:
    """``largest error 0.02``; one without a number says itself why there is none."""
    return typeset(f"largest error {text}") if text and text[0].isdigit() else text


def _stated(relation: str | None, stated: str | None) -> str | None:
    """``above 0.95``, ``0.930``, ``highest``: what goes without saying is left out."""
    if relation in ("highest", "lowest"):
        return relation if stated == "best" else stated
    words = " ".join(word for word in (relation, stated) if word and word != "equal")
    return typeset(words) or None


def _measured(build: Build, part: Json) -> Json | None:
    """The number itself, its interval, and what each seed gave where they differ."""
    measured = part["measured"]
    if measured is None:
        return None
    varies = bool(measured["sd"])
    level = f"{measured['level']:.0%}".replace("%", f"{THIN}%")
    low_high = [number(measured[end], 3) for end in ("low", "high")] if varies else []
    return {
        "text": with_spread(measured["mean"], measured["sd"]),
        "seeds": counted(measured["n"], "seed"),
        "interval": f"{' to '.join(low_high)} ({level})" if varies else None,
        "by_seed": [
            {"seed": seed, "text": number(value)} for seed, value in measured["values"].items()
        ]
        if varies
        else [],
        "anchor": build.anchor_of(part["runs"]),
    }


def _statistics(part: Json, declared: str | None) -> list[Json]:
    """What the verdict was computed from, as lines of words."""
    origin = part["tau_origin"] if part["tau_origin"] != declared else None
    found = {
        "tolerance τ": part["tau"],
        "distance d": part["d"],
        "half-width h": part["h"],
        "p": part["p"],
    }
    lines = [
        {"name": name, "text": number(value, 2)}
        for name, value in found.items()
        if value is not None
    ]
    if origin:
        lines.append({"name": "origin of τ", "text": origin})
    if part["significant_bh"] is not None:
        words = "significant" if part["significant_bh"] else "not significant"
        lines.append({"name": "after Benjamini–Hochberg", "text": words})
    return lines


def _tally(parts: list[Json]) -> str:
    """``9 parts: 7 reproduced, 2 inconclusive``."""
    found = Counter(part["badge"]["name"] for part in parts)
    words = ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS if found[verdict])
    return f"{counted(len(parts), 'part')}: {words}"
