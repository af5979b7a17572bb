"""Which figures and tables show the runs that a claim speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from reprise.documents.document import Document
from reprise.documents.models.claim_statement import Statement
from reprise.documents.references import Place, places, references, split_name
from reprise.reporting.build import Json

MOST = 3
"""Figures that are named with one claim."""

Shown = tuple[set[Place], Json]
"""The variants that a figure shows, and the figure as the report has it."""


def seen_in(document: Document, claim: Statement, results: list[Json]) -> list[Json]:
    """Name and place of the figures that show a claim's variants, the most telling first."""
    return most_telling(claim, document.slug, places_shown(document, results))


def places_shown(document: Document, results: list[Json]) -> list[Shown]:
    """The document's figures that show something, each with the variants that it shows."""
    return [
        ({(*split_name(document.slug, name), v) for name, v in references(figure)}, shown)
        for figure, shown in zip(document.figures, results, strict=True)
        if shown["shows"] != "nothing"
    ]


def most_telling(claim: Statement, slug: str, figures: Sequence[Shown]) -> list[Json]:
    """As ``seen_in``, where the figures of all claims are the same.

    A figure is telling where a large part of what it shows is what the claim speaks of; of those
    that are equally so, the one that shows more of the claim comes first.
    """
    wanted = set(places(claim, slug))
    found = [
        (common / len(has), common, shown)
        for has, shown in figures
        if (common := len(wanted & has))
    ]
    found.sort(key=lambda item: (-item[0], -item[1]))
    return [{"name": shown["name"], "anchor": shown["anchor"]} for *_, shown in found[:MOST]]
