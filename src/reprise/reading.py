"""Read YAML as people mean it: 1e-3 is a number, `on` is a word, a key stands once."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import yaml

from reprise.problems import Problem

MOST_VALUES = 500_000
"""Values of one file, aliases written out: far beyond any document, soon counted."""

LONGEST = 40
"""Characters of a number."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What no terminal, page or PDF should be given: control characters but tab and line feed."""

MERGE = "tag:yaml.org,2002:merge"

HINTS = {
    "cannot start any token": "indent with spaces, not tabs, and put a text that begins with "
    "a sign in quotes",
    "mapping values are not allowed": "put a text that holds a colon in quotes, or mend the "
    "indentation",
    "could not find expected ':'": "put a colon and a blank after the key",
    "did not find expected ',' or": "close the bracket, or put a comma between its values",
    "did not find expected key": "mend the indentation, or put the text in quotes",
    "did not find expected '-' indicator": "mend the indentation of the list",
    "block sequence entries are not allowed": "begin the list on a line of its own, or put the "
    "text in quotes",
    "violates indentation": "indent with spaces, not tabs",
    "did not find expected node content": "close the bracket, or put the text in quotes",
    "undefined alias": "define it before its use, with &, or put the text in quotes",
    "unconstructable recursive": "write the value out: an alias cannot stand within itself",
    "second occurrence": "give each anchor a name of its own",
    "unexpected end of stream": "close the quotes or the bracket",
    "another document": "take the line --- out",
    "special characters": "take the character out",
    "control characters": "take the character out",
}
"""What to do about the parser's complaints."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.1 with the two surprises of number and truth mended, and no doubled keys."""


# YAML 1.2 core schema, section 10.3.2: floats need no dot, only true and false are booleans.
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_BOOL = re.compile(r"^(true|True|TRUE|false|False|FALSE)$")

# Dates and numbers to base 60 are words here, as in YAML 1.2; so are YAML 1.1's own truths.
DROPPED = (":float", ":bool", ":int", ":timestamp", ":value")
_INT = re.compile(r"^[-+]?[0-9]+$")

_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(DROPPED)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOL, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _INT, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+0123456789."))


class _Refused(yaml.constructor.ConstructorError):
    """YAML in order, but with something that is not read here; its words need no more."""

    def __init__(self, words: str, node: yaml.Node) -> None:
        super().__init__(None, None, words, node.start_mark)


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    """A decimal number, also with a leading zero, within 64 bits."""
    digits = loader.construct_scalar(node)
    if not _INT.match(digits):
        raise _Refused(f"'{digits}' is no whole number; write digits only", node)
    if len(digits) > LONGEST or not -(2**63) <= int(digits) < 2**63:
        raise _Refused(f"{_short(digits)} is too large; whole numbers end at 2^63 - 1", node)
    return int(digits)


def _float(loader: _Loader, node: yaml.ScalarNode) -> float:
    digits = loader.construct_scalar(node)
    if not _FLOAT.match(digits) or not math.isfinite(float(digits)):
        words = f"'{_short(digits)}' is no finite number; write one such as 0.5 or 1.0e-3"
        raise _Refused(words, node)
    return float(digits)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise _Refused("the tag !!map is for keys with values; take it out", node)
    seen: set[str] = set()
    for key_node, _ in node.value:
        if key_node.tag == MERGE:
            raise _Refused("merge keys (<<) are not read here; write the keys out", key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            raise _Refused("a key must be a word or a number; write it in quotes", key_node)
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            words = f"the key {key_node.value} is no name; write it in quotes: '{key_node.value}'"
            raise _Refused(words, key_node)
        if key in seen:
            raise _Refused(f"the key '{key}' stands twice; take one of them out", key_node)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


def _unknown(loader: _Loader, node: yaml.Node) -> None:
    words = f"the tag '{node.tag}' is not read here; write plain words, numbers, lists and keys"
    raise _Refused(words, node)


# None of the other kinds (dates, sets, bytes, pairs) could be written into a record.
_Loader.yaml_constructors = {
    tag: made
    for tag, made in yaml.SafeLoader.yaml_constructors.items()
    if tag is not None and tag.rpartition(":")[2] in ("null", "bool", "str", "seq")
}
_Loader.add_constructor(None, _unknown)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def read_yaml(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """The content of a YAML file, or the one problem that keeps it from being read."""
    try:
        if path.exists() and not path.is_file():
            return None, [Problem(name, "", f"{path} is no file; put one in its place")]
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, [Problem(name, "", f"the file is missing; it is looked for at {path}")]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [Problem(name, f"line {line}", "is no UTF-8 text; save it as UTF-8")]
    except OSError as error:
        return None, [Problem(name, "", f"{path} cannot be read: {error.strerror}")]
    try:
        content = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        return None, [Problem(name, *_where(error))]
    except RecursionError:
        return None, [Problem(name, "", "is nested too deeply; take levels out")]
    except ValueError as error:
        return None, [Problem(name, "", f"not valid YAML: {error}")]
    problem = _unusable(content, name)
    return (None, [problem]) if problem else (content, [])


def _where(error: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or " ".join(str(error).split())
    place = f"line {mark.line + 1}" if mark else ""
    if isinstance(error, _Refused):
        return place, words
    hint = next((hint for part, hint in HINTS.items() if part in words), "check the lines above")
    return place, f"not valid YAML: {words}; {hint}"


def _unusable(content: Any, name: str) -> Problem | None:
    """An alias that goes round in a circle or swells up, or a character that cannot be printed."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), content)]
    for _ in range(MOST_VALUES):
        if not waiting:
            return None
        path, value = waiting.pop()
        if isinstance(value, str):
            odd = CONTROL.search(value)
            if odd:
                words = f"holds the control character {odd[0]!r}; take it out"
                return Problem(name, ".".join(path), words)
        elif isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
            waiting += [((*path, "a key"), key) for key in value]
        elif isinstance(value, list):
            waiting += [((*path, str(n)), inner) for n, inner in enumerate(value, start=1)]
    words = f"has more than {MOST_VALUES} values, or an alias within itself; write it out"
    return Problem(name, "", words)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
