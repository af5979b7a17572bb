"""The report stage: one content model, and its page and PDF beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from filelock import FileLock

from reprise.analysis.measurements import load_measurements
from reprise.analysis.stages import claims, collect
from reprise.config import Config
from reprise.documents.plan import Plan
from reprise.figures.stage import figures
from reprise.files import write_atomically
from reprise.paths import Layout
from reprise.planning import check, layout_of
from reprise.reporting.build import Json, read_build
from reprise.reporting.context import content
from reprise.reporting.drawings import collect_files
from reprise.reporting.formulas import drawn
from reprise.reporting.html import render_html
from reprise.reporting.pdf import PdfError, render_pdf
from reprise.reporting.problems import content_problems


def report(config: Config, *, partial: bool = False) -> Path:
    """Write ``report.json``, ``report.html`` and the figures' data.

    Returns the page's path, after printing it with the verdict counts of each document.

    With ``partial``, tables, verdicts and figures are first made from the records that exist, and
    the PDF is made as well; one that cannot be made is said, and keeps nothing else from being
    written.

    Raises
    ------
    DocumentError
        When the documents have problems, their prose among them.
    DrawingError
        When a figure's file is missing or is not one of ours.
    """
    plan, layout = check(config, also=content_problems, every_scale=False), layout_of(config)
    layout.report.mkdir(parents=True, exist_ok=True)
    with FileLock(layout.base / "report.lock"):
        if partial:
            for slug in plan.documents:
                collect(config, slug, partial=True)
                claims(config, slug)
                figures(config, slug)
        made = content(read_build(config, plan, layout))
        page = _write(made, layout)
        if partial and config.report.pdf:
            _try_pdf(made, layout)
        if partial:
            _forget_incomplete(plan, layout)
    print(summary(made, page))
    return page


def _forget_incomplete(plan: Plan, layout: Layout) -> None:
    """Remove what was made from some of a document's records: the next build starts there."""
    measurements = load_measurements(plan, layout, check_arrays=True)
    for slug in plan.documents:
        if measurements.missing(slug):
            for file in (layout.table, layout.summary, layout.verdicts, layout.figure_index):
                file(slug).unlink(missing_ok=True)


def pdf(config: Config) -> Path:
    """Write ``report.pdf`` from the ``report.json`` that lies there.

    Raises
    ------
    PdfError
        With what Typst says, when it cannot be made.
    """
    layout = layout_of(config)
    with FileLock(layout.base / "report.lock"):
        model = layout.report / "report.json"
        if not model.is_file():
            raise PdfError(f"there is no {model}; run `reprise report` first")
        made = json.loads(model.read_text(encoding="utf-8"))
        return _write_pdf(made, layout)


def _write(made: Json, layout: Layout) -> Path:
    """The model and the page; the page comes last, so that what it links to is there."""
    drawings = collect_files(made, layout)
    text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.report / "report.json", text + "\n")
    page = layout.report / "report.html"
    write_atomically(page, render_html(made, drawings))
    return page


def _write_pdf(made: Json, layout: Layout) -> Path:
    file = layout.report / "report.pdf"
    file.unlink(missing_ok=True)  # an older one beside a newer page would mislead
    write_atomically(file, render_pdf(made, collect_files(made, layout) | drawn(made)))
    return file


def _try_pdf(made: Json, layout: Layout) -> None:
    try:
        _write_pdf(made, layout)
    except PdfError as error:
        print(f"the PDF could not be made: {error}", file=sys.stderr)


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
