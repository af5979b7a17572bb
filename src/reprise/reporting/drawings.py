"""The figures' files, checked and put beside the report."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.reporting.build import Json

FORBIDDEN = ("script", "foreignObject", "iframe", "a", "set", "animate", "style")
"""Elements that no figure of ours has, and that could act in a page."""


class DrawingError(Exception):
    """A figure's file that is missing or no drawing of ours; the message says which."""


def collect_files(report: Json, layout: Layout) -> dict[str, str]:
    """Copy the files that the report names to where it names them; gives the SVG texts."""
    drawings: dict[str, str] = {}
    for chapter in report["chapters"]:
        for figure in chapter["results"]:
            for kind in ("svg", "csv"):
                name = figure.get(kind)
                if name is None:
                    continue
                text = _read(layout.figures(chapter["slug"]) / Path(name).name)
                if kind == "svg":
                    drawings[name] = checked_svg(text, name)
                write_if_changed(layout.report / name, text)
    return drawings


def checked_svg(text: str, name: str) -> str:
    """The same text if it is one ``<svg>`` element that only draws."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise DrawingError(f"{name} is no SVG: {error}") from None
    if _local(root.tag) != "svg" or not text.lstrip().startswith("<svg"):
        raise DrawingError(f"{name} is no <svg> element alone")
    for node in root.iter():
        if _local(node.tag) in FORBIDDEN:
            raise DrawingError(f"{name}: a drawing has no <{_local(node.tag)}>")
        for attribute, value in node.attrib.items():
            if _local(attribute).lower().startswith("on"):
                raise DrawingError(f"{name}: a drawing has no {attribute}=")
            if _local(attribute) == "href" and not value.startswith(("#", "data:image/")):
                raise DrawingError(f"{name}: a drawing refers to nothing outside, not to {value}")
    return text


def _local(tag: str) -> str:
    return str(tag).rpartition("}")[2]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DrawingError(
            f"{path}: a figure that its index names cannot be read ({error}); "
            f"draw it again with: reprise figures {path.parent.name}"
        ) from None
