"""What is said of measured values that are missing, left out, or cut short."""

from __future__ import annotations

from collections.abc import Sequence

from reprise.analysis.measures import Values
from reprise.figures.words import budget_sentences, labelled, short_cut

MOST_NAMED = 8
"""Of more than that many, only the count is given."""


def why_not(found: Values) -> str:
    """In place of a number."""
    if found.left_out:
        return "not at this scale"
    if found.missing:
        return "not run"
    return "diverged" if found.diverged else "no value"


def absences(named: Sequence[tuple[str, Values]]) -> list[str]:
    """Sentences on values with their names: what is not there, and what ran at less."""
    ran = [(name, v) for name, v in named if not v.missing]
    absent = [(name, v) for name, v in named if v.missing]
    total = len({name for name, _ in named})

    def sentence(start: str, labels: list[str]) -> list[str]:
        labels = list(dict.fromkeys(labels))
        if len(labels) > MOST_NAMED and total > MOST_NAMED:
            labels = [f"{len(labels)} of {total}"]
        return labelled(start, labels)

    return [
        *sentence("Not run", [name for name, v in absent if not v.left_out]),
        *sentence("Not at this scale", [name for name, v in absent if v.left_out]),
        *sentence(
            "Some seeds not run",
            [f"{name} (seed {_listed(v.not_made)})" for name, v in ran if v.not_made],
        ),
        *sentence(
            "Diverged", [f"{name} (seed {_listed(v.diverged)})" for name, v in ran if v.diverged]
        ),
        *labelled("No value", [f"{name} ({why})" for name, v in ran for why in _reasons(v)]),
        *budget_sentences(
            {name: tuple(map(short_cut, v.cut, v.cut_words)) for name, v in ran},
            {name: v.stand_in for name, v in ran},
        ),
    ]


def _reasons(found: Values) -> list[str]:
    """``seed 0, 1: its metric 'loss' is not in the record``"""
    seeds: dict[str, list[int]] = {}
    for seed, why in found.absent.items():
        seeds.setdefault(why, []).append(seed)
    return [f"seed {_listed(of)}: {why}" for why, of in seeds.items()]


def _listed(seeds: list[int]) -> str:
    return ", ".join(map(str, seeds))
