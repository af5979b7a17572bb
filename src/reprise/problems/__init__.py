"""Errors for people: where it is, what is wrong, what would be right."""

from __future__ import annotations

import difflib
import types
import typing
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from reprise.problems.wording import needed, remedy, shown


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one file."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        parts = (self.file, self.place, self.message) if self.place else (self.file, self.message)
        return _printable(": ".join(parts))


def _printable(text: str) -> str:
    """One line that no terminal takes for commands, whatever a file holds."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in " ".join(text.split("\n")))


class DocumentError(Exception):
    """All problems found in the documents or the configuration, one line each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, valid: typing.Iterable[str]) -> str:
    """A hint: the nearest valid word, or all of them where there are few."""
    words = sorted(str(v) for v in valid)
    close = difflib.get_close_matches(str(word), words, n=1, cutoff=0.55)
    if close:
        return f"did you mean '{close[0]}'?"
    if 0 < len(words) <= 12:
        return f"valid are {', '.join(words)}"
    return f"there are {len(words)} valid ones" if words else "there is none to refer to"


def of_validation(error: ValidationError, model: Any, file: str, place: str) -> list[Problem]:
    """Translate pydantic's findings into problems, one for each place."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for finding in error.errors(include_url=False):
        path, annotation = _walk(model, finding["loc"])
        found.setdefault(_dotted(place, path), []).append((finding, annotation))
    return [Problem(file, where, words) for where, all_ in found.items() for words in _told(all_)]


def _told(findings: list[tuple[Any, Any]]) -> list[str]:
    """What is wrong in one place; a value that could be one of several things has one line."""
    wanted = [needed(finding) for finding, _ in findings]
    if not any(wanted):
        return [_message(finding, annotation) for finding, annotation in findings]
    for position, (finding, _) in enumerate(findings):
        if finding["type"] == "literal_error":
            wanted[position] = finding["ctx"]["expected"]
    value = next(finding["input"] for finding, _ in findings if needed(finding))
    words = list(dict.fromkeys(filter(None, wanted)))
    hint = next(filter(None, (remedy(value, word) for word in words)), "")
    others = [_message(*both) for both, word in zip(findings, wanted, strict=True) if not word]
    return [f"needs {' or '.join(words)}, not {shown(value)}{hint}", *others]


def _dotted(place: str, path: list[str]) -> str:
    inner = ".".join(path)
    return f"{place}: {inner}" if place and inner else place or inner


def _message(finding: Any, parent: Any) -> str:
    kind, context, value = finding["type"], finding.get("ctx", {}), finding.get("input")
    name = str(finding["loc"][-1]) if finding["loc"] else ""
    if kind == "extra_forbidden":
        return f"unknown key '{name}'; {nearest(name, _keys(parent))}"
    if kind == "missing":
        return f"the key '{name}' is missing"
    if kind == "literal_error":
        return f"{shown(value)} is not known; {nearest(value, _words(context['expected']))}"
    if kind == "union_tag_invalid":
        words = _words(context["expected_tags"])
        tag = context["discriminator"].strip("'")
        return f"{tag} '{context['tag']}' is not known; {nearest(context['tag'], words)}"
    if kind == "union_tag_not_found":
        return f"the key {context['discriminator']} is missing"
    text = finding["msg"].removeprefix("Value error, ")
    text = text[:1].lower() + text[1:]
    return text if kind == "value_error" else f"{text}, not {shown(value)}"


def _words(listed: str) -> list[str]:
    """The words that the library lists as ``'a', 'b' or 'c'``."""
    return [word.strip(" '") for word in listed.replace(" or ", ",").split(",")]


def _keys(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return [field.alias or name for name, field in fields]
    return []


def _walk(model: Any, loc: tuple[Any, ...]) -> tuple[list[str], Any]:
    """Follow a location through models; returns the readable path and the parent's type."""
    annotation = model._type if isinstance(model, TypeAdapter) else model
    path: list[str] = []
    parent = annotation
    for step in loc:
        annotation = _unwrapped(annotation)
        parent = annotation
        member = _member(annotation, step)
        if member is not None:  # a discriminator's tag: no key of the file
            annotation = parent = member
            continue
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = next(
                (f for n, f in annotation.model_fields.items() if step in (n, f.alias)), None
            )
            annotation = field.annotation if field else None
        elif _is_union(annotation) and isinstance(step, str):
            annotation = parent = _branch(annotation, step)
            continue  # the library's name of one of several types: no key of the file
        else:
            arguments = typing.get_args(annotation)
            annotation = arguments[-1] if arguments else None
        path.append(str(step + 1) if isinstance(step, int) else str(step))
    return path, parent


def _unwrapped(annotation: Any) -> Any:
    """Strip Annotated and an optional None."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if _is_union(annotation):
        members = [m for m in typing.get_args(annotation) if m is not type(None)]
        if len(members) == 1:
            return _unwrapped(members[0])
    return annotation


def _is_union(annotation: Any) -> bool:
    return typing.get_origin(annotation) in (typing.Union, types.UnionType)


def _branch(union: Any, name: str) -> Any:
    """The member that the library calls by such a name, where it has parts of its own."""
    for member in map(_unwrapped, typing.get_args(union)):
        whole = typing.get_origin(member) or member
        if name.startswith(getattr(whole, "__name__", "?")):
            return member
    return None


def _member(annotation: Any, tag: Any) -> Any:
    """The member of a union that a discriminator's tag chooses."""
    if not _is_union(annotation):
        return None
    for member in typing.get_args(annotation):
        inner = _unwrapped(member)
        if _member(inner, tag) is not None:
            return inner  # a union of its own, whose tag comes next
        if not (isinstance(member, type) and issubclass(member, BaseModel)):
            continue
        for field in member.model_fields.values():
            if tag in typing.get_args(field.annotation):
                return member
    return None
