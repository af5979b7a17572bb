"""``report.json`` as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reprise.reporting.sources import HTML_TEMPLATES, STYLES

STYLE_FILES = ("page.css", "tables.css", "print.css")
SCRIPT = "page.js"


def render_html(report: dict[str, Any], drawings: Mapping[str, str]) -> str:
    """The page; ``drawings`` are the figures' SVG elements by the path that the report gives them.

    All text is escaped; a name that a template misspells, or a value that is None, is an error.
    """
    environment = Environment(
        loader=FileSystemLoader(HTML_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_never_none,
    )
    environment.globals |= {
        "styles": lambda: Markup("".join((STYLES / name).read_text() for name in STYLE_FILES)),
        "script": lambda: Markup((HTML_TEMPLATES / SCRIPT).read_text()),
        "drawing": lambda name: Markup(drawings[name]),
    }
    return environment.get_template("report.html").render(report=report)


def _never_none(value: Any) -> Any:
    if value is None:
        raise ValueError("a template prints a value that is not there")
    return value
