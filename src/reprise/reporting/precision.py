"""The arithmetic that the configuration chose in place of float32, where it did."""

from __future__ import annotations

from collections.abc import Iterable

from reprise.documents.plan import Variant
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json

KEY, USUAL = "precision", "float32"

REASON = (
    "The configuration asks for it, to save time on trainings with convolutions; the documents' "
    "own trainings are taken to be in float32."
)


def chosen(variant: Variant) -> str | None:
    """The precision that the configuration chose for a variant, or for what it builds on."""
    if variant.precision is None and variant.builds_on is not None:
        return chosen(variant.builds_on)
    return variant.precision


def precision_words(variants: Iterable[Variant]) -> list[str]:
    """What stands beside the cuts of variants that were computed otherwise."""
    found = dict.fromkeys(filter(None, map(chosen, variants)))
    return [f"{KEY} {name} in place of {USUAL}" for name in found]


def precision_assumption(build: Build, slug: str) -> Json | None:
    """An assumption that no document states: it names the experiments that it is made for."""
    planned = {
        name: [found for variant in variants.values() if (found := chosen(variant))]
        for (of, name), variants in build.plan.variants.items()
        if of == slug
    }
    experiments = [name for name, found in planned.items() if found]
    if not experiments:
        return None
    return {
        "key": KEY,
        "value": planned[experiments[0]][0],
        "reason": REASON,
        "alternatives": [USUAL],
        "experiments": [
            {"name": name, "anchor": anchors.experiment(slug, name)} for name in experiments
        ],
        "tried": [],
    }
