"""Differences as Markdown, for a pull request: tables, and the runs folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reprise.comparing import words
from reprise.comparing.differences import Differences

MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")
"""What Markdown, or HTML inside it, would read as more than text."""


def markdown(found: Differences) -> str:
    """What changed, in GitHub's Markdown; ends with a line break."""
    return "\n\n".join(_parts(found)) + "\n"


def escaped(text: str) -> str:
    """Text that stays text, also inside the cell of a table."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))


def _parts(found: Differences) -> Iterator[str]:
    yield "## What changed"
    if said := words.scales(found):
        yield f"> **{escaped(said)}**"
    yield f"**{escaped(words.summary(found))}** {escaped(words.numbers_compared(found))}"
    yield f"Old: {escaped(found.old.origin)}. New: {escaped(found.new.origin)}."
    if found.config:
        yield _table(("configuration", "old", "new"), found.config)
    if found.verdicts:
        yield "### Verdicts"
        yield _table(("document", "claim", "old", "new", "behind it"), _verdicts(found))
    if found.numbers:
        yield "### Numbers"
        yield _table(("experiment", "metric", "old", "new", ""), _numbers(found))
    yield from _folded("Claims", _signed(found.claims_added, found.claims_removed))
    yield from _folded("Runs", _runs(found))
    yield from _folded("Documents", _signed(found.documents_added, found.documents_removed))


def _verdicts(found: Differences) -> Iterator[Sequence[str]]:
    for change in found.verdicts:
        standings = words.standing(change.old), words.standing(change.new)
        yield change.document, change.claim, *standings, words.because(change, found)


def _numbers(found: Differences) -> Iterator[Sequence[str]]:
    for change in found.numbers:
        yield words.place(change), change.metric, *words.old_and_new(change), words.how(change)


def _runs(found: Differences) -> Iterator[tuple[str, str]]:
    yield from _signed(found.runs_added, found.runs_removed)
    yield from (("made anew", f"{old} → {new}") for old, new in found.runs_remade)


def _signed(added: tuple[str, ...], removed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("added", name) for name in added)
    yield from (("removed", name) for name in removed)


def _folded(name: str, items: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"- {word}: {escaped(item)}" for word, item in items]
    if lines:
        yield f"<details><summary>{name} ({len(lines)})</summary>"
        yield "\n".join(lines)
        yield "</details>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head)]
    lines += [[escaped(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
