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
from reprise.digest import code_digest
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
        self.slugs = list(self.plan.documents)
        write_plan(self.plan, self.layout)
        self.config_file = self.layout.base / "config.json"
        text = json.dumps(self.config.model_dump(mode="json"), indent=1, sort_keys=True)
        write_if_changed(self.config_file, text + "\n")

    @property
    def interpreter(self) -> str:
        """How a shell command starts this very package."""
        return f"{shlex.quote(sys.executable)} -m reprise"

    def code(self, stage: str) -> str:
        """Digest of a stage's code: Snakemake does not see edits in imported modules."""
        return f"code:{code_digest(STAGES[stage])}"

    def records(self, slug: str | None = None, experiment: str | None = None) -> list[str]:
        return [str(self.layout.record(run.id)) for run in self.plan.runs(slug, experiment)]

    def stamp(self, dataset: str) -> str:
        return str(Path(self.config.data.root) / "prepared" / dataset / "stamp.json")

    def training_inputs(self, run_id: str) -> list[str]:
        """What a run waits for besides its slice: its data, and the run that it builds on."""
        run = self.runs[run_id]
        needed = [self.stamp(run.dataset)] if run.dataset else []
        return needed + ([str(self.layout.record(run.source))] if run.source else [])

    def run(self, run_id: str) -> Run:
        return self.runs[run_id]

    def document_files(self, *names: str) -> list[str]:
        root = Path(self.config.documents_root)
        return [str(root / slug / name) for slug in self.slugs for name in names]

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
