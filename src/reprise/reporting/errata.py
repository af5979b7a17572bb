"""Errors and contradictions found in the documents, each with the check that shows it."""

from __future__ import annotations

from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.erratum import Erratum
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.claims import UNCHECKED, parts_of
from reprise.reporting.names import short_name
from reprise.reporting.numbers import counted
from reprise.reporting.words import sentence

STATES = {
    "stands": {"name": "stands", "symbol": "✗", "class": "not-reproduced"},
    "open": {"name": "open", "symbol": "≈", "class": "inconclusive"},
    "refuted": {"name": "does not stand", "symbol": "✓", "class": "reproduced"},
}
"""What the check of the document's own statement says of an erratum."""


def errata(build: Build) -> Json:
    """The chapter: a sentence, then the errata of each document that has any."""
    documents = [
        _document(build, slug) for slug, document in build.plan.documents.items() if document.errata
    ]
    items = [item for document in documents for item in document["items"]]
    stand = sum(item["state"] == STATES["stands"] for item in items)
    found = counted(len(items), "error or contradiction", "errors and contradictions")
    words = f"{found} found in the documents; the checks confirm {stand}." if items else ""
    return {"anchor": anchors.ERRATA, "sentence": words, "documents": documents}


def _document(build: Build, slug: str) -> Json:
    document = build.plan.documents[slug]
    return {
        "slug": slug,
        "name": short_name(document.card),
        "title": document.card.title,
        "anchor": anchors.section(slug, "errata"),
        "chapter": anchors.chapter(slug),
        "items": [_item(build, slug, erratum) for erratum in document.errata],
    }


def _item(build: Build, slug: str, erratum: Erratum) -> Json:
    checked = build.errata[slug].get(erratum.id)
    claim = erratum.shown_by
    return {
        "id": erratum.id,
        "anchor": anchors.erratum(slug, erratum.id),
        "locator": erratum.locator,
        "printed": erratum.printed,
        "right": erratum.right,
        "state": STATES[_state(checked)],
        "why": sentence(checked["why"] if checked else UNCHECKED),
        "claim": _shown_by(slug, claim, erratum.part) if claim else None,
        "parts": parts_of(build, checked) if checked and not claim else [],
    }


def _shown_by(slug: str, claim: str, part: str | None) -> Json:
    """The claim whose check shows the erratum, and which part of it, where one alone does."""
    return {"id": claim, "anchor": anchors.claim(slug, claim), "part": part}


def _state(checked: Json | None) -> str:
    verdict = checked["verdict"] if checked else None
    return {NOT_REPRODUCED: "stands", REPRODUCED: "refuted"}.get(verdict, "open")
