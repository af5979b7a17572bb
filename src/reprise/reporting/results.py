"""A document's figures and tables in the order of ``figures.yaml``."""

from __future__ import annotations

from pathlib import Path

from reprise.documents.models.figure import Figure
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.words import typeset

DATA = "data"
"""Folder beside the report that holds each figure's drawing and numbers."""


def results(build: Build, slug: str, chapter: int) -> list[Json]:
    """All figures, numbered by chapter; one that is not drawn yet shows nothing."""
    numbers = {"Table": 0, "Figure": 0}
    found = []
    for figure in build.plan.documents[slug].figures:
        noun = "Table" if figure.kind == "table" else "Figure"
        numbers[noun] += 1
        found.append(_figure(build, slug, figure, f"{noun} {chapter}.{numbers[noun]}"))
    return found


def _figure(build: Build, slug: str, figure: Figure, name: str) -> Json:
    """``shows`` says what there is: a drawing, a table, or nothing, and ``absent`` why then."""
    made = build.figures[slug].get(figure.id, {})
    shows = "drawing" if made.get("svg") else "table" if made.get("table") else "nothing"
    return {
        "id": figure.id,
        "anchor": anchors.figure(slug, figure.id),
        "name": name,
        "title": figure.title,
        "mirrors": figure.mirrors,
        "words": figure.caption,
        "shows": shows,
        "absent": "not drawn" if made and not made.get("missing") else "not run",
        "caption": made.get("caption"),
        "alt": made.get("alt"),
        "svg": _file(slug, made.get("svg")),
        "csv": _file(slug, made.get("csv")),
        "table": _table(build, made.get("table")),
        "trail": build.trail(made.get("runs", [])),
    }


def _file(slug: str, name: str | None) -> str | None:
    return None if name is None else f"{DATA}/{slug}/{Path(name).name}"


def _table(build: Build, table: Json | None) -> Json | None:
    """The table with each cell's place in the run appendix."""
    if table is None:
        return None
    rows = [
        {"label": row["label"], "cells": [_cell(build, cell) for cell in row["cells"]]}
        for row in table["rows"]
    ]
    return {"columns": table["columns"], "rows": rows}


def _cell(build: Build, cell: Json | None) -> Json | None:
    if cell is None:
        return None
    return {
        "text": typeset(cell["text"]),
        "printed": cell["printed"],
        "missing": cell["missing"],
        "anchor": build.anchor_of(cell["runs"]),
    }
