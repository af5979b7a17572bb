"""The words around the results: Markdown with computed values, and no literal result."""

from __future__ import annotations

from reprise.documents.plan import Plan
from reprise.problems import Problem
from reprise.reporting.prose.check import check_prose

__all__ = ["check_prose", "prose_problems"]


def prose_problems(full: Plan) -> list[Problem]:
    """What is wrong in the prose of all documents; needs the full-scale plan."""
    return [p for document in full.documents.values() for p in check_prose(document, full)]
