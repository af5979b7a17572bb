"""``report.json`` as a PDF, set by Typst from templates that read the same content."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reprise.reporting.sources import PDF_TEMPLATES

STANDARDS = ["ua-1"]
"""PDF/UA-1: tagged, with a title, a language and a text for each picture."""


class PdfError(Exception):
    """The PDF could not be made; the message holds what Typst says."""


def render_pdf(report: dict[str, Any], drawings: Mapping[str, str]) -> bytes:
    """The PDF; ``drawings`` are the figures' SVG elements by the path that the report gives them.

    Only Typst's own fonts and matplotlib's DejaVu are used, and no date is written: the same
    content gives the same bytes on every machine. Typst sees a folder that holds nothing else.
    """
    import typst  # 80 MB of library, and matplotlib behind the fonts: only where a PDF is made

    from reprise.figures.fonts import font_folder

    with tempfile.TemporaryDirectory(prefix="reprise-") as folder:
        root = Path(folder) / "report"
        shutil.copytree(PDF_TEMPLATES, root)
        (root / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        for name, text in drawings.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        try:
            return typst.compile(
                str(root / "report.typ"),
                root=str(root),
                format="pdf",
                font_paths=[str(font_folder())],
                ignore_system_fonts=True,
                pdf_standards=STANDARDS,
                timestamp=0,
            )
        except typst.TypstError as error:
            raise PdfError(str(error).replace(folder, "")) from None
