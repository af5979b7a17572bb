"""The one module that knows folder names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Where a build of one scale keeps what it makes, below the project's root."""

    results: Path
    scale: str

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
        """What later reports are compared with; there only once a build was accepted."""
        return self.base / "accepted.json"

    def spec(self, run_id: str) -> Path:
        return self.base / "specs" / f"{run_id}.json"

    def document_plan(self, slug: str) -> Path:
        return self.base / "plans" / f"{slug}.json"

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

    def log(self, stage: str, name: str) -> Path:
        """Messages of one job; beside the results, by stage."""
        return Path("logs") / stage / f"{self.scale}--{name}.log"

    def target(self, slug: str, experiment: str | None = None) -> Path:
        name = slug if experiment is None else f"{slug}--{experiment}"
        return self.base / "targets" / f"{name}.done"
