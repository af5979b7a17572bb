"""Read YAML as people mean it: 1e-3 is a number, `on` is a word, a key stands once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from reprise.problems import Problem


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.1 with the two surprises of number and truth mended, and no doubled keys."""


# YAML 1.2 core schema, section 10.3.2: floats need no dot, only true and false are booleans.
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_BOOL = re.compile(r"^(true|True|TRUE|false|False|FALSE)$")

# Dates and numbers to base 60 are words here, as in YAML 1.2; so are YAML 1.1's own truths.
DROPPED = (":float", ":bool", ":int", ":timestamp")
_INT = re.compile(r"^[-+]?[0-9]+$")

_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(DROPPED)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))  # decimal, also with a leading zero


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str | int | float | bool | None):
            raise yaml.constructor.ConstructorError(
                None, None, "a key must be a word or a number", key_node.start_mark
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key '{key}' stands twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def read_yaml(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """The content of a YAML file, or the one problem that keeps it from being read."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [Problem(name, "", "the file is missing")]
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(name, "", f"cannot be read: {error}")]
    try:
        return yaml.load(text, _Loader), []
    except yaml.YAMLError as error:
        return None, [Problem(name, *_where(error))]
    except (ValueError, RecursionError) as error:
        return None, [Problem(name, "", f"not valid YAML: {error}")]


def _where(error: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or str(error).replace("\n", " ")
    return (f"line {mark.line + 1}" if mark else "", f"not valid YAML: {words}")
