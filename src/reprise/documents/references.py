"""Whether claims and figures speak of experiments and variants that exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from reprise.documents.models.claim import Measure
from reprise.documents.plan import Plan
from reprise.problems import Problem, nearest


def split_name(slug: str, name: str) -> tuple[str, str]:
    """``experiment`` or ``slug/experiment`` -> (slug, experiment)."""
    head, _, tail = name.rpartition("/")
    return head or slug, tail


def references(item: Any) -> Iterator[tuple[str, str]]:
    """(experiment, variant) of every measure, series or part below a claim or figure."""
    if isinstance(item, BaseModel):
        if hasattr(item, "experiment") and hasattr(item, "variant"):
            yield item.experiment, item.variant
        if not isinstance(item, Measure):
            for name in type(item).model_fields:
                yield from references(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from references(part)


def check_references(plan: Plan) -> list[Problem]:
    """One problem for each reference that does not resolve in a full-scale plan."""
    problems = []
    for slug, document in plan.documents.items():
        items = [(f"{slug}/claims.yaml", f"claim {c.id}", c) for c in document.claims]
        items += [(f"{slug}/figures.yaml", f"figure {f.id}", f) for f in document.figures]
        for file, place, item in items:
            for experiment, variant in dict.fromkeys(references(item)):
                words = _unresolved(plan, split_name(slug, experiment), variant, slug)
                if words:
                    problems.append(Problem(file, place, words))
    return problems


def _unresolved(plan: Plan, name: tuple[str, str], variant: str, slug: str) -> str:
    if name not in plan.variants:
        known = [e if s == slug else f"{s}/{e}" for s, e in plan.variants]
        shown = name[1] if name[0] == slug else "/".join(name)
        return f"there is no experiment '{shown}'; {nearest(shown, known)}"
    variants = plan.variants[name]
    if variant not in variants:
        return f"'{name[1]}' has no variant '{variant}'; {nearest(variant, variants)}"
    return ""
