"""What later builds are compared with this one by: verdicts, numbers and runs as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, stdev
from typing import Any

from pydantic import BaseModel

from reprise.analysis.measures import values
from reprise.comparing.model import (
    ClaimState,
    Comparison,
    DocumentState,
    Number,
    VariantNumbers,
)
from reprise.documents.models.measure import Measure
from reprise.documents.plan import Variant
from reprise.documents.references import split_name
from reprise.reporting.build import Build
from reprise.reporting.claims import verdict_of

STAND_IN = "stand-in data"

Place = tuple[str, str, str]
"""Document, experiment, variant."""


def comparison(build: Build) -> Comparison:
    """The block ``comparison`` of ``report.json``: no path, no time, and no provenance."""
    wanted = _metrics_of_claims(build)
    return Comparison(
        scale=build.plan.scale,
        missing=sum(build.measurements.record(run) is None for run in build.runs.values()),
        documents={slug: _document(build, slug, wanted) for slug in build.plan.documents},
    )


def _document(build: Build, slug: str, wanted: dict[Place, list[str]]) -> DocumentState:
    document = build.plan.documents[slug]
    owned = (run for run in build.runs.values() if run.document == slug)
    return DocumentState(
        claims={claim.id: _claim(build, slug, claim.id) for claim in document.claims},
        experiments={
            name: {
                variant.name: _variant(build, (slug, name, variant.name), variant, wanted)
                for variant in build.plan.variants[slug, name].values()
                if build.measurements.records(slug, name, variant.name)
            }
            for name in document.entries
        },
        runs={run.id: run.key for run in owned if build.measurements.record(run) is not None},
    )


def _claim(build: Build, slug: str, claim_id: str) -> ClaimState:
    checked = build.verdicts[slug].get(claim_id, {})
    measured = [part["measured"]["n"] for part in checked.get("parts", []) if part["measured"]]
    return ClaimState(
        verdict=verdict_of(build, slug, claim_id),
        provisional=bool(checked.get("provisional")),
        cut=bool(checked.get("cut") or checked.get("stand_in")),
        seeds=min(measured, default=None),
    )


def _variant(
    build: Build, place: Place, variant: Variant, wanted: dict[Place, list[str]]
) -> VariantNumbers:
    """The headline and the metrics that claims speak of, where the runs have them."""
    slug, experiment, name = place
    headline = build.plan.documents[slug].entries[experiment].experiment.headline
    metrics = {}
    for metric in dict.fromkeys([headline, *wanted.get(place, [])]):
        measure = Measure(experiment=experiment, variant=name, metric=metric)
        numbers = list(values(build.measurements, slug, measure).by_seed.values())
        if numbers:
            sd = stdev(numbers) if len(numbers) > 1 else None
            metrics[metric] = Number(n=len(numbers), mean=fmean(numbers), sd=sd)
    cuts = [str(cut) for cut in build.measurements.cuts(slug, experiment, name)]
    return VariantNumbers(cut=cuts + [STAND_IN] * variant.stand_in, metrics=metrics)


def _metrics_of_claims(build: Build) -> dict[Place, list[str]]:
    """The metrics that any claim speaks of, by variant, in the order of the claims."""
    found: dict[Place, list[str]] = {}
    for slug, document in build.plan.documents.items():
        for measure in _measures(document.claims):
            place = (*split_name(slug, measure.experiment), measure.variant)
            found.setdefault(place, []).extend(
                name for name in (measure.metric, measure.scaled_by) if name
            )
    return found


def _measures(item: Any) -> Iterator[Measure]:
    """All measures below a claim."""
    if isinstance(item, Measure):
        yield item
    elif isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from _measures(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from _measures(part)
