"""What is wrong with the words and formulas of the documents, before anything is computed."""

from __future__ import annotations

from reprise.documents.plan import Plan
from reprise.problems import Problem
from reprise.reporting.formulas import formula_problems
from reprise.reporting.prose import prose_problems


def content_problems(full: Plan) -> list[Problem]:
    """Problems of prose and formulas; needs the full-scale plan, which has all variants."""
    return prose_problems(full) + formula_problems(full)
