"""What changed since the accepted build, for the top of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reprise.analysis.naming import variant_label
from reprise.comparing import words
from reprise.comparing.differences import Differences, NumberChange, VerdictChange, differences
from reprise.comparing.model import Comparison, Made, read_made
from reprise.problems import DocumentError
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.names import short_name
from reprise.reporting.words import badge

MOST = 6
"""Changes of a kind that are listed; more of them are counted."""

Names = Mapping[str, str]
"""Slug -> short name, of the documents that this build has."""

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
    names = {slug: short_name(document.card) for slug, document in build.plan.documents.items()}
    return {
        "sentence": f"{lead}: {said[:1].lower()}{said[1:]}",
        "scales": scales,
        "verdicts": [_verdict(change, made, names) for change in made.verdicts[:MOST]],
        "numbers": [_number(change, names) for change in made.numbers[:MOST]],
        "lists": _lists(made, names),
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


def _named(slug: str, names: Names) -> str:
    """The document's short name; the slug of one that this build does not have."""
    return names.get(slug, slug)


def _verdict(change: VerdictChange, made: Differences, names: Names) -> Json:
    return {
        "document": _named(change.document, names),
        "id": change.claim,
        "anchor": anchors.claim(change.document, change.claim),
        "old": {**badge(change.old.verdict), "provisional": change.old.provisional},
        "new": {**badge(change.new.verdict), "provisional": change.new.provisional},
        "because": words.because(change, made) or None,
    }


def _number(change: NumberChange, names: Names) -> Json:
    old, new = words.old_and_new(change)
    label = variant_label(change.experiment, change.variant)
    return {
        "label": f"{_named(change.document, names)}: {change.metric} of {label}",
        "anchor": anchors.variant(change.document, change.experiment, change.variant),
        "old": old,
        "new": new,
        "how": words.how(change),
    }


def _lists(made: Differences, names: Names) -> list[Json]:
    """What came and went, by name where that is short."""

    def claims(found: Sequence[str]) -> list[str]:
        parts = (claim.partition(" ") for claim in found)
        return [f"{_named(slug, names)} {claim}" for slug, _, claim in parts]

    kinds: list[tuple[str, Sequence[str]]] = [
        ("Documents added", [_named(slug, names) for slug in made.documents_added]),
        ("Documents removed", made.documents_removed),
        ("Claims added", claims(made.claims_added)),
        ("Claims removed", claims(made.claims_removed)),
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
