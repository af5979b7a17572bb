"""A plan of committed records: the full budgets where they were spent, else the cut ones.

Verdicts need no more than that: a variant whose runs were cut says so itself, at any scale.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reprise.documents.plan import Plan, Variant


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
    return replace(full, variants=variants)
