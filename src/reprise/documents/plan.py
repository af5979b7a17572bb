"""Runs, variants and the plan: what a build will make, before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reprise.data.registry import Dataset
from reprise.documents.document import Document
from reprise.documents.settings import MISSING, get

MAIN = "main"
"""The variant of an experiment as stated, without sweep or alternatives."""


@dataclass(frozen=True)
class Run:
    """One variant with one seed: the unit of work and of resume.

    ``document``, ``experiment`` and ``variant`` name the first that has it; others may share it.
    """

    document: str
    experiment: str
    variant: str
    seed: int
    spec: dict[str, Any]
    device: str
    key: str
    id: str
    expected_seconds: float = field(compare=False)
    headline: str = field(compare=False)
    exclusive: bool = field(compare=False, default=False)
    source: str | None = field(compare=False, default=None)

    @property
    def engine(self) -> str:
        return self.spec["engine"]

    @property
    def dataset(self) -> str | None:
        value = get(self.spec, "data.dataset")
        return None if value is MISSING else value


@dataclass(frozen=True)
class Variant:
    """One point of an experiment's sweep, or an alternative of one of its assumptions.

    ``cut`` names the keys at which its spec differs from the full scale's; ``stand_in`` tells
    that it computes on embedded data. Both are the variant's own, also where its runs are shared.
    ``builds_on`` is the variant whose runs its own start from. ``precision`` is the one that the
    configuration asks for, where that is not its spec's own.
    """

    name: str
    settings: dict[str, Any]
    runs: tuple[Run, ...]
    cut: tuple[str, ...] = ()
    stand_in: bool = False
    builds_on: Variant | None = None
    precision: str | None = None

    @property
    def all_settings(self) -> dict[str, Any]:
        """Its own, and those of the variant that it builds on."""
        return {**(self.builds_on.settings if self.builds_on else {}), **self.settings}


@dataclass(frozen=True)
class Plan:
    """All runs of a build: variants by document and experiment; runs that are equal are shared."""

    scale: str
    documents: dict[str, Document]
    variants: dict[tuple[str, str], dict[str, Variant]]
    datasets: dict[str, Dataset]

    def runs(self, document: str | None = None, experiment: str | None = None) -> list[Run]:
        """Distinct runs of everything, of a document, or of an experiment, in order."""
        found = {
            run.key: run
            for (slug, name), variants in self.variants.items()
            if document in (None, slug) and experiment in (None, name)
            for variant in variants.values()
            for run in variant.runs
        }
        return list(found.values())

    def run(self, run_id: str) -> Run | None:
        """The run of that id, or None."""
        return next((run for run in self.runs() if run.id == run_id), None)
