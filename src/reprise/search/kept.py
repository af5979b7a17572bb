"""A search that was made earlier, where it still speaks of what the documents say now."""

from __future__ import annotations

import json
from typing import Any

from reprise.documents.plan import Plan
from reprise.paths import Layout
from reprise.search.candidates import STATED, Candidate
from reprise.search.printed import printed_numbers

Json = dict[str, Any]

SCHEMA = 1


def kept_search(plan: Plan, layout: Layout, slug: str, claim_id: str) -> Json | None:
    """What is kept of a claim's search; None where there is none, or it is out of date.

    It is, where the set-up as stated has other runs by now, other numbers are printed or other
    tolerances declared, or where the record of a run is gone.
    """
    try:
        content = json.loads(layout.search(slug, claim_id).read_text(encoding="utf-8"))
        current = content["schema"] == SCHEMA and all(
            _is_current(plan, layout, slug, found) for found in content["experiments"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return content if current else None


def tried_before(content: Json | None, experiment: str) -> list[Candidate]:
    """The settings that a kept search tried of an experiment: they go on counting as tries."""
    return [
        Candidate(setting["name"], setting["settings"])
        for found in (content["experiments"] if content else ())
        for setting in found["settings"]
        if found["experiment"] == experiment and setting["name"] != STATED.name
    ]


def _is_current(plan: Plan, layout: Layout, slug: str, found: Json) -> bool:
    variants = plan.variants.get((slug, found["experiment"]))
    if variants is None:
        return False
    numbers = printed_numbers(plan.documents[slug], found["experiment"])
    same = [(n.label, n.printed, n.tau) for n in numbers]
    if same != [(n["label"], n["printed"], n["tau"]) for n in found["numbers"]]:
        return False
    planned = {run.id for variant in variants.values() for run in variant.runs}
    stated = {i for s in found["settings"] if s["name"] == STATED.name for i in s["runs"]}
    runs = {run_id for setting in found["settings"] for run_id in setting["runs"]}
    return stated <= planned and all(layout.record(run_id).exists() for run_id in runs)
