"""The numbers of the literature that stand beside ours: loaded, and held against the plan."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reprise.documents.folder import LITERATURE as FILE
from reprise.documents.models.literature import LiteratureEntry
from reprise.documents.names.check import unknown_name
from reprise.documents.plan import Plan
from reprise.documents.references import unresolved
from reprise.problems import DocumentError, Problem, nearest, of_validation
from reprise.reading import read_yaml
from reprise.strict import read_strictly

ENTRY = TypeAdapter(LiteratureEntry)


def load_literature(root: Path) -> tuple[LiteratureEntry, ...]:
    """The entries below a folder of documents, in the order of the file; none without it.

    Raises
    ------
    DocumentError
        With every problem of the file.
    """
    file = root / FILE
    if not file.exists():
        return ()
    content, problems = read_yaml(file, FILE)
    if not problems and not isinstance(content, list):
        words = "must be a list of entries, each with a hyphen before its first key"
        problems = [Problem(FILE, "", words)]
    if problems:
        raise DocumentError(problems)
    found: dict[str, LiteratureEntry] = {}
    for position, raw in enumerate(content, start=1):
        name = raw.get("id") if isinstance(raw, dict) else None
        place = f"entry {name}" if isinstance(name, str) else f"entry number {position}"
        try:
            entry = read_strictly(ENTRY, {} if raw is None else raw)
        except ValidationError as error:
            problems += of_validation(error, ENTRY, FILE, place)
            continue
        if entry.id in found:
            words = "this id stands twice; give one of them another"
            problems.append(Problem(FILE, place, words))
        found[entry.id] = entry
    if problems:
        raise DocumentError(problems)
    return tuple(found.values())


def literature_problems(root: Path, full: Plan, left_out: Collection[str] = ()) -> list[Problem]:
    """What is wrong with the file, or not there; needs the full-scale plan, with all variants.

    ``left_out`` names documents that are there and not in the plan: what speaks of them waits.
    """
    try:
        entries = load_literature(root)
    except DocumentError as error:
        return error.problems
    found = ((item, _unknown(full, item)) for item in entries if item.ours.slug not in left_out)
    return [Problem(FILE, f"entry {item.id}", f"ours: {why}") for item, why in found if why]


def _unknown(full: Plan, item: LiteratureEntry) -> str:
    """Why ours cannot be measured; empty where it can."""
    ours = item.ours
    if ours.slug not in full.documents:
        return f"there is no document '{ours.slug}'; {nearest(ours.slug, full.documents)}"
    place = (ours.slug, ours.experiment.partition("/")[2])
    return unresolved(full, place, ours.variant, ours.slug) or unknown_name(
        full, ours.slug, ours.experiment, ours.variant, "metric", ours.metric
    )
