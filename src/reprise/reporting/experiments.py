"""What was run for a document: its experiments, how much of their budget, and how long."""

from __future__ import annotations

from reprise.documents.document import Entry
from reprise.documents.models.measure import Measure
from reprise.documents.plan import MAIN, Run, Variant
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import counted, duration, number, setting
from reprise.reporting.precision import precision_words
from reprise.reporting.values import shown

MOST_HEADLINES = 6
"""Variants whose headline values stand in the table; more are counted."""


def experiments(build: Build, slug: str) -> list[Json]:
    """All experiments in the order of ``experiments.yaml``."""
    entries = build.plan.documents[slug].entries.values()
    return [_experiment(build, slug, entry) for entry in entries]


def _experiment(build: Build, slug: str, entry: Entry) -> Json:
    variants = list(build.plan.variants[slug, entry.name].values())
    runs = build.plan.runs(slug, entry.name)
    experiment = entry.experiment
    return {
        "name": entry.name,
        "anchor": anchors.experiment(slug, entry.name),
        "title": experiment.title,
        "ledger": experiment.ledger,
        "locator": experiment.locator,
        "note": experiment.note,
        "source": experiment.source,
        "alone": experiment.exclusive,
        "variants": counted(len(variants), "variant"),
        "done": sum(build.measurements.record(run) is not None for run in runs),
        "of": len(runs),
        "seeds": _seeds(variants),
        "diverged": sum(_diverged(build, run) for run in runs),
        "cut": _cuts(build, slug, entry.name, variants) + precision_words(variants),
        "stand_in": any(variant.stand_in for variant in variants),
        "time": _time(build, runs),
        "headline": experiment.headline,
        "values": [_headline(build, slug, entry, v) for v in variants[:MOST_HEADLINES]],
        "more": max(0, len(variants) - MOST_HEADLINES),
    }


def _headline(build: Build, slug: str, entry: Entry, variant: Variant) -> Json:
    """A variant's value with what sets it apart; the main variant needs no words."""
    measure = Measure(experiment=entry.name, variant=variant.name, metric=entry.experiment.headline)
    settings = ", ".join(f"{_word(key)} {setting(v)}" for key, v in variant.all_settings.items())
    label = settings or (None if variant.name == MAIN else variant.name)
    return {"label": label, **shown(build, slug, measure)}


def _word(key: str) -> str:
    """``optimizer.learning_rate`` -> ``learning rate``."""
    return key.rpartition(".")[2].replace("_", " ")


def _seeds(variants: list[Variant]) -> str:
    found = sorted({len(variant.runs) for variant in variants})
    most = counted(found[-1], "seed")
    return most if len(found) == 1 else f"{number(found[0])} to {most}"


def _cuts(build: Build, slug: str, name: str, variants: list[Variant]) -> list[str]:
    """What was cut, in words; variants that are cut alike are named once."""
    found = [build.measurements.cuts(slug, name, variant.name) for variant in variants]
    words = dict.fromkeys(str(cut) for cuts in found for cut in cuts)
    uncut = sum(not cuts for cuts in found)
    if words and uncut:
        words[f"{counted(uncut, 'variant')} in full"] = None
    return list(words)


def _diverged(build: Build, run: Run) -> bool:
    record = build.measurements.record(run)
    return record is not None and record.status == "diverged"


def _time(build: Build, runs: list[Run]) -> str | None:
    """Seconds of all records together, as they were measured when the runs were made."""
    records = [build.measurements.record(run) for run in runs]
    seconds = [r.timing["total_seconds"] for r in records if r and "total_seconds" in r.timing]
    return duration(sum(seconds)) if seconds else None
