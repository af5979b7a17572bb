"""Searches that go with committed records: what was found, and the runs that it rests on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from reprise.documents.plan import Plan
from reprise.paths import Layout
from reprise.search.kept import kept_search

FOLDER = "searches"
"""Below the committed records; in it a folder for each scale."""


def current(plan: Plan, layout: Layout) -> Iterator[tuple[Path, set[str]]]:
    """The searches of a build that still hold: each one's file, and the ids of its runs."""
    for slug, document in plan.documents.items():
        for claim in document.claims:
            found = kept_search(plan, layout, slug, claim.id)
            if found is not None:
                yield layout.search(slug, claim.id), _runs(found)


def committed(folder: Path, part: Path) -> Iterator[tuple[Path, set[str]]]:
    """The committed searches that the new records have not anew, with the ids of their runs."""
    for file in sorted((folder / FOLDER).glob("*/*.json")):
        if not (part / file.relative_to(folder)).exists():
            yield file, _runs(json.loads(file.read_text(encoding="utf-8")))


def keep(file: Path, scale: str, folder: Path) -> None:
    """Copy one among the committed records."""
    target = folder / FOLDER / scale
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, target / file.name)


def lay_out(folder: Path, layout: Layout) -> None:
    """Copy the committed ones of a scale to where its report looks for them."""
    source = folder / FOLDER / layout.scale
    if source.is_dir():
        shutil.copytree(source, layout.search("x", "y").parent)


def _runs(found: dict) -> set[str]:
    settings = [setting for one in found["experiments"] for setting in one["settings"]]
    return {run_id for setting in settings for run_id in setting["runs"]}
