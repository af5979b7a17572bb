"""Candidates as ordinary runs: the same keys and folders that a build would give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reprise.analysis.measurements import load_measurements
from reprise.analysis.measures import Values, values
from reprise.documents.document import Document, Entry
from reprise.documents.expand import expand
from reprise.documents.plan import Plan, Run, Variant
from reprise.paths import Layout
from reprise.problems import DocumentError
from reprise.search.candidates import STATED, Candidate
from reprise.search.printed import PrintedNumber

Refused = dict[str, str]
"""Why a candidate cannot be run, by its name."""


@dataclass(frozen=True)
class Setting:
    """A candidate with its variants: one for each variant of which a number is printed."""

    candidate: Candidate
    variants: Mapping[str, Variant]

    @property
    def name(self) -> str:
        return self.candidate.name

    @property
    def runs(self) -> list[Run]:
        return list({run.key: run for v in self.variants.values() for run in v.runs}.values())


@dataclass(frozen=True)
class Searched:
    """The experiment of a claim, as the plan has it, with all that is printed of it."""

    plan: Plan
    document: Document
    entry: Entry
    numbers: tuple[PrintedNumber, ...]
    device_of: Callable[[str], str]
    max_seeds: int | None
    precision: str | None = None

    @property
    def points(self) -> dict[str, dict[str, Any]]:
        """Name and settings of the experiment's variants of which a number is printed."""
        named = {number.of.variant for number in self.numbers}
        planned = self.plan.variants[self.document.slug, self.entry.name]
        return {name: v.settings for name, v in planned.items() if name in named}


def settings_of(
    searched: Searched, candidates: Sequence[Candidate], known: Sequence[Setting] = ()
) -> tuple[list[Setting], Refused]:
    """The candidates that can be run and differ from each other and from what is known."""
    made, refused = list(known), Refused()
    for candidate in candidates:
        try:
            setting = _setting(searched, candidate)
        except DocumentError as error:
            refused[candidate.name] = f"cannot be run: {error.problems[0].message}"
            continue
        keys = {run.key for run in setting.runs}
        same = next((s.name for s in made if {run.key for run in s.runs} == keys), None)
        if same is None:
            made.append(setting)
        else:
            refused[candidate.name] = f"has the same runs as '{same}' at this scale"
    return made[len(known) :], refused


def _setting(searched: Searched, candidate: Candidate) -> Setting:
    variants = {}
    for name, point in searched.points.items():
        if candidate is STATED:
            planned = searched.plan.variants[searched.document.slug, searched.entry.name]
            variants[name] = planned[name]
        else:
            variants[name] = _variant(searched, {**candidate.settings, **point})
    return Setting(candidate, variants)


def _variant(searched: Searched, settings: Mapping[str, Any]) -> Variant:
    """The one variant of an experiment whose sweep has one point; shared runs are those planned."""
    slug, entry = searched.document.slug, searched.entry
    scales = entry.experiment.scales
    unswept = {
        name: scale.model_copy(update={"sweep": {}}) for name, scale in scales if scale is not None
    }
    changes = {
        "sweep": {key: [value] for key, value in settings.items()},
        "assumed": [],
        "scales": scales.model_copy(update=unswept),
    }
    alone = replace(entry, experiment=entry.experiment.model_copy(update=changes))
    plan = expand(
        {slug: replace(searched.document, entries={entry.name: alone}, claims=(), figures=())},
        searched.plan.scale,
        searched.plan.datasets,
        device_of=searched.device_of,
        max_seeds=searched.max_seeds,
        precision=searched.precision,
    )
    (variant,) = plan.variants[slug, entry.name].values()
    known = {run.key: run for run in searched.plan.runs()}
    return replace(variant, runs=tuple(known.get(run.key, run) for run in variant.runs))


def measured(searched: Searched, settings: Sequence[Setting], layout: Layout) -> list[list[Values]]:
    """What the records give for each printed number (columns) with each setting (rows)."""
    slug, experiment = searched.document.slug, searched.entry.name
    entries = {experiment: searched.entry}
    document = replace(searched.document, entries=entries, claims=(), figures=(), errata=())
    places = {
        (setting.name, point): f"{setting.name} {point}"
        for setting in settings
        for point in setting.variants
    }
    variants = {
        places[setting.name, point]: variant
        for setting in settings
        for point, variant in setting.variants.items()
    }
    scale, datasets = searched.plan.scale, searched.plan.datasets
    plan = Plan(scale, {slug: document}, {(slug, experiment): variants}, datasets)
    found = load_measurements(plan, layout, [slug])

    def of(setting: Setting, number: PrintedNumber) -> Values:
        place = places.get((setting.name, number.of.variant), "")
        moved = {"experiment": experiment, "variant": place}
        return values(found, slug, number.of.model_copy(update=moved))

    return [[of(setting, number) for number in searched.numbers] for setting in settings]
