"""The report stage: one content model, and its page and PDF beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from filelock import FileLock

from reprise.analysis.stages import claims, collect
from reprise.config import Config
from reprise.figures.stage import figures
from reprise.files import write_atomically
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.reporting.build import Json, read_build
from reprise.reporting.context import content
from reprise.reporting.drawings import collect_files
from reprise.reporting.html import render_html
from reprise.reporting.pdf import PdfError, render_pdf


def report(config: Config, *, partial: bool = False) -> Path:
    """Write ``report.json``, ``report.html``, ``report.pdf`` and the figures' data.

    Returns the page's path, after printing it with the verdict counts of each document.

    With ``partial``, tables, verdicts and figures are first made from the records that exist. A
    PDF that cannot be made is said, and does not keep the page from being written.

    Raises
    ------
    DocumentError
        When the documents have problems.
    DrawingError
        When a figure's file is missing or is not one of ours.
    """
    plan, layout = make_plan(config), layout_of(config)
    layout.report.mkdir(parents=True, exist_ok=True)
    with FileLock(layout.base / "report.lock"):
        if partial:
            for slug in plan.documents:
                collect(config, slug, partial=True)
                claims(config, slug)
                figures(config, slug)
        made = content(read_build(config, plan, layout))
        page = _write(made, layout, pdf=config.report.pdf)
    print(summary(made, page))
    return page


def _write(made: Json, layout: Layout, *, pdf: bool) -> Path:
    """Every file of the report; the page comes last, so that what it links to is there."""
    drawings = collect_files(made, layout)
    text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.report / "report.json", text + "\n")
    _write_pdf(made, drawings, layout.report / "report.pdf", wanted=pdf)
    page = layout.report / "report.html"
    write_atomically(page, render_html(made, drawings))
    return page


def _write_pdf(made: Json, drawings: dict[str, str], file: Path, *, wanted: bool) -> None:
    """The PDF, or none: an older one beside a newer page would mislead."""
    try:
        if wanted:
            write_atomically(file, render_pdf(made, drawings))
            return
    except PdfError as error:
        print(f"{file} could not be made: {error}", file=sys.stderr)
    file.unlink(missing_ok=True)


def summary(made: Json, page: Path) -> str:
    """Where the report is, and the verdict counts of each document on one line."""
    rows = [
        f"  {row['slug']}: "
        + (
            ", ".join(f"{c['count']} {c['badge']['name']}" for c in row["counts"] if c["count"])
            or "no claims"
        )
        for row in made["overview"]["documents"]
    ]
    return "\n".join([f"report: {page}", *rows])
