"""What changed since the accepted build, for the top of the report."""

from __future__ import annotations

from collections.abc import Sequence

from reprise.comparing import words
from reprise.comparing.differences import Differences, NumberChange, VerdictChange, differences
from reprise.comparing.model import Comparison, Made, read_made
from reprise.problems import DocumentError
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.words import badge

MOST = 6
"""Changes of a kind that are listed; more of them are counted."""

AGAIN = "Accept one anew with `reprise accept`."


def changes(build: Build, found: Comparison) -> Json | None:
    """A sentence and short lists; None where no build was accepted.

    A reference that cannot be read is said in the sentence: it costs no report.
    """
    file = build.layout.accepted
    if not file.exists():
        return None
    try:
        accepted = read_made(file)
    except DocumentError as error:
        what = error.problems[0].message.partition(";")[0]
        return _empty(f"The accepted build cannot be compared, its file {what}. {AGAIN}")
    made = differences(accepted, Made(found, None, False, {}))
    said = words.summary(made)
    lead = f"Since the accepted build ({accepted.origin})"
    scales = words.scales(made)
    return {
        "sentence": f"{lead}: {said[:1].lower()}{said[1:]}",
        "scales": scales,
        "verdicts": [_verdict(change, made) for change in made.verdicts[:MOST]],
        "numbers": [_number(change) for change in made.numbers[:MOST]],
        "lists": _lists(made),
        "more": _more(made),
    }


def _empty(sentence: str) -> Json:
    return {
        "sentence": sentence,
        "scales": None,
        "verdicts": [],
        "numbers": [],
        "lists": [],
        "more": None,
    }


def _verdict(change: VerdictChange, made: Differences) -> Json:
    return {
        "document": change.document,
        "id": change.claim,
        "anchor": anchors.claim(change.document, change.claim),
        "old": {**badge(change.old.verdict), "provisional": change.old.provisional},
        "new": {**badge(change.new.verdict), "provisional": change.new.provisional},
        "because": words.because(change, made) or None,
    }


def _number(change: NumberChange) -> Json:
    old, new = words.old_and_new(change)
    return {
        "label": f"{change.metric} of {words.place(change)}",
        "anchor": anchors.variant(change.document, change.experiment, change.variant),
        "old": old,
        "new": new,
        "how": words.how(change),
    }


def _lists(made: Differences) -> list[Json]:
    """What came and went, by name where that is short."""
    kinds: list[tuple[str, Sequence[str]]] = [
        ("Documents added", made.documents_added),
        ("Documents removed", made.documents_removed),
        ("Claims added", made.claims_added),
        ("Claims removed", made.claims_removed),
        ("Runs added", made.runs_added),
        ("Runs removed", made.runs_removed),
        ("Runs made anew", [new for _, new in made.runs_remade]),
    ]
    return [
        {
            "name": name,
            "count": len(items),
            "items": list(items) if len(items) <= MOST else [],
        }
        for name, items in kinds
        if items
    ]


def _more(made: Differences) -> str | None:
    """That lists were cut short, and where the whole of them is."""
    left = max(0, len(made.verdicts) - MOST) + max(0, len(made.numbers) - MOST)
    return f"{left} more: `reprise diff` lists all of them." if left else None
