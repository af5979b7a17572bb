"""Values by dotted key: how experiments change each other, sweep, and shrink."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

MISSING = object()


def get(spec: Mapping[str, Any], key: str) -> Any:
    """The value at a dotted key, or ``MISSING``."""
    value: Any = spec
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return MISSING
        value = value[part]
    return value


def changed(spec: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the spec with the changes applied; a value of ``None`` removes its key."""
    result = copy.deepcopy(dict(spec))
    for key, value in changes.items():
        *parents, last = key.split(".")
        inner = result
        for part in parents:
            child = inner.get(part)
            if not isinstance(child, dict):
                child = {}
            inner[part] = child
            inner = child
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = copy.deepcopy(value)
    return result


def differences(full: Mapping[str, Any], used: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Dotted keys at which two specs differ."""
    found = []
    for key in sorted({*full, *used}):
        one, other = full.get(key), used.get(key)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += differences(one, other, f"{prefix}{key}.")
        elif one != other:
            found.append(prefix + key)
    return found


def label(key: str, value: Any) -> str:
    """A readable, path-safe name of one setting, such as ``learning-rate-0.003``."""
    name = key.split(".")[-1].replace("_", "-")
    if isinstance(value, list):
        text = "x".join(str(v) for v in value)
    elif isinstance(value, Mapping):
        text = "-".join(str(v) for v in value.values())
    elif value is None:
        text = "none"
    else:
        text = str(value).lower() if isinstance(value, bool) else f"{value}"
    safe = "".join(c if c.isalnum() or c in ".-" else "-" for c in text)
    return f"{name}-{safe}"
