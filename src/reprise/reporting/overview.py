"""What was reproduced, at a glance."""

from __future__ import annotations

from reprise.analysis.words import NOT_CHECKABLE, NOT_REPRODUCED, REPRODUCED, VERDICTS
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.claims import counts
from reprise.reporting.findings import findings
from reprise.reporting.names import short_name
from reprise.reporting.numbers import counted, number
from reprise.reporting.words import COMMITTED, FINAL, SCALES, badge, verdict_list


def overview(build: Build) -> Json:
    """Verdict counts by document, with the sum, how many are final, and how much was run."""
    rows = [_row(build, slug) for slug in build.plan.documents]
    runs = build.runs.values()
    done = sum(build.measurements.record(run) is not None for run in runs)
    final = sum(map(is_final, _verdicts(build)))
    totals = {
        verdict: sum(row["counts"][i]["count"] for row in rows)
        for i, verdict in enumerate(VERDICTS)
    }
    return {
        "scale": {"name": build.plan.scale, "words": _scale_words(build)},
        "sentence": _sentence(rows, totals, final, _runs(build, done, len(runs))),
        "verdicts": verdict_list(),
        "documents": rows,
        "total": {"claims": number(sum(totals.values())), "counts": verdict_counts(totals)},
        "final": final,
        "runs": {"done": done, "of": len(runs)},
        "findings": findings(build),
    }


def _row(build: Build, slug: str) -> Json:
    document = build.plan.documents[slug]
    runs = build.plan.runs(slug)
    return {
        "slug": slug,
        "letter": document.card.letter,
        "name": short_name(document.card),
        "title": document.card.title,
        "anchor": anchors.chapter(slug),
        "claims": number(len(document.claims)),
        "counts": verdict_counts(counts(build, slug)),
        "done": sum(build.measurements.record(run) is not None for run in runs),
        "of": len(runs),
    }


def verdict_counts(by_verdict: dict[str, int]) -> list[Json]:
    return [{"badge": badge(verdict), "count": count} for verdict, count in by_verdict.items()]


def is_final(found: Json) -> bool:
    """Whether neither more seeds nor a larger budget could turn a verdict, by its own rule."""
    return (
        found["verdict"] in (REPRODUCED, NOT_REPRODUCED, NOT_CHECKABLE)
        and not (found["provisional"])
    )


def _verdicts(build: Build) -> list[Json]:
    return [
        build.verdicts[slug][claim.id]
        for slug, document in build.plan.documents.items()
        for claim in document.claims
        if claim.id in build.verdicts[slug]
    ]


def _scale_words(build: Build) -> str:
    words = SCALES[build.plan.scale]
    if build.config.records:
        mixture = _mixture(build) if build.plan.scale == "full" else ""
        words = f"{mixture or words} {COMMITTED}"
    return f"{words} {FINAL}"


def _mixture(build: Build) -> str:
    """How much of committed records has the documents' own budgets; empty where all has."""
    variants = [v for made in build.plan.variants.values() for v in made.values()]
    whole = sum(not variant.cut for variant in variants)
    if whole == len(variants):
        return ""
    return (
        f"{number(whole)} of {number(len(variants))} variants have the document’s own budget; the "
        "others were cut, and are marked so. A claim that rests on those is inconclusive."
    )


def _sentence(rows: list[Json], totals: dict[str, int], final: int, runs: str) -> str:
    """The whole result in a few words."""
    claims = sum(totals.values())
    words = [f"{number(count)} {verdict}" for verdict, count in totals.items() if count]
    listed = f": {', '.join(words)}" if words else ""
    return (
        f"{counted(claims, 'claim')} of {counted(len(rows), 'document')}{listed}. "
        f"{number(final)} of these verdicts {'is' if final == 1 else 'are'} final. "
        f"{runs}"
    )


def _runs(build: Build, done: int, of: int) -> str:
    """How many runs there are, and of how many."""
    if build.config.records and done == of:
        return f"They rest on {counted(of, 'run')}."  # others were planned, and are not committed
    runs = f"All {number(of)}" if done == of else f"{number(done)} of {number(of)}"
    return f"{runs} planned {'run is' if of == 1 else 'runs are'} done."
