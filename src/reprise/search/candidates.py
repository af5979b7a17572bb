"""What to try: each alternative of an experiment's assumptions alone, then pairs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from reprise.documents.document import Entry
from reprise.documents.models.experiment import Assumption
from reprise.documents.settings import MISSING, get, label


@dataclass(frozen=True)
class Candidate:
    """A setting to try: the values by dotted key that differ from what is assumed."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


STATED = Candidate("as stated")
"""The set-up as it is read; tried like the others, so that they stand beside it."""


def one_at_a_time(entry: Entry) -> list[Candidate]:
    """Each alternative alone, of every assumption whose key is one of the spec's, in order.

    Inherited assumptions count where they hold. What the experiment sweeps is not assumed.
    """
    found: list[tuple[str, Any]] = []
    for assumption in entry.assumed:
        if _is_key(entry.spec, assumption) and assumption.key not in entry.experiment.sweep:
            for value in assumption.alternatives:
                if value != assumption.value and (assumption.key, value) not in found:
                    found.append((assumption.key, value))
    short = [label(key, value) for key, value in found]
    return [
        Candidate(name if short.count(name) == 1 else _long(key, value), {key: value})
        for name, (key, value) in zip(short, found, strict=True)
    ]


def pairs(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """The most promising pairs of single alternatives, which come best first.

    Two of different assumptions, the smallest sum of ranks first, and of equal sums the pair
    with the best one.
    """
    places = [
        (i + j, i, first, second)
        for (i, first), (j, second) in combinations(enumerate(ranked), 2)
        if _go_together(*first.settings, *second.settings)
    ]
    places.sort(key=lambda place: place[:2])
    return [_both(first, second) for _, _, first, second in places[:most]]


def _both(*two: Candidate) -> Candidate:
    """Named and ordered by key, so that a pair is the same whichever was the better."""
    first, second = sorted(two, key=lambda candidate: tuple(candidate.settings))
    return Candidate(f"{first.name}_{second.name}", {**first.settings, **second.settings})


def _go_together(one: str, other: str) -> bool:
    """Whether two keys can be set at once: neither is, or holds, the other."""
    return not f"{one}.".startswith(f"{other}.") and not f"{other}.".startswith(f"{one}.")


def _is_key(spec: Mapping[str, Any], assumption: Assumption) -> bool:
    """Whether it names a place of the spec, perhaps an optional one that stands empty."""
    if get(spec, assumption.key) is not MISSING:
        return True
    parent = assumption.key.rpartition(".")[0]
    is_open = assumption.value is None and bool(parent)
    return is_open and isinstance(get(spec, parent), Mapping)


def _long(key: str, value: Any) -> str:
    """With the whole key, where the last part of two keys is the same."""
    return label(key.replace(".", "-"), value)
