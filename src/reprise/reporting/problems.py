"""What is wrong with the words and formulas of the documents, before anything is computed."""

from __future__ import annotations

from collections.abc import Collection

from reprise.documents.plan import Plan
from reprise.problems import Problem
from reprise.reporting.formulas import formula_problems
from reprise.reporting.prose import prose_problems


def content_problems(full: Plan, left_out: Collection[str] = ()) -> list[Problem]:
    """Problems of prose and formulas; needs the full-scale plan, which has all variants.

    ``left_out`` names the documents that are there and not in the plan.
    """
    return prose_problems(full, left_out) + formula_problems(full)
