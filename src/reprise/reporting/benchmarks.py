"""The last committed answers of ``make bench``, as sections of paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reprise.digest import SOURCE
from reprise.reporting.build import Json

FILE = SOURCE.parent / "benchmarks" / "results.md"
"""Written by ``benchmarks/run.py`` together with the numbers in ``results.json``."""


def benchmarks(file: Path = FILE) -> list[Json]:
    """One section per question: its title, and blocks that are a ``text`` or a table.

    A table has a ``head`` and ``rows`` of as many cells. Nothing where the file does not lie here.
    """
    try:
        content = file.read_text(encoding="utf-8")
    except OSError:
        return []
    tokens = MarkdownIt("commonmark").enable("table").parse(content)
    sections: list[Json] = []
    for kind, found in _blocks(tokens):
        if kind == "h2":
            sections.append({"title": found, "blocks": []})
        elif sections:
            sections[-1]["blocks"].append(found)
    return sections


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str | Json]]:
    """Headings, paragraphs and tables in order."""
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        match before.type:
            case "heading_open":
                yield before.tag, token.content
            case "paragraph_open":
                yield "text", {"text": token.content.replace("\n", " ")}
            case "table_open":
                rows = []
            case "tr_open":
                rows.append([])
            case "th_open" | "td_open":
                rows[-1].append(token.content)
            case "tbody_close":
                yield "table", {"head": rows[0], "rows": rows[1:]}
