"""What may stand between ``{{`` and ``}}``: three calls with literal arguments.

``value('<experiment>', '<metric>', variant='main', digits=3)``: the mean over seeds;
``verdict('<claim id>')``: what became of a claim;
``count('<verdict>')``: how many claims of the document have that verdict.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass, fields

from reprise.analysis.words import VERDICTS
from reprise.documents.plan import MAIN
from reprise.problems import nearest


@dataclass(frozen=True)
class ValueCall:
    experiment: str
    metric: str
    variant: str = MAIN
    digits: int = 3


@dataclass(frozen=True)
class VerdictCall:
    claim: str


@dataclass(frozen=True)
class CountCall:
    verdict: str


Call = ValueCall | VerdictCall | CountCall

CALLS: dict[str, type] = {"value": ValueCall, "verdict": VerdictCall, "count": CountCall}
MOST_DIGITS = 8


class CallError(ValueError):
    """Words on what is wrong with a call."""


def parse_call(source: str) -> Call:
    """Read one call; raises ``CallError``."""
    source = source.strip()
    try:
        node = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise CallError(
            f"'{source}' is no call such as value('<experiment>', '<metric>')"
        ) from None
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise CallError(f"'{source}' is no call such as value('<experiment>', '<metric>')")
    name = node.func.id
    if name not in CALLS:
        raise CallError(f"there is no '{name}(...)'; {nearest(name, CALLS)}")
    try:
        positional = [ast.literal_eval(argument) for argument in node.args]
        named = {word.arg or "**": ast.literal_eval(word.value) for word in node.keywords}
    except ValueError:
        raise CallError(f"{name}(...) takes quoted words and numbers only") from None
    try:
        arguments = inspect.signature(CALLS[name]).bind(*positional, **named).arguments
    except TypeError as error:
        raise CallError(f"{name}(...): {error}") from None
    return _checked(CALLS[name](**arguments), name)


def _checked(call: Call, name: str) -> Call:
    for field in fields(call):
        value = getattr(call, field.name)
        if type(value).__name__ != field.type:
            words = "a quoted word" if field.type == "str" else "a whole number"
            raise CallError(f"{name}(...): {field.name} must be {words}, not {value!r}")
    if isinstance(call, ValueCall) and not 0 <= call.digits <= MOST_DIGITS:
        raise CallError(f"value(...): digits must be between 0 and {MOST_DIGITS}")
    if isinstance(call, CountCall) and call.verdict not in VERDICTS:
        raise CallError(f"there is no verdict '{call.verdict}'; {nearest(call.verdict, VERDICTS)}")
    return call
