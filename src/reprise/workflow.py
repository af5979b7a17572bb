"""What the Snakefile needs to know: paths, inputs and targets. Light imports only."""

from __future__ import annotations

import fcntl
import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reprise.config import parse_config
from reprise.digest import code_digest, sha256
from reprise.documents.groups import grouped
from reprise.documents.plan import Run
from reprise.files import write_if_changed
from reprise.planning import check, layout_of, write_plan
from reprise.problems import DocumentError
from reprise.reporting.prose import prose_problems

STAGES = {
    "collect": "reprise.analysis.stages",
    "claims": "reprise.analysis.stages",
    "figures": "reprise.figures.stage",
    "report": "reprise.reporting.stage",
}


class Build:
    """One build: the checked documents, the plan, and the file names of every stage."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        try:
            self.config = parse_config(dict(content), "config")
            self.plan = check(self.config, also=prose_problems)
        except DocumentError as error:
            print(error, file=sys.stderr)
            raise SystemExit(2) from None
        self.layout = layout_of(self.config)
        self.runs = {run.id: run for run in self.plan.runs()}
        self.groups = {group.id: group for group in grouped(self.plan)}
        self._group_of = {run.id: g for g in self.groups.values() for run in g.runs}
        self.slugs = list(self.plan.documents)
        write_plan(self.plan, self.layout)
        self._drop_broken_marks()
        text = json.dumps(self.config.model_dump(mode="json"), indent=1, sort_keys=True)
        # named by its content: another build's configuration does not change a running one's
        self.config_file = self.layout.base / f"config-{sha256(text)[:8]}.json"
        write_if_changed(self.config_file, text + "\n")

    def _drop_broken_marks(self) -> None:
        """A group is done only while all of its records lie there, a target with its report."""
        if not (self.layout.report / "report.html").exists():
            for mark in self.layout.target("x").parent.glob("*.done"):
                mark.unlink()
        for group in self.groups.values():
            mark = self.layout.group(group.id)
            there = (self.layout.record(run.id).exists() for run in group.runs)
            if mark.exists() and not all(there):
                mark.unlink()

    @property
    def interpreter(self) -> str:
        """How a shell command starts this very package."""
        return f"{shlex.quote(sys.executable)} -m reprise"

    def code(self, stage: str) -> str:
        """Digest of a stage's code: Snakemake does not see edits in imported modules."""
        return f"code:{code_digest(STAGES[stage])}"

    def done(self, run_id: str) -> str:
        """The file that says that a run is done: its record, or its group's mark."""
        group = self._group_of.get(run_id)
        return str(self.layout.group(group.id) if group else self.layout.record(run_id))

    def records(self, slug: str | None = None, experiment: str | None = None) -> list[str]:
        """What must be there for all runs of everything, a document or an experiment."""
        runs = self.plan.runs(slug, experiment)
        return list(dict.fromkeys(self.done(run.id) for run in runs))

    def stamp(self, dataset: str) -> str:
        return str(Path(self.config.data.root) / "prepared" / dataset / "stamp.json")

    def needs(self, *runs: Run) -> list[str]:
        """What runs wait for besides their slices: their data, and runs that they build on."""
        stamps = [self.stamp(run.dataset) for run in runs if run.dataset]
        sources = [self.done(run.source) for run in runs if run.source]
        return list(dict.fromkeys([*stamps, *sources]))

    def slices(self, *runs: Run) -> list[str]:
        return [str(self.layout.spec(run.id)) for run in runs]

    def document_files(self, *names: str) -> list[str]:
        root = Path(self.config.documents_root)
        return [str(root / slug / name) for slug in self.slugs for name in names]

    def stage_files(self) -> list[str]:
        """Tables, verdicts and figures of every document: a lost one is made again."""
        kinds = (self.layout.table, self.layout.summary, self.layout.verdicts)
        return [
            str(kind(slug)) for slug in self.slugs for kind in (*kinds, self.layout.figure_index)
        ]

    def plan_files(self) -> list[str]:
        return [str(self.layout.document_plan(slug)) for slug in self.slugs]

    def report_files(self) -> list[str]:
        return [str(self.layout.report / name) for name in ("report.json", "report.html")]

    def pdf_files(self) -> list[str]:
        return [str(self.layout.report / "report.pdf")] if self.config.report.pdf else []

    def templates(self) -> list[str]:
        """Templates and styles: a change of theirs renders the report again."""
        files = (p for folder in ("templates", "styles") for p in Path("report", folder).rglob("*"))
        return sorted(str(path) for path in files if path.is_file())

    def targets(self) -> list[tuple[str, str, str | None]]:
        """(target, slug, experiment) of every document and experiment."""
        found: list[tuple[str, str, str | None]] = []
        for slug, document in self.plan.documents.items():
            found.append((slug, slug, None))
            found += [(f"{slug}/{name}", slug, name) for name in document.entries]
        return found


def drop_stale_locks(folder: Path) -> None:
    """Remove the locks that a killed Snakemake left, unless another one is alive.

    Every live build holds a shared lock on one file until its process ends, however it ends:
    whoever gets that lock exclusively is alone.
    """
    folder.mkdir(exist_ok=True)
    handle = (folder / "reprise.alive").open("w")
    _held.append(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        for lock in (folder / "locks").glob("*"):
            lock.unlink(missing_ok=True)
    fcntl.flock(handle, fcntl.LOCK_SH)


_held: list[Any] = []
"""Open for as long as the process lives."""
