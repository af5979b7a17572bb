"""The run appendix: each variant's resolved spec, and what each of its runs measured."""

from __future__ import annotations

from collections.abc import Callable

from reprise.analysis.reduced import SUFFIX
from reprise.analysis.words import NOT_RUN
from reprise.documents.document import Entry
from reprise.documents.plan import Run, Variant
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import duration, lines, number
from reprise.reporting.precision import precision_words
from reprise.reporting.sparkline import sparkline
from reprise.training.record import Record


def appendix(build: Build, slug: str) -> list[Json]:
    """A document's experiments with their variants and runs."""
    entries = build.plan.documents[slug].entries.values()
    return [_experiment(build, slug, entry) for entry in entries]


def _experiment(build: Build, slug: str, entry: Entry) -> Json:
    """Settings that all variants share stand in ``common``, the others in each one's ``own``."""
    planned = list(build.plan.variants[slug, entry.name].values())
    specs = [lines(variant.runs[0].spec) for variant in planned]
    common = {
        key: text
        for key, text in (specs[0] if specs else {}).items()
        if all(spec.get(key) == text for spec in specs)
    }
    return {
        "name": entry.name,
        "title": entry.experiment.title,
        "ledger": entry.experiment.ledger,
        "headline": entry.experiment.headline,
        "anchor": anchors.experiment(slug, entry.name),
        "common": common,
        "variants": [
            _variant(build, slug, entry, variant)
            | {"own": {key: text for key, text in spec.items() if key not in common}}
            for variant, spec in zip(planned, specs, strict=True)
        ],
    }


def _variant(build: Build, slug: str, entry: Entry, variant: Variant) -> Json:
    """A variant with the runs that it owns; those it shares stand where they are owned."""
    owned = [run for run in variant.runs if (run.document, run.experiment) == (slug, entry.name)]
    owned = [run for run in owned if run.variant == variant.name]
    shared = [run.id for run in variant.runs if run not in owned]
    records = [build.measurements.record(run) for run in owned]
    return {
        "name": variant.name,
        "anchor": anchors.variant(slug, entry.name, variant.name),
        "done": sum(build.measurements.record(run) is not None for run in variant.runs),
        "of": len(variant.runs),
        "spec": lines(variant.runs[0].spec),
        "cut": [
            *map(str, build.measurements.cuts(slug, entry.name, variant.name)),
            *precision_words([variant]),
        ],
        "stand_in": variant.stand_in,
        "elsewhere": build.trail(shared),
        "runs": [_run(build, run, record) for run, record in zip(owned, records, strict=True)],
        "rows": _rows(records),
    }


def _run(build: Build, run: Run, record: Record | None) -> Json:
    content = {
        "id": run.id,
        "anchor": anchors.run(run.id),
        "seed": run.seed,
        "key": run.key,
        "device": run.device,
        # committed records may show the variant that a run was built on at another budget
        "source": build.trail([run.source]) if run.source in build.runs else [],
        "log": _log(build, run),
    }
    if record is None:
        return content | {"status": NOT_RUN}
    seconds = record.timing.get("total_seconds")
    return content | {
        "status": record.status,
        "headline": {
            "metric": record.headline.metric,
            "text": number(record.headline.value) if record.headline.value is not None else "–",
        },
        "seconds": duration(seconds) if seconds is not None else None,
        "sparkline": sparkline(record),
        "metrics": record.metrics,
        "record": build.path(build.layout.record(run.id)),
        "arrays": _arrays(build, run, record),
    }


def _log(build: Build, run: Run) -> str | None:
    """The messages of the job that made it; None where they do not lie here."""
    logs = [build.layout.log("train", job) for job in build.jobs[run.id]]
    return next((build.path(log) for log in logs if log.is_file()), None)


def _of_curves(record: Record) -> list[str]:
    """Names of those arrays that are of curves."""
    return [name for name in record.arrays.shapes if name.partition(".")[0] in record.curves]


HELD: dict[str, Callable[[Record], bool]] = {
    "full curves": lambda made: any(not n.endswith(SUFFIX) for n in _of_curves(made)),
    "numbers of full curves": lambda made: any(n.endswith(SUFFIX) for n in _of_curves(made)),
    "arrays": lambda made: len(_of_curves(made)) < len(made.arrays.shapes),
}
"""What the file beside a record may hold, in words."""


def _arrays(build: Build, run: Run, record: Record) -> Json | None:
    """The file of full curves, weights and pictures, and what it holds; None where it has nothing.

    Its place is None where it does not lie here.
    """
    if not record.arrays.shapes:
        return None
    names = [words for words, is_there in HELD.items() if is_there(record)]
    file = build.layout.run(run.id) / record.arrays.file
    return {
        "name": " and ".join(names),
        "file": record.arrays.file,
        "path": build.path(file) if file.is_file() else None,
    }


def _rows(records: list[Record | None]) -> list[Json]:
    """One line per metric and time, the headline first, one cell per run that has a record."""
    headlines = {record.headline.metric for record in records if record}
    rows = []
    for field in ("metrics", "timing"):
        made = [getattr(record, field) if record else {} for record in records]
        names = dict.fromkeys(name for values in made for name in values)
        for name in sorted(names, key=lambda name: name not in headlines):
            cells = [values.get(name) for values in made]
            texts = [None if value is None else number(value) for value in cells]
            rows.append({"name": name, "cells": texts})
    return rows
