"""The variants of an experiment: the points of its sweep, and alternatives of its assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Any

from reprise.documents.document import Entry
from reprise.documents.models.experiment import Assumption, Scale
from reprise.documents.plan import MAIN
from reprise.documents.scales import axes
from reprise.documents.settings import MISSING, get, label
from reprise.problems import nearest

MOST_VARIANTS = 2000
"""Variants of one experiment: more would take longer to plan than anybody waits."""

LONGEST_NAME = 100
"""Bytes of a variant's name: with those of its document and experiment it names a folder, and a
file system takes 255."""

Named = list[tuple[str, dict[str, Any]]]
"""Name and settings of each variant, in order."""


def named_variants(entry: Entry, scale: Scale, scale_name: str) -> tuple[Named, list[str]]:
    """The variants at a scale, and what is wrong with them."""
    grid = axes(entry.experiment, scale, scale_name)
    problems = [words for key, values in grid.items() for words in _of_axis(entry, key, values)]
    problems += _of_thinner_axes(entry, scale, scale_name)
    count = prod(map(len, grid.values()))
    if count > MOST_VARIANTS:
        words = f"sweep: has {count} points, {MOST_VARIANTS} at most; take keys or values out"
        return [], [*problems, words]
    points = [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]
    named = [("_".join(label(k, v) for k, v in point.items()) or MAIN, point) for point in points]
    for assumption in entry.experiment.assumed:
        problems += _of_assumption(entry, assumption)
        if assumption.run_alternatives and scale.alternatives:
            named += _alternatives(assumption)
    names = [name for name, _ in named]
    doubled = sorted({name for name in names if names.count(name) > 1})
    problems += [
        f"two variants are called '{name}'; take one of the two values out" for name in doubled
    ]
    return named, problems + [words for name in names for words in _of_name(name)]


def _of_name(name: str) -> list[str]:
    length = len(name.encode())
    if length <= LONGEST_NAME:
        return []
    remedy = "sweep fewer keys, or use 'like' and 'change' in an experiment of its own"
    said = f"the variant '{name[:40]}...' has a name of {length} bytes, {LONGEST_NAME} at most"
    return [f"{said}; {remedy}"]


def _of_thinner_axes(entry: Entry, scale: Scale, scale_name: str) -> list[str]:
    """A smaller scale thins the experiment's own axes, and adds none."""
    swept = entry.experiment.sweep
    return [
        f"scales: {scale_name}: sweep: '{key}' is no axis of the experiment's sweep; "
        f"{nearest(key, swept)}"
        for key in scale.sweep
        if key not in swept
    ]


def _alternatives(assumption: Assumption) -> Named:
    key = assumption.key
    return [(label(key, value), {key: value}) for value in assumption.alternatives]


def _of_axis(entry: Entry, key: str, values: list[Any]) -> list[str]:
    problems = []
    if get(entry.spec, key) is MISSING and not _may_be_set(entry.spec, key):
        hint = nearest(key, dotted_keys(entry.spec))
        problems.append(f"sweep: there is no key '{key}'; {hint}")
    if not values:
        problems.append(f"sweep: the axis '{key}' is empty; give it values or take it out")
    return problems


def _of_assumption(entry: Entry, assumption: Assumption) -> list[str]:
    value = get(entry.spec, assumption.key)
    if value is MISSING:
        if not assumption.run_alternatives:
            return []  # words, not a key
        hint = nearest(assumption.key, dotted_keys(entry.spec))
        return [f"assumed: there is no key '{assumption.key}'; {hint}"]
    if value == assumption.value:
        return []
    said = f"assumed: {assumption.key} is said to be {assumption.value!r}"
    return [f"{said}, the spec has {value!r}; make them agree"]


def _may_be_set(spec: Mapping[str, Any], key: str) -> bool:
    """Whether an optional key could stand there: its parent does."""
    parent = key.rpartition(".")[0]
    return bool(parent) and isinstance(get(spec, parent), Mapping)


def dotted_keys(spec: Mapping[str, Any], prefix: str = "") -> list[str]:
    """All keys of a spec, parents before their children."""
    keys = []
    for key, value in spec.items():
        keys.append(prefix + key)
        if isinstance(value, Mapping):
            keys += dotted_keys(value, f"{prefix}{key}.")
    return keys
