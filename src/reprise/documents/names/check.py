"""Whether claims, figures and experiments name what the records of their runs may hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from reprise.documents.document import Document, Entry
from reprise.documents.models.claim_seeded import TrendPart
from reprise.documents.models.claim_statement import Statement
from reprise.documents.models.figure import ConfusionFigure, Series
from reprise.documents.models.figure_pictures import ImagesFigure, MapPanel, ScatterFigure
from reprise.documents.models.figure_schema import ReceptiveField
from reprise.documents.models.measure import Measure
from reprise.documents.names import names_of
from reprise.documents.names.pattern import Names
from reprise.documents.plan import Plan
from reprise.documents.references import checked_claims, split_name
from reprise.problems import Problem, nearest

Named = tuple[str, str, str, str]
"""Experiment, variant, what it is (metric, curve, array or timing), and its name."""


def check_names(full: Plan) -> list[Problem]:
    """One problem for each name that no record can have; needs the full-scale plan.

    References to what is not there are another check's; they are passed over here.
    """
    problems: dict[Problem, None] = {}
    for slug, document in full.documents.items():
        for entry in document.entries.values():
            problems |= dict.fromkeys(_of_entry(slug, document, entry))
        for file, place, item in _items(document):
            own = list(_named(item))
            for named in dict.fromkeys([*own, *_explained(item, own)]):
                words = unknown_name(full, slug, *named)
                if words:
                    problems[Problem(f"{slug}/{file}", place, words)] = None
    return list(problems)


def unknown_name(full: Plan, slug: str, experiment: str, variant: str, what: str, name: str) -> str:
    """Why the runs of a variant leave nothing of that name; empty where they may.

    ``what`` is metric, curve, array or timing.
    """
    names = _names(full, split_name(slug, experiment), variant)
    if names is None or names.has(what, name):
        return ""
    return f"'{experiment}' has no {what} '{name}'; {_hint(names, what, name)}"


def _hint(names: Names, what: str, name: str) -> str:
    if not names.patterns(what):
        return f"its runs leave no {what}s"
    return nearest(name, names.near(what, name))


def _names(full: Plan, place: tuple[str, str], variant: str) -> Names | None:
    found = full.variants.get(place, {}).get(variant)
    if found is None or not found.runs:
        return None
    below = found.builds_on
    return names_of(found.runs[0].spec, below.runs[0].spec if below and below.runs else None)


def _items(document: Document) -> Iterator[tuple[str, str, Any]]:
    yield from checked_claims(document)
    for figure in document.figures:
        yield "figures.yaml", f"figure {figure.id}", figure


def _of_entry(slug: str, document: Document, entry: Entry) -> Iterator[Problem]:
    """The metric that is shown as runs finish, where one is given, and the curve watched."""
    file, place = f"{slug}/experiments.yaml", f"experiment {entry.name}"
    source = document.entries.get(entry.experiment.source or "")
    below = names_of(source.spec) if source else None
    names = names_of(entry.spec, source.spec if source else None)
    wanted = []
    if "headline" in entry.experiment.model_fields_set:
        wanted.append(("headline", names, "its runs have", "metric", entry.experiment.headline))
    if "watch" in entry.spec:
        whose = f"'{entry.experiment.source}' has"
        wanted.append(("watch", below, whose, "curve", entry.spec["watch"]))
    for key, among, whose, what, name in wanted:
        if among is not None and not among.has(what, name):
            words = f"{key}: {whose} no {what} '{name}'; {_hint(among, what, name)}"
            yield Problem(file, place, words)


def _named(item: Any) -> Iterator[Named]:
    """All names below a claim or figure, with the variant whose records should have them."""
    if isinstance(item, BaseModel):
        for what, name in _own(item):
            yield item.experiment, item.variant, what, name
    if isinstance(item, Measure):
        return
    parts = vars(item).values() if isinstance(item, BaseModel) else item
    for part in parts:
        if isinstance(part, BaseModel | list | tuple):
            yield from _named(part)


def _own(item: BaseModel) -> Iterator[tuple[str, str]]:
    """What an item names itself, not its parts."""
    match item:
        case Measure():
            given = [("metric", item.metric), ("metric", item.scaled_by), ("timing", item.timing)]
            given += [("curve", item.curve), ("curve", item.below)]
            yield from ((what, name) for what, name in given if name)
        case TrendPart() | Series():
            yield "curve", item.curve
        case ImagesFigure():
            yield "array", item.array
            if item.predictions:
                yield from (("array", name) for name in ("test_labels", "test_predictions"))
        case ScatterFigure():
            yield from (("array", name) for name in (item.points, item.labels))
        case MapPanel():
            yield "array", "map_axis"
        case ConfusionFigure():
            yield "array", "confusion"
        case ReceptiveField():
            yield from (("metric", layer.metric) for layer in item.layers)


def _explained(item: Any, own: list[Named]) -> Iterator[Named]:
    """The claim's own names once more, in each experiment that an explanation puts in place."""
    substitutes = item.explanations if isinstance(item, Statement) else ()
    for exchange in (e for substitute in substitutes for e in substitute.exchanges):
        for experiment, variant, what, name in own:
            if experiment == exchange.instead_of and exchange.at in (None, variant):
                yield exchange.experiment, exchange.variant, what, name
