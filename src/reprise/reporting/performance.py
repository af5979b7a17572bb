"""What the runs cost: by document and engine, and the experiments that took longest."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from reprise.documents.plan import Run
from reprise.reporting import anchors
from reprise.reporting.benchmarks import benchmarks
from reprise.reporting.build import Build, Json
from reprise.reporting.memory import memory
from reprise.reporting.names import short_name
from reprise.reporting.numbers import counted, duration, number

MOST = 8
"""Experiments that are named; those that took longest."""

SPENT = (
    "The rest is loading libraries and data, final evaluations and what the engine does not tell "
    "apart. Figures, the report and the orchestration of a build leave no times in records; the "
    "benchmarks below measure them."
)

NOTE = (
    "Times are those of the machines named under provenance, each run with one thread, and most of "
    "them beside others; only experiments marked as run alone are held against a document's times."
)


def performance(build: Build) -> Json:
    """Runs and computing time from the records; runs without a record cost nothing yet."""
    seconds = {
        run.id: record.timing["total_seconds"]
        for run in build.runs.values()
        if (record := build.measurements.record(run)) and "total_seconds" in record.timing
    }
    return {
        "anchor": anchors.PERFORMANCE,
        "note": NOTE,
        "time": duration(sum(seconds.values())),
        "engines": _engines(build, seconds),
        "longest": _longest(build, seconds),
        "spent": {"note": SPENT, "rows": _spent(build, seconds)},
        "memory": memory(build),
        "benchmarks": benchmarks(),
    }


def _engines(build: Build, seconds: dict[str, float]) -> list[Json]:
    """One row per document and engine, in the order of the documents."""
    groups: dict[tuple[str, str], list[float]] = {}
    for run in _timed(build, seconds):
        groups.setdefault((run.document, run.engine), []).append(seconds[run.id])
    return [
        {
            "document": short_name(build.plan.documents[slug].card),
            "anchor": anchors.chapter(slug),
            "engine": engine,
            "runs": number(len(times)),
            "total": duration(sum(times)),
            "median": duration(median(times)),
            "longest": duration(max(times)),
        }
        for (slug, engine), times in groups.items()
    ]


def _spent(build: Build, seconds: dict[str, float]) -> list[Json]:
    """Training, evaluation and the rest by document and engine, and of all in the last row."""
    groups: dict[tuple[str, str] | None, list[float]] = {}
    for run in _timed(build, seconds):
        timing = build.measurements.record(run).timing
        told = [timing.get(f"{part}_seconds", 0.0) for part in ("training", "evaluation")]
        parts = [*told, max(0.0, seconds[run.id] - sum(told))]
        for key in ((run.document, run.engine), None):
            sums = groups.setdefault(key, [0.0, 0.0, 0.0])
            sums[:] = [a + b for a, b in zip(sums, parts, strict=True)]
    whole = groups.pop(None, None)
    rows = [
        {
            "document": short_name(build.plan.documents[slug].card),
            "anchor": anchors.chapter(slug),
            "engine": engine,
            **_parts(sums),
        }
        for (slug, engine), sums in groups.items()
    ]
    return rows + (
        [{"document": "All", "anchor": None, "engine": "", **_parts(whole)}] if whole else []
    )


def _parts(sums: list[float]) -> Json:
    """Times with their shares; a dash for what no record tells."""
    texts = [f"{duration(part)} ({part / sum(sums):.0%})" if part else "–" for part in sums]
    return dict(zip(("training", "evaluation", "rest"), texts, strict=True))


def _longest(build: Build, seconds: dict[str, float]) -> list[Json]:
    groups: dict[tuple[str, str], list[float]] = {}
    for run in _timed(build, seconds):
        groups.setdefault((run.document, run.experiment), []).append(seconds[run.id])
    ranked = sorted(groups.items(), key=lambda group: -sum(group[1]))
    whole = sum(seconds.values())
    return [
        {
            "document": short_name(build.plan.documents[slug].card),
            "title": build.plan.documents[slug].entries[name].experiment.title,
            "anchor": anchors.experiment(slug, name),
            "runs": counted(len(times), "run"),
            "total": duration(sum(times)),
            "share": f"{sum(times) / whole:.0%}" if whole else "–",
        }
        for (slug, name), times in ranked[:MOST]
    ]


def _timed(build: Build, seconds: dict[str, float]) -> Iterable[Run]:
    """Each run once, in the order of the plan."""
    return (run for run in build.runs.values() if run.id in seconds)
