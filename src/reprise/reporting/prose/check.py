"""Whether a document's prose is well-formed, names what exists, and states no result itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reprise.documents.document import Document
from reprise.documents.names.check import unknown_name
from reprise.documents.plan import Plan
from reprise.documents.references import left_out_words, split_name
from reprise.problems import Problem, nearest
from reprise.reporting.prose.calls import Call, ValueCall, VerdictCall
from reprise.reporting.prose.tree import Node, parse_prose

LITERAL = re.compile(r"\d*\.\d+")
"""A number with a decimal point: a result that no run stands behind."""


def check_prose(document: Document, plan: Plan, left_out: Collection[str] = ()) -> list[Problem]:
    """Every problem of ``prose.md``; ``plan`` is the full-scale one, which has all variants.

    ``left_out`` names the documents that are there and not in the plan.
    """
    file = f"{document.slug}/prose.md"
    sections, problems = parse_prose(document.prose, file)
    for node in walk([node for section in sections for node in section.nodes]):
        words = None
        if node["type"] == "text":
            words = _literal(node["text"])
        elif node["type"] == "call":
            words = _unresolved(node["call"], document, plan, left_out)
        if words:
            problems.append(Problem(file, f"line {node['line']}", words))
    return problems


def walk(nodes: list[Node]) -> Iterator[Node]:
    """All nodes at any depth, in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.get("children", []))
        for item in node.get("items", []):
            yield from walk(item)


def _literal(text: str) -> str | None:
    """What is wrong with plain words: a result that is typed, or braces that do not compute."""
    if "{{" in text:
        return "'{{' is never closed"
    found = LITERAL.search(text)
    if not found:
        return None
    return (
        f"a literal number '{found[0]}'; let {{{{ value(...) }}}} compute it, "
        "or set it in backticks where it is no result"
    )


def _unresolved(
    call: Call, document: Document, plan: Plan, left_out: Collection[str]
) -> str | None:
    if isinstance(call, ValueCall):
        name = split_name(document.slug, call.experiment)
        if name[0] in left_out:
            return left_out_words(call.experiment, name[0], plan)
        if name not in plan.variants:
            known = [e if s == document.slug else f"{s}/{e}" for s, e in plan.variants]
            return f"there is no experiment '{call.experiment}'; {nearest(call.experiment, known)}"
        if call.variant not in plan.variants[name]:
            hint = nearest(call.variant, plan.variants[name])
            return f"'{call.experiment}' has no variant '{call.variant}'; {hint}"
        named = (call.experiment, call.variant, "metric", call.metric)
        return unknown_name(plan, document.slug, *named) or None
    if isinstance(call, VerdictCall) and call.claim not in {c.id for c in document.claims}:
        hint = nearest(call.claim, [c.id for c in document.claims])
        return f"there is no claim '{call.claim}'; {hint}"
    return None
