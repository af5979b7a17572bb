"""The words around the results: Markdown with computed values, and no literal result."""

from __future__ import annotations

from collections.abc import Collection

from reprise.documents.plan import Plan
from reprise.problems import Problem
from reprise.reporting.prose.check import check_prose

__all__ = ["check_prose", "prose_problems"]


def prose_problems(full: Plan, left_out: Collection[str] = ()) -> list[Problem]:
    """What is wrong in the prose of all documents; needs the full-scale plan."""
    return [
        problem
        for document in full.documents.values()
        for problem in check_prose(document, full, left_out)
    ]
