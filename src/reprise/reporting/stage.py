"""The report stage: one content model, and its page and PDF beside it."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial as given
from pathlib import Path

from filelock import FileLock

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.analysis.stages import write_tables, write_verdicts
from reprise.config import Config
from reprise.figures.stage import write_figures
from reprise.files import write_atomically
from reprise.paths import Layout
from reprise.planning import check, layout_of
from reprise.reporting.build import Json, read_build
from reprise.reporting.context import content
from reprise.reporting.drawings import collect_files
from reprise.reporting.formulas import drawn, formula_tasks, sources_of
from reprise.reporting.html import render_html
from reprise.reporting.pdf import PdfError, render_pdf
from reprise.reporting.problems import content_problems
from reprise.reporting.side_by_side import side_by_side


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
        measurements = load_measurements(plan, layout, check_arrays=partial)
        formulas = _earlier_stages(config, measurements, layout) if partial else {}
        made = content(read_build(config, plan, layout, measurements))
        drawings = _write_model(made, layout)
        if partial and config.report.pdf:
            _write_both(made, layout, drawings, formulas)
        else:
            _write_page(made, layout, drawings)
        if partial:
            _forget_incomplete(measurements, layout)
    page = layout.report / "report.html"
    print(summary(made, page))
    return page


def _earlier_stages(config: Config, measurements: Measurements, layout: Layout) -> dict[str, str]:
    """Make the tables, verdicts and figures of every document; gives the formulas for the PDF."""
    slugs = list(measurements.plan.documents)
    formulas = formula_tasks(sources_of(measurements.plan)) if config.report.pdf else []
    tasks = [
        *(given(write_figures, slug, measurements, layout) for slug in slugs),
        *(given(_tables_and_verdicts, slug, measurements, layout) for slug in slugs),
        *formulas,
    ]
    made = side_by_side(tasks)[len(tasks) - len(formulas) :]
    return {name: svg for drawn_ones in made for name, svg in drawn_ones.items()}


def _tables_and_verdicts(slug: str, measurements: Measurements, layout: Layout) -> None:
    write_tables(slug, measurements, layout)
    write_verdicts(slug, measurements, layout)


def _forget_incomplete(measurements: Measurements, layout: Layout) -> None:
    """Remove what was made from some of a document's records: the next build starts there."""
    for slug in measurements.plan.documents:
        if measurements.missing(slug):
            for file in (layout.table, layout.summary, layout.verdicts, layout.figure_index):
                file(slug).unlink(missing_ok=True)
            shutil.rmtree(layout.shown(slug), ignore_errors=True)


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
        return _write_pdf(made, layout, collect_files(made, layout) | drawn(made))


def _write_model(made: Json, layout: Layout) -> dict[str, str]:
    """The model, and beside it the figures' files that the page links to; gives the drawings."""
    drawings = collect_files(made, layout)
    text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.report / "report.json", text + "\n")
    return drawings


def _write_both(
    made: Json, layout: Layout, drawings: dict[str, str], formulas: dict[str, str]
) -> None:
    """The page and the PDF, at once: Typst leaves the interpreter to others while it works."""
    formulas = drawn(made, formulas)
    with ThreadPoolExecutor(1) as other:
        page = other.submit(_write_page, made, layout, drawings)
        try:
            _write_pdf(made, layout, drawings | formulas)
        except PdfError as error:
            print(f"the PDF could not be made: {error}", file=sys.stderr)
        page.result()


def _write_page(made: Json, layout: Layout, drawings: dict[str, str]) -> None:
    write_atomically(layout.report / "report.html", render_html(made, drawings))


def _write_pdf(made: Json, layout: Layout, pictures: dict[str, str]) -> Path:
    """``pictures`` are the figures and the formulas."""
    file = layout.report / "report.pdf"
    file.unlink(missing_ok=True)  # an older one beside a newer page would mislead
    write_atomically(file, render_pdf(made, pictures))
    return file


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
