"""Parsed prose with its calls answered: the node tree of ``report.json``."""

from __future__ import annotations

from collections.abc import Callable

from reprise.reporting.prose.calls import Call
from reprise.reporting.prose.tree import Node


def resolved(nodes: list[Node], answer: Callable[[Call], Node]) -> list[Node]:
    """The nodes without line numbers, each call replaced by what ``answer`` gives for it."""
    found: list[Node] = []
    for node in nodes:
        new = answer(node["call"]) if node["type"] == "call" else _copied(node, answer)
        if found and new["type"] == found[-1]["type"] == "text":
            found[-1] = {"type": "text", "text": found[-1]["text"] + new["text"]}
        else:
            found.append(new)
    return found


def _copied(node: Node, answer: Callable[[Call], Node]) -> Node:
    copy = {key: value for key, value in node.items() if key != "line"}
    if "children" in node:
        copy["children"] = resolved(node["children"], answer)
    if "items" in node:
        copy["items"] = [resolved(item, answer) for item in node["items"]]
    return copy
