"""``report.json`` as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reprise.reporting.build import MOST_NAMED
from reprise.reporting.formulas import has_formulas
from reprise.reporting.math_font import font_face
from reprise.reporting.sources import HTML_TEMPLATES, STYLES

STYLE_FILES = ("page.css", "tables.css", "print.css")
SCRIPT = "page.js"


def render_html(report: dict[str, Any], drawings: Mapping[str, str]) -> str:
    """The page; ``drawings`` are the figures' SVG elements by the path the report gives them."""
    pages = environment()
    pages.globals["drawing"] = lambda name: Markup(drawings[name])
    if has_formulas(report):
        pages.globals["math_font"] = lambda: Markup(font_face())
    return pages.get_template("report.html").render(report=report)


def environment(*folders: Path) -> Environment:
    """Templates of the report, and of further folders.

    All text is escaped; a name that a template misspells, or a value that is None, is an error.
    """
    made = Environment(
        loader=FileSystemLoader([HTML_TEMPLATES, *folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_never_none,
    )
    made.globals |= {
        "math_font": lambda: "",
        "styles": lambda: Markup(
            "".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_FILES)
        ),
        "most_named": MOST_NAMED,
        "script": lambda: Markup((HTML_TEMPLATES / SCRIPT).read_text(encoding="utf-8")),
    }
    return made


def _never_none(value: Any) -> Any:
    if value is None:
        raise ValueError("a template prints a value that is not there")
    return value
