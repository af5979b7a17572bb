"""The one module that knows folder names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reprise.config import Config

FROM_RECORDS = "from-records"
"""Below the results: the build that is laid out from committed records."""


def layout_of(config: Config) -> Layout:
    """Where a build lies; one from committed records lies apart from runs of one's own."""
    results = Path(config.results)
    if config.records:
        return Layout(results / FROM_RECORDS, config.scale, Path(config.records))
    return Layout(results, config.scale)


@dataclass(frozen=True)
class Layout:
    """Where a build of one scale keeps what it makes, below the project's root."""

    results: Path
    scale: str
    records: Path | None = None
    """The folder of committed records; beside the results where it is not said."""

    @property
    def base(self) -> Path:
        return self.results / self.scale

    @property
    def plan(self) -> Path:
        return self.base / "plan.json"

    @property
    def report(self) -> Path:
        return self.base / "report"

    @property
    def accepted(self) -> Path:
        """What later reports are compared with; there only once a build was accepted.

        It lies with the committed records, so that it outlives the results.
        """
        return (self.records or self.results.parent / "records") / self.scale / "accepted.json"

    def spec(self, run_id: str) -> Path:
        return self.base / "specs" / f"{run_id}.json"

    def document_plan(self, slug: str) -> Path:
        return self.base / "plans" / f"{slug}.json"

    def stage(self, name: str) -> Path:
        """What a stage after training is made by: it changes when its code does."""
        return self.base / "stages" / f"{name}.json"

    def run(self, run_id: str) -> Path:
        return self.base / "runs" / run_id

    def record(self, run_id: str) -> Path:
        return self.run(run_id) / "record.json"

    def group(self, group_id: str) -> Path:
        """Written when all runs of a group have their records."""
        return self.base / "groups" / f"{group_id}.json"

    def checkpoint(self, run_id: str) -> Path:
        return self.base / "checkpoints" / f"{run_id}.npz"

    def table(self, slug: str) -> Path:
        return self.base / "tables" / f"{slug}.csv"

    def summary(self, slug: str) -> Path:
        return self.base / "tables" / f"{slug}.summary.csv"

    def verdicts(self, slug: str) -> Path:
        return self.base / "claims" / f"{slug}.json"

    def search(self, slug: str, claim: str) -> Path:
        """What a search for settings that explain a claim's numbers found."""
        return self.base / "searches" / f"{slug}--{claim}.json"

    def figures(self, slug: str) -> Path:
        return self.base / "figures" / slug

    def figure_index(self, slug: str) -> Path:
        return self.figures(slug) / "index.json"

    def shown(self, slug: str) -> Path:
        """The drawings and the tables' numbers again, for Snakemake's own report."""
        return self.base / "shown" / slug

    def log(self, stage: str, name: str) -> Path:
        """Messages of one job; beside the results, by stage."""
        return Path("logs") / stage / f"{self.scale}--{name}.log"

    def target(self, slug: str, experiment: str | None = None) -> Path:
        name = slug if experiment is None else f"{slug}--{experiment}"
        return self.base / "targets" / f"{name}.done"
