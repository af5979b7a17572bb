"""What a value should have been, in plain words: the library's findings translated."""

from __future__ import annotations

from typing import Any

LONGEST = 60
"""Characters of a value that are shown."""

KINDS = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "words",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "none_required": "nothing",
}

PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a kebab-case name (small letters, digits and single hyphens)",
    r"^-?\d+(\.\d+)?$": "a number in quotes, as it is printed, such as '0.50'",
    r"^[A-Za-z][A-Za-z0-9.-]{0,30}$": "a letter, then at most 30 letters, digits, dots or hyphens",
    r"^[A-Z]-X[0-9]{1,3}$": "an id such as B-X1",
}


def needed(finding: Any) -> str:
    """What a value should be, or nothing where the finding is about something else.

    ``finding`` is one of pydantic's: its type, its context and the value.
    """
    kind, context = finding["type"], finding.get("ctx", {})
    if kind in KINDS:
        return KINDS[kind]
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return _limit(kind, context)
    if kind in ("too_short", "too_long"):
        least = kind == "too_short"
        count = context["min_length" if least else "max_length"]
        return f"at {'least' if least else 'most'} {count} {'item' if count == 1 else 'items'}"
    if kind == "string_too_short":
        least = context["min_length"]
        return "words" if least == 1 else f"at least {least} characters"
    if kind == "string_too_long":
        most = context["max_length"]
        return f"at most {most} {'character' if most == 1 else 'characters'}"
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
    return ""


def _limit(kind: str, context: Any) -> str:
    words = {
        "greater_than": ("gt", "above"),
        "greater_than_equal": ("ge", "of at least"),
        "less_than": ("lt", "below"),
        "less_than_equal": ("le", "of at most"),
    }
    name, relation = words[kind]
    return f"a number {relation} {context[name]:g}"


def shown(value: Any) -> str:
    """A value as a reader knows it from the file, cut short where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def remedy(value: Any, wanted: str) -> str:
    """How to write it, where that is plain."""
    if isinstance(value, str) and wanted.startswith(("a whole number", "a number ", "a number")):
        return "; take the quotes off" if _is_number(value) else ""
    if isinstance(value, float) and wanted == "a whole number" and value.is_integer():
        return f"; write {int(value)}"
    if isinstance(value, str) and wanted == "true or false" and value.lower() in TRUTHS:
        return f"; write {TRUTHS[value.lower()]}"
    if isinstance(value, str | int | float) and wanted == "a list":
        return f"; write [{value}]"
    if isinstance(value, int | float) and wanted.startswith(("words", "a number in quotes")):
        return f"; write '{str(value).lower()}'"
    return ""


TRUTHS = {"on": "true", "yes": "true", "true": "true"} | {
    "off": "false",
    "no": "false",
    "false": "false",
}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text and text.strip().lower().lstrip("+-") not in ("nan", "inf", "infinity")
