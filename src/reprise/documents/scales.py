"""How much of a document's budget a scale spends: full, quick, smoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reprise.data.registry import Dataset
from reprise.documents.engines import SPEC
from reprise.documents.models.experiment import Experiment, Scale
from reprise.documents.models.torch_nets import TorchNetsSpec
from reprise.documents.settings import MISSING, changed, get

SMOKE_COUNTS = {"data.train_count": 600, "data.test_count": 200, "data.validation.count": 200}
"""Images at smoke scale; the stand-ins have little more."""

SMOKE_POINTS = 2
"""Points of a sweep axis that remain at smoke scale."""

CHEAP_SECONDS = 5.0
"""Of one core: runs that cost no more have all of their seeds at quick scale, too."""


def scale_of(experiment: Experiment, name: str) -> Scale:
    """What the experiment declares for a scale; nothing for ``full``."""
    return getattr(experiment.scales, name, None) or Scale()


def scaled_spec(
    spec: Mapping[str, Any], scale: Scale, name: str, datasets: Mapping[str, Dataset]
) -> dict[str, Any]:
    """The spec as the scale runs it."""
    if name == "smoke":
        spec = changed(spec, SPEC.validate_python(spec).smoke_changes())
        spec = changed(spec, _on_stand_in(spec, datasets))
    return changed(spec, scale.change)


def in_precision(spec: dict[str, Any], precision: str | None) -> dict[str, Any]:
    """The spec as the configuration wants it computed: only trainings with convolutions change.

    All other networks are short, or their updates too small to gain from it; and a spec that
    is not in float32 itself keeps its precision.
    """
    if precision is None:
        return spec
    model = SPEC.validate_python(spec)
    if not isinstance(model, TorchNetsSpec) or not model.model.convolutional:
        return spec
    return changed(spec, {"precision": precision}) if model.precision == "float32" else spec


def _on_stand_in(spec: Mapping[str, Any], datasets: Mapping[str, Dataset]) -> dict[str, Any]:
    """Changes that bring a spec on a real data set to the one that stands in for it."""
    wanted = get(spec, "data.dataset")
    for dataset in datasets.values():
        if wanted is not MISSING and dataset.stands_in_for == wanted:
            counts = {k: c for k, c in SMOKE_COUNTS.items() if _applies(spec, k)}
            counts = {k: min(c, _number(get(spec, k), c)) for k, c in counts.items()}
            rows = _rows(spec, datasets[wanted], dataset)
            return {"data.dataset": dataset.name, **rows, **counts}
    return {}


def _rows(spec: Mapping[str, Any], real: Dataset, stand_in: Dataset) -> dict[str, Any]:
    """The same part of the training file."""
    rows = get(spec, "data.train_rows")
    if rows is MISSING or rows is None:
        return {}
    share = stand_in.train_count / real.train_count
    return {"data.train_rows": [round(row * share) for row in rows]}


def _applies(spec: Mapping[str, Any], key: str) -> bool:
    return key != "data.validation.count" or get(spec, key) is not MISSING


def _number(value: Any, otherwise: int) -> int:
    return otherwise if value is MISSING else value


def axes(experiment: Experiment, scale: Scale, name: str) -> dict[str, list[Any]]:
    """The sweep's axes at a scale."""
    merged = {**experiment.sweep, **scale.sweep}
    if name == "smoke":
        return {key: values[:SMOKE_POINTS] for key, values in merged.items()}
    return merged


def seed_count(
    experiment: Experiment, scale: Scale, name: str, *, cut: bool, seconds: float, cap: int | None
) -> int:
    """How many seeds a variant has at a scale, whose runs are expected to take so many seconds."""
    if name == "smoke":
        count = scale.seeds or 1
    elif name == "quick":
        several = experiment.seeds if seconds <= CHEAP_SECONDS else min(3, experiment.seeds)
        count = scale.seeds or (1 if cut else several)
    else:
        count = experiment.seeds
    return min(count, cap) if cap else count
