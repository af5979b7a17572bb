"""A plan of committed records: the full budgets where they were spent, else the cut ones.

Verdicts need no more than that: a variant whose runs were cut says so itself, at any scale.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reprise.documents.plan import Plan, Run, Variant

Variants = dict[tuple[str, str], dict[str, Variant]]


def mixed(full: Plan, short: Plan, kept: Collection[str]) -> Plan:
    """The full plan, each variant with those of its runs whose ids are kept.

    A variant that has none takes its runs, and what was cut in them, from the short plan of the
    same documents; one that has none there either is left out.
    """

    def of(name: tuple[str, str], variant: Variant) -> Variant | None:
        cut = short.variants.get(name, {}).get(variant.name)
        for candidate in filter(None, (variant, cut)):
            runs = tuple(run for run in candidate.runs if run.id in kept)
            if runs:
                return replace(candidate, runs=runs)
        return None

    variants = {
        name: {key: found for key, variant in made.items() if (found := of(name, variant))}
        for name, made in full.variants.items()
    }
    return replace(full, variants=_owned_where_shown(variants))


def _owned_where_shown(variants: Variants) -> Variants:
    """A run stands with the variant that owns it; where that shows others, with the first it has.

    Two experiments that are one run when they are cut may have runs of their own at full budget.
    """
    owners: dict[str, tuple[str, str, str]] = {}
    for (document, experiment), made in variants.items():
        for name, variant in made.items():
            for run in variant.runs:
                place = document, experiment, name
                if (run.document, run.experiment, run.variant) == place:
                    owners[run.id] = place
                else:
                    owners.setdefault(run.id, place)

    def owned(run: Run) -> Run:
        document, experiment, name = owners[run.id]
        return replace(run, document=document, experiment=experiment, variant=name)

    return {
        place: {
            name: replace(variant, runs=tuple(map(owned, variant.runs)))
            for name, variant in made.items()
        }
        for place, made in variants.items()
    }
