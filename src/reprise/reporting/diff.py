"""``reprise diff``: what changed between two builds, as text, Markdown, or a page."""

from __future__ import annotations

from pathlib import Path

from reprise.comparing import words
from reprise.comparing.differences import Differences, NumberChange, VerdictChange, differences
from reprise.comparing.markdown import markdown
from reprise.comparing.model import read_made
from reprise.comparing.text import text
from reprise.reporting.build import Json
from reprise.reporting.html import environment
from reprise.reporting.sources import TEMPLATES
from reprise.reporting.words import badge


def diff(old: Path, new: Path, form: str) -> tuple[str, bool]:
    """The differences of two reports in one of ``FORMS``, and whether there are any.

    Raises
    ------
    DocumentError
        When one of them is no report that can be compared.
    """
    found = differences(read_made(old), read_made(new))
    return FORMS[form](found), bool(found)


def page(found: Differences) -> str:
    """A self-contained page in the report's own styles."""
    return environment(TEMPLATES).get_template("diff.html").render(diff=_content(found))


FORMS = {"text": text, "markdown": markdown, "html": page}


def _content(found: Differences) -> Json:
    """All that the page shows, as plain data."""
    return {
        "old": found.old.origin,
        "new": found.new.origin,
        "scales": words.scales(found),
        "summary": words.summary(found),
        "compared": words.numbers_compared(found),
        "config": [{"key": key, "old": old, "new": new} for key, old, new in found.config],
        "verdicts": [_verdict(change, found) for change in found.verdicts],
        "numbers": [_number(change) for change in found.numbers],
        "lists": [
            {"name": name, "added": added, "removed": removed, "remade": remade}
            for name, added, removed, remade in (
                ("Claims", found.claims_added, found.claims_removed, ()),
                ("Runs", found.runs_added, found.runs_removed, found.runs_remade),
                ("Documents", found.documents_added, found.documents_removed, ()),
            )
            if added or removed or remade
        ],
    }


def _verdict(change: VerdictChange, found: Differences) -> Json:
    return {
        "document": change.document,
        "claim": change.claim,
        "old": {**badge(change.old.verdict), "provisional": change.old.provisional},
        "new": {**badge(change.new.verdict), "provisional": change.new.provisional},
        "because": words.because(change, found),
    }


def _number(change: NumberChange) -> Json:
    old, new = words.old_and_new(change)
    return {
        "place": words.place(change),
        "metric": change.metric,
        "old": old,
        "new": new,
        "how": words.how(change),
    }
