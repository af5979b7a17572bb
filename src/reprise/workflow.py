"""What the Snakefile needs to know: paths, inputs and targets. Light imports only."""

from __future__ import annotations

import difflib
import json
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reprise.config import parse_config
from reprise.digest import code_digest, sha256
from reprise.documents.groups import by_document, by_experiment
from reprise.documents.loading import OPTIONAL
from reprise.documents.plan import Run
from reprise.files import write_if_changed
from reprise.mending import mend
from reprise.planning import check, layout_of, write_plan
from reprise.problems import DocumentError, Problem, nearest
from reprise.reporting.problems import content_problems

STAGES = {
    "collect": "reprise.analysis.stages",
    "claims": "reprise.analysis.stages",
    "figures": "reprise.figures.stage",
    "report": "reprise.reporting.stage",
}

TARGET = re.compile(r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?$")
"""What a document's or an experiment's name looks like, mistakes included; files have a dot."""


class Build:
    """One build: the checked documents, the plan, and the file names of every stage.

    ``mends``: what is damaged is set aside to be made again, and not only named; for a build that
    is alone in its folder.
    """

    def __init__(self, content: Mapping[str, Any], *, mends: bool = False) -> None:
        try:
            self.config = parse_config(dict(content), "config")
            self.plan = check(self.config, also=content_problems, every_scale=False)
        except DocumentError as error:
            print(error, file=sys.stderr)
            raise SystemExit(2) from None
        self.layout = layout_of(self.config)
        self.runs = {run.id: run for run in self.plan.runs()}
        wide, narrow = by_document(self.plan), by_experiment(self.plan)
        self.groups = {group.id: group for group in (*wide, *narrow)}
        self._group_of = {run.id: group for group in wide for run in group.runs}
        self._own_group_of = {run.id: group for group in narrow for run in group.runs}
        self.slugs = list(self.plan.documents)
        try:
            self._write_down(mends)
        except OSError as error:
            print(error, file=sys.stderr)
            raise SystemExit(1) from None

    def _write_down(self, mends: bool) -> None:
        """The plan and the configuration, for the jobs; what is damaged is out of the way then."""
        write_plan(self.plan, self.layout)
        root = Path(self.config.data.root)
        for line in mend(self.runs.values(), self.layout, root, dry=not mends):
            print(line, file=sys.stderr)
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

    def done(self, run_id: str, *, alone: bool = False) -> str:
        """The file that says that a run is done: its record, or its group's mark.

        ``alone``: the group has runs of the same experiment only.
        """
        group = (self._own_group_of if alone else self._group_of).get(run_id)
        return str(self.layout.group(group.id) if group else self.layout.record(run_id))

    def records(self, slug: str | None = None, experiment: str | None = None) -> list[str]:
        """What must be there for all runs of everything, a document or an experiment."""
        runs = self.plan.runs(slug, experiment)
        alone = experiment is not None
        return list(dict.fromkeys(self.done(run.id, alone=alone) for run in runs))

    def stamp(self, dataset: str) -> str:
        return str(Path(self.config.data.root) / "prepared" / dataset / "stamp.json")

    def needs(self, *runs: Run) -> list[str]:
        """What runs wait for besides their slices: their data, and runs that they build on."""
        stamps = [self.stamp(run.dataset) for run in runs if run.dataset]
        sources = [self.done(run.source, alone=True) for run in runs if run.source]
        return list(dict.fromkeys([*stamps, *sources]))

    def slices(self, *runs: Run) -> list[str]:
        return [str(self.layout.spec(run.id)) for run in runs]

    def document_files(self, *names: str) -> list[str]:
        """The files of those names of all documents; errata.yaml only where there is one."""
        return [file for slug in self.slugs for file in self._files(slug, *names)]

    def claim_files(self, slug: str) -> list[str]:
        """Where a document's claims and errata stand."""
        return self._files(slug, "document.yaml", "claims.yaml", "errata.yaml")

    def _files(self, slug: str, *names: str) -> list[str]:
        files = [Path(self.config.documents_root) / slug / name for name in names]
        return [str(file) for file in files if file.name != OPTIONAL or file.exists()]

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

    def accepted_files(self) -> list[str]:
        """What the report is compared with, where a build was accepted."""
        return [str(self.layout.accepted)] if self.layout.accepted.exists() else []

    def pdf_files(self) -> list[str]:
        return [str(self.layout.report / "report.pdf")] if self.config.report.pdf else []

    def templates(self) -> list[str]:
        """Templates and styles: a change of theirs renders the report again."""
        files = (p for folder in ("templates", "styles") for p in Path("report", folder).rglob("*"))
        return sorted(str(path) for path in files if path.is_file())

    def hint_at_targets(self, words: Sequence[str]) -> None:
        """Name the nearest target where a word of the command line is nearly one.

        Snakemake reads its targets after the rules, and only says that there is no such rule.
        """
        known = {target for target, _, _ in self.targets()}
        for word in words:
            slug = word.partition("/")[0]
            if not TARGET.match(word) or word in known or Path(word).exists():
                continue
            if slug in self.slugs or difflib.get_close_matches(slug, self.slugs, cutoff=0.75):
                told = f"there is no such target; {nearest(word, known)}"
                print(Problem("snakemake", word, told), file=sys.stderr)

    def targets(self) -> list[tuple[str, str, str | None]]:
        """(target, slug, experiment) of every document and experiment."""
        found: list[tuple[str, str, str | None]] = []
        for slug, document in self.plan.documents.items():
            found.append((slug, slug, None))
            found += [(f"{slug}/{name}", slug, name) for name in document.entries]
        return found
