"""One chapter per document: what it did, what was run, what came out, what it claims."""

from __future__ import annotations

from reprise.documents.models.document import Card
from reprise.reporting import anchors
from reprise.reporting.assumptions import assumptions
from reprise.reporting.build import Build, Json
from reprise.reporting.causes import because
from reprise.reporting.claims import claims, counts
from reprise.reporting.experiments import experiments
from reprise.reporting.names import short_name
from reprise.reporting.overview import verdict_counts
from reprise.reporting.prose.answers import answers
from reprise.reporting.prose.resolve import resolved
from reprise.reporting.prose.tree import parse_prose
from reprise.reporting.results import results

SECTIONS = {
    "scope": "Scope",
    "experiments": "What was run",
    "results": "Results",
    "claims": "Claims",
    "assumptions": "Assumptions",
}
"""The sections that every chapter has, in this order. Prose below one of these headings opens
that section; prose below other headings closes the chapter."""


def chapter(build: Build, slug: str, number: int) -> Json:
    """Everything that is said of one document."""
    card = build.plan.documents[slug].card
    prose = _prose(build, slug)
    own = {title: section["nodes"] for title, section in prose.items()}
    shown = results(build, slug, number)
    return {
        "slug": slug,
        "number": number,
        "anchor": anchors.chapter(slug),
        "letter": card.letter,
        "name": short_name(card),
        "title": card.title,
        "citation": citation(card),
        "summary": card.summary,
        "counts": verdict_counts(counts(build, slug)),
        "because": because(build, slug),
        "sections": {
            name: {
                "anchor": anchors.section(slug, name),
                "title": title,
                "nodes": own.get(title, []),
            }
            for name, title in SECTIONS.items()
        },
        "experiments": experiments(build, slug),
        "results": shown,
        "claims": claims(build, slug, shown),
        "assumptions": assumptions(build, slug),
        "prose": [s for title, s in prose.items() if title not in SECTIONS.values()],
    }


def citation(card: Card) -> str:
    """``Authors (year). Title. Course.``"""
    year = f" ({card.year})" if card.year else " (undated)"
    course = f" {card.course}." if card.course else ""
    return f"{', '.join(card.authors)}{year}. {card.title}.{course}"


def _prose(build: Build, slug: str) -> dict[str, Json]:
    """The sections of ``prose.md`` by title, every value computed."""
    sections, _ = parse_prose(build.plan.documents[slug].prose, f"{slug}/prose.md")
    answer = answers(build, slug)
    return {
        section.title: {
            "title": section.title,
            "anchor": anchors.section(slug, f"prose {section.title}"),
            "nodes": resolved(section.nodes, answer),
        }
        for section in sections
    }
