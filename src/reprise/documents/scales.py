"""How much of a document's budget a scale spends: full, quick, smoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reprise.data.registry import Dataset
from reprise.documents.models.experiment import Experiment, Scale
from reprise.documents.settings import MISSING, changed, get

QUICK_SECONDS = 30.0
"""A run expected to fit in this many core-seconds is not cut at quick scale."""

SMOKE_CAPS = {
    "data.train_count": 600,
    "data.test_count": 200,
    "data.validation.count": 200,
    "training.epochs": 2,
    "training.steps": 20,
}
SMOKE_POINTS = 2
"""Points of a sweep axis that remain at smoke scale."""

PRESENT_ONLY = ("data.validation.count", "training.epochs", "training.steps")


def scale_of(experiment: Experiment, name: str) -> Scale:
    """What the experiment declares for a scale; nothing for ``full``."""
    return getattr(experiment.scales, name, None) or Scale()


def scaled_spec(
    spec: Mapping[str, Any], scale: Scale, name: str, datasets: Mapping[str, Dataset]
) -> dict[str, Any]:
    """The spec as the scale runs it."""
    result = changed(spec, scale.change)
    if name != "smoke" or "data" not in result:
        return result
    for standin in datasets.values():
        if standin.stands_in_for == result["data"]["dataset"]:
            result = changed(result, {"data.dataset": standin.name})
            break
    return changed(result, _capped(result))


def _capped(spec: Mapping[str, Any]) -> dict[str, Any]:
    caps = {}
    for key, cap in SMOKE_CAPS.items():
        value = get(spec, key)
        if value is MISSING:
            if key not in PRESENT_ONLY:
                caps[key] = cap
        else:
            caps[key] = min(value, cap)
    return caps


def axes(experiment: Experiment, scale: Scale, name: str) -> dict[str, list[Any]]:
    """The sweep's axes at a scale."""
    merged = {**experiment.sweep, **scale.sweep}
    if name == "smoke":
        return {key: values[:SMOKE_POINTS] for key, values in merged.items()}
    return merged


def seed_count(experiment: Experiment, scale: Scale, name: str, cut: bool, cap: int | None) -> int:
    """How many seeds a variant has at a scale."""
    if name == "smoke":
        count = scale.seeds or 1
    elif name == "quick":
        count = scale.seeds or (1 if cut else min(3, experiment.seeds))
    else:
        count = experiment.seeds
    return min(count, cap) if cap else count
