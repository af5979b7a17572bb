"""Errors for people: where it is, what is wrong, what would be right."""

from __future__ import annotations

import difflib
import types
import typing
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one file."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}" if self.place else self.line_only()

    def line_only(self) -> str:
        return f"{self.file}: {self.message}"


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
    """Translate pydantic's findings into problems."""
    problems = []
    for finding in error.errors(include_url=False):
        path, annotation = _walk(model, finding["loc"])
        where = _dotted(place, path)
        problems.append(Problem(file, where, _message(finding, annotation)))
    return problems


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
        words = [w.strip(" '") for w in context["expected"].replace(" or ", ",").split(",")]
        return f"'{value}' is not known; {nearest(value, words)}"
    if kind == "union_tag_invalid":
        words = [w.strip(" '") for w in context["expected_tags"].split(",")]
        tag = context["discriminator"].strip("'")
        return f"{tag} '{context['tag']}' is not known; {nearest(context['tag'], words)}"
    if kind == "union_tag_not_found":
        return f"the key {context['discriminator']} is missing"
    text = finding["msg"].removeprefix("Value error, ")
    text = text[:1].lower() + text[1:]
    shown = repr(value)
    return text if kind == "value_error" or len(shown) > 60 else f"{text}, not {shown}"


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
        else:
            arguments = typing.get_args(annotation)
            annotation = arguments[-1] if arguments else None
        path.append(str(step + 1) if isinstance(step, int) else str(step))
    return path, parent


def _unwrapped(annotation: Any) -> Any:
    """Strip Annotated and an optional None."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        members = [m for m in typing.get_args(annotation) if m is not type(None)]
        if len(members) == 1:
            return _unwrapped(members[0])
    return annotation


def _member(annotation: Any, tag: Any) -> Any:
    """The member of a union that a discriminator's tag chooses."""
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
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
