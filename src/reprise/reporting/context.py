"""The content model of the report: ``report.json``, from which both outputs are rendered.

Pure: the same build gives the same content. There is no path in it but those relative to the
report, no time but those of the records, and no number that a template would have to format.
"""

from __future__ import annotations

from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.chapters import chapter
from reprise.reporting.missing import missing
from reprise.reporting.overview import overview
from reprise.reporting.provenance import provenance
from reprise.reporting.runs import appendix

SCHEMA = 1
TITLE = "What holds when it is trained again"


def content(build: Build) -> Json:
    """The whole report as plain data."""
    documents = build.plan.documents
    return {
        "schema": SCHEMA,
        "title": TITLE,
        "overview": overview(build),
        "chapters": [chapter(build, slug, place) for place, slug in enumerate(documents, start=1)],
        "missing": {"anchor": anchors.MISSING, "experiments": missing(build)},
        "provenance": provenance(build),
        "appendix": {
            "anchor": anchors.APPENDIX,
            "documents": [
                {
                    "slug": slug,
                    "title": document.card.title,
                    "letter": document.card.letter,
                    "anchor": anchors.section(slug, "runs"),
                    "experiments": appendix(build, slug),
                }
                for slug, document in documents.items()
            ],
        },
    }
