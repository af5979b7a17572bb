"""Which arrays of which runs the claims and figures need besides what stands in the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from reprise.analysis.measures import needs_points
from reprise.documents.models.figure import ConfusionFigure
from reprise.documents.models.figure_pictures import ImagesFigure, MapsFigure, ScatterFigure
from reprise.documents.models.measure import Measure
from reprise.documents.plan import Plan
from reprise.documents.references import split_name

MAPS = {"map_axis", "maps", "decision_values", "decision_map", "snapshot_epochs"}

Need = tuple[str, str, set[str]]
"""Experiment and variant as a document names them, and names of arrays."""


def needed(plan: Plan) -> dict[str, set[str]]:
    """Names of arrays by run id; a curve is asked for with its axis."""
    found: dict[str, set[str]] = defaultdict(set)
    for slug, document in plan.documents.items():
        needs = [
            need
            for item in (*document.claims, *document.errata)
            for need in _tried(plan, slug, item)
        ]
        for figure in document.figures:
            needs += [*_pictures(figure), *_curves(figure, Measure)]
        for experiment, variant, names in needs:
            planned = plan.variants.get(split_name(slug, experiment), {}).get(variant)
            for run in planned.runs if planned else ():
                found[run.id] |= names
    return dict(found)


def _tried(plan: Plan, slug: str, item: Any) -> Iterator[Need]:
    """What a claim asks for, of all variants: its explanations put them in each other's place."""
    for experiment, _, names in _curves(item):
        for variant in plan.variants.get(split_name(slug, experiment), {}):
            yield experiment, variant, names
        exchanges = (e for each in getattr(item, "explanations", ()) for e in each.exchanges)
        for other in exchanges:
            if other.instead_of == experiment:
                yield other.experiment, other.variant, names


def _curves(item: Any, kind: type[BaseModel] = BaseModel) -> Iterator[Need]:
    """The curves whose points claims and tables ask for; drawn ones stand in the record."""
    if isinstance(item, BaseModel):
        curve = getattr(item, "curve", None)
        if curve and isinstance(item, kind) and not _by_number(item):
            below = getattr(item, "below", None)
            names = {curve, f"{curve.partition('.')[0]}.x"} | ({below} if below else set())
            yield item.experiment, item.variant, names
        for name in type(item).model_fields:
            yield from _curves(getattr(item, name), kind)
    elif isinstance(item, list | tuple):
        for part in item:
            yield from _curves(part, kind)


def _by_number(item: BaseModel) -> bool:
    """Whether the numbers that are kept of a long curve are enough."""
    return isinstance(item, Measure) and not needs_points(item)


def _pictures(figure: Any) -> Iterator[Need]:
    """The arrays that a figure draws."""
    if isinstance(figure, ImagesFigure):
        names = {figure.array, "test_labels", "test_predictions"}
        yield figure.experiment, figure.variant, names
    elif isinstance(figure, ScatterFigure):
        yield figure.experiment, figure.variant, {figure.points, figure.labels}
    elif isinstance(figure, ConfusionFigure):
        yield figure.experiment, figure.variant, {"confusion"}
    elif isinstance(figure, MapsFigure):
        points = {f"{figure.points}_x", f"{figure.points}_labels"}
        for panel in figure.panels:
            yield panel.experiment, panel.variant, MAPS | points
