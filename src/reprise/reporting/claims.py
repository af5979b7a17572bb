"""A document's claims with their verdicts, as the report shows them."""

from __future__ import annotations

from collections import Counter

from reprise.analysis.words import NOT_CHECKABLE, NOT_RUN, VERDICTS
from reprise.documents.models.claim import Claim, ValueClaim
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import THIN, counted, number, with_spread
from reprise.reporting.words import badge, sentence

UNCHECKED = "not checked yet against the runs that there are"


def claims(build: Build, slug: str) -> list[Json]:
    """All claims in the order of ``claims.yaml``."""
    return [_claim(build, slug, claim) for claim in build.plan.documents[slug].claims]


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
    parts = [_part(build, part, declared) for part in checked["parts"]] if checked else []
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
        "tolerance": f"Origin of the tolerance: {declared}." if declared else None,
        "provisional": bool(checked and checked["provisional"]),
        "stated": single["stated"] if single else None,
        "measured": single["measured"] if single else None,
        "tally": None if single or not parts else _tally(parts),
        "parts": parts if verdict != NOT_CHECKABLE else [],
    }


def _part(build: Build, part: Json, declared: str | None) -> Json:
    return {
        "label": part["label"],
        "badge": badge(part["verdict"]),
        "why": sentence(part["why"]),
        "stated": _stated(part["relation"], part["stated"]),
        "quantity": None if (part["quantity"] or "") in part["why"] else part["quantity"],
        "measured": _measured(build, part),
        "statistics": _statistics(part, declared),
        "trail": build.trail(part["runs"]),
    }


def _stated(relation: str | None, stated: str | None) -> str | None:
    """``above 0.95``, ``0.930``, ``highest``: what goes without saying is left out."""
    if relation in ("highest", "lowest"):
        return relation if stated == "best" else stated
    return " ".join(word for word in (relation, stated) if word and word != "equal") or None


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
