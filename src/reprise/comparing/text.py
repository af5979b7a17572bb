"""Differences as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from reprise.comparing import words
from reprise.comparing.differences import Differences


def text(found: Differences) -> str:
    """What changed, a block per kind; ends with a line break."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Differences) -> Iterator[str]:
    if said := words.scales(found):
        yield said
    yield f"old: {found.old.origin}"
    yield f"new: {found.new.origin}"
    for key, old, new in found.config:
        yield f"config {key}: {old} → {new}"
    yield words.summary(found)
    yield words.numbers_compared(found)
    yield from _block("verdicts", _verdicts(found))
    yield from _block("numbers", _numbers(found))
    yield from _block("claims", _signed(found.claims_added, found.claims_removed))
    yield from _block("runs", _runs(found))
    yield from _block("documents", _signed(found.documents_added, found.documents_removed))


def _block(name: str, lines: Iterator[str]) -> Iterator[str]:
    made = list(lines)
    if made:
        yield ""
        yield name
        yield from (f"  {line}" for line in made)


def _verdicts(found: Differences) -> Iterator[str]:
    for change in found.verdicts:
        reason = words.because(change, found)
        moved = f"{words.standing(change.old)} → {words.standing(change.new)}"
        yield f"{change.document} {change.claim}: {moved}" + (f" [{reason}]" if reason else "")


def _numbers(found: Differences) -> Iterator[str]:
    for change in found.numbers:
        old, new = words.old_and_new(change)
        yield f"{words.place(change)} {change.metric}: {old} → {new} [{words.how(change)}]"


def _runs(found: Differences) -> Iterator[str]:
    yield from _signed(found.runs_added, found.runs_removed)
    yield from (f"~ {old} → {new}" for old, new in found.runs_remade)


def _signed(added: tuple[str, ...], removed: tuple[str, ...]) -> Iterator[str]:
    yield from (f"+ {name}" for name in added)
    yield from (f"- {name}" for name in removed)
