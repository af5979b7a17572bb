"""Which figures and tables show the runs that a claim speaks of."""

from __future__ import annotations

from reprise.documents.document import Document
from reprise.documents.models.claim_statement import Statement
from reprise.documents.models.figure import Figure
from reprise.documents.references import places, references, split_name
from reprise.reporting.build import Json

MOST = 3
"""Figures that are named with one claim."""


def seen_in(document: Document, claim: Statement, results: list[Json]) -> list[Json]:
    """Name and place of the figures that show a claim's variants, the most telling first.

    A figure is telling where a large part of what it shows is what the claim speaks of; of those
    that are equally so, the one that shows more of the claim comes first.
    """
    wanted = set(places(claim, document.slug))
    found = []
    for figure, shown in zip(document.figures, results, strict=True):
        has = _places(figure, document.slug)
        common = len(wanted & has)
        if common and shown["shows"] != "nothing":
            found.append((common / len(has), common, shown))
    found.sort(key=lambda item: (-item[0], -item[1]))
    return [{"name": shown["name"], "anchor": shown["anchor"]} for *_, shown in found[:MOST]]


def _places(figure: Figure, slug: str) -> set[tuple[str, str, str]]:
    return {(*split_name(slug, experiment), v) for experiment, v in references(figure)}
