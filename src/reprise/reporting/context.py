"""The content model of the report: ``report.json``, from which both outputs are rendered.

Pure: the same build gives the same content. There is no path in it but those relative to the
report, no time but those of the records, and no number that a template would have to format.
"""

from __future__ import annotations

from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.causes import causes
from reprise.reporting.changes import changes
from reprise.reporting.chapters import chapter
from reprise.reporting.comparison import comparison
from reprise.reporting.errata import errata
from reprise.reporting.literature import literature
from reprise.reporting.missing import missing
from reprise.reporting.names import short_name
from reprise.reporting.overview import overview
from reprise.reporting.performance import performance
from reprise.reporting.provenance import provenance
from reprise.reporting.runs import appendix

SCHEMA = 1
TITLE = "What holds when it is trained again"


def content(build: Build) -> Json:
    """The whole report as plain data."""
    documents, compared = build.plan.documents, comparison(build)
    beside = literature(build)
    return {
        "schema": SCHEMA,
        "title": TITLE,
        "overview": {**overview(build), "causes": causes(build, beside["rows"])},
        "changes": changes(build, compared),
        "chapters": [chapter(build, slug, place) for place, slug in enumerate(documents, start=1)],
        "errata": errata(build),
        "literature": beside,
        "missing": {"anchor": anchors.MISSING, "experiments": missing(build)},
        "performance": performance(build),
        "provenance": provenance(build),
        "comparison": compared.as_json(),
        "appendix": {
            "anchor": anchors.APPENDIX,
            "documents": [
                {
                    "slug": slug,
                    "name": short_name(document.card),
                    "title": document.card.title,
                    "letter": document.card.letter,
                    "anchor": anchors.section(slug, "runs"),
                    "experiments": appendix(build, slug),
                }
                for slug, document in documents.items()
            ],
        },
    }
