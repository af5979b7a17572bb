"""Figures that belong to a claim."""

from __future__ import annotations

from reprise.documents.document import Document
from reprise.documents.models.claim import CLAIM
from reprise.documents.models.document import Card
from reprise.documents.models.figure import FIGURE
from reprise.reporting.seen_in import seen_in

CARD = Card(title="T", authors=["A"], letter="X", summary="S.")


def table(name: str, *experiments: str):
    cells = [{"of": {"experiment": e, "metric": "m"}} for e in experiments]
    row = {"label": "r", "cells": cells}
    columns = [f"c{i}" for i in range(len(cells))]
    figure = {"id": name, "kind": "table", "title": "T", "columns": columns, "rows": [row]}
    return FIGURE.validate_python(figure)


def claim(*experiments: str):
    parts = [{"label": e, "of": {"experiment": e, "metric": "m"}, "stated": 1} for e in experiments]
    return CLAIM.validate_python(
        {"id": "X1", "locator": "1", "text": "t", "kind": "count", "parts": parts}
    )


def names(figures, claim, shows="table") -> list[str]:
    document = Document("x-2000", CARD, figures=tuple(figures))
    results = [{"name": f.id, "anchor": f.id, "shows": shows} for f in figures]
    return [found["name"] for found in seen_in(document, claim, results)]


def test_the_most_telling_come_first_and_few_are_named() -> None:
    figures = [
        table("all", "a", "b", "c", "d"),
        table("none-of-it", "x", "y"),
        table("both", "a", "b"),
        table("one", "a"),
        table("half", "a", "z"),
    ]
    assert names(figures, claim("a", "b")) == ["both", "one", "all"]


def test_what_is_not_drawn_is_not_named() -> None:
    assert names([table("one", "a")], claim("a"), shows="nothing") == []
    assert names([table("one", "b")], claim("a")) == []
