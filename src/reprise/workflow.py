"""What the Snakefile needs to know: paths, inputs and targets. Light imports only."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reprise.config import parse_config
from reprise.data.registry import load_datasets
from reprise.digest import canonical, code_digest, sha256
from reprise.documents.folder import FILES, LITERATURE, OPTIONAL, RESERVED
from reprise.files import write_if_changed
from reprise.inputs import fingerprint
from reprise.kept import Kept
from reprise.marks import mark_if_done
from reprise.mending import SEEN, drop_outdated, mend, state
from reprise.outline import Job, Outline, OutlinedRun, from_data, outline_of
from reprise.paths import layout_of
from reprise.problems import DocumentError, Problem, nearest

STAGES = {
    "collect": "reprise.analysis.stages",
    "claims": "reprise.analysis.stages",
    "figures": "reprise.figures.stage",
    "report": "reprise.reporting.stage",
}
"""Stages after training, and the modules whose code with all that it imports can change them."""

TARGET = re.compile(r"^(?!\d+$)\w[\w-]*(/[\w-]+)?$", re.ASCII)
"""What a document's or an experiment's name looks like, mistakes included; files have a dot."""


class Build:
    """One build: the checked documents, the plan, and the file names of every stage.

    ``mends``: what is damaged is set aside to be made again, and not only named; for a build that
    is alone in its folder.
    """

    def __init__(self, content: Mapping[str, Any], *, mends: bool = False) -> None:
        try:
            self.config = parse_config(dict(content), "config")
            self.layout = layout_of(self.config)
            self.outline = self._outline()
            self._write_down(mends)
        except DocumentError as error:
            print(error, file=sys.stderr)
            raise SystemExit(2) from None
        except OSError as error:
            print(error, file=sys.stderr)
            raise SystemExit(1) from None
        self._asked_for = set[str]()
        self.slugs = list(self.outline.experiments)
        self._job_of = {run.id: job for job in self.outline.wide.values() for run in job.runs}
        self._own_job_of = {run.id: job for job in self.outline.narrow.values() for run in job.runs}

    def _outline(self) -> Outline:
        """The outline of the plan: the kept one while all that it was made from is as it was.

        The plan lies there then as it was written: a slice that somebody changed is written again.
        """
        kept = Kept(SEEN / f"reprise.plan.{self.layout.scale}.json", most=1)
        made_from = fingerprint(self.config)
        known = kept.find(made_from) if made_from else None
        if known is not None:
            outline = from_data(known["outline"])
            if known["written"] == self._states(outline):
                return outline
        outline = self._planned()
        if made_from and made_from == fingerprint(self.config):  # no edit since it was read
            answer = {"outline": outline.as_data(), "written": self._states(outline)}
            kept.keep(made_from, answer)
            kept.save()
        return outline

    def _planned(self) -> Outline:
        """Make the plan, with all checks, and write it down for the jobs."""
        # loaded here: a build with nothing to do needs none of them
        from reprise.documents.groups import by_document, by_experiment
        from reprise.planning import check, write_plan
        from reprise.reporting.problems import content_problems

        plan = check(self.config, also=content_problems, every_scale=False)
        wide, narrow = by_document(plan), by_experiment(plan)
        write_plan(plan, self.layout, wide)
        for stage, module in STAGES.items():
            made_by: dict[str, Any] = {"code": code_digest(module)}
            if stage == "report":
                made_by["pdf"] = self.config.report.pdf
            write_if_changed(self.layout.stage(stage), canonical(made_by) + "\n")
        return outline_of(plan, wide, narrow)

    def _states(self, outline: Outline) -> str:
        """Sizes and times of all files that a plan is written into, as one digest."""
        files = [self.layout.plan]
        files += [self.layout.spec(run_id) for run_id in outline.runs]
        files += [self.layout.document_plan(slug) for slug in outline.experiments]
        files += [self.layout.stage(stage) for stage in STAGES]
        return sha256(canonical([state(file) for file in files]))

    def _write_down(self, mends: bool) -> None:
        """The configuration, for the jobs; what is damaged is out of the way then."""
        root = Path(self.config.data.root)
        known = load_datasets(Path(self.config.documents_root) / "datasets.yaml")
        datasets = [known[name] for name in self._dataset_names()]
        for line in [
            *drop_outdated(datasets, root, dry=not mends),
            *mend(self.runs.values(), self.layout, root, dry=not mends),
            *self._remade(mends),
        ]:
            print(line, file=sys.stderr)
        self._drop_broken_marks()
        text = json.dumps(self.config.model_dump(mode="json"), indent=1, sort_keys=True)
        # named by its content: another build's configuration does not change a running one's
        self.config_file = self.layout.base / f"config-{sha256(text)[:8]}.json"
        write_if_changed(self.config_file, text + "\n")

    def _remade(self, mends: bool) -> list[str]:
        """What is set aside because other libraries made it."""
        if not self.config.strict_versions or self.config.records:
            return []
        from reprise.versions import set_others_aside  # not before it is asked for

        return set_others_aside(self.runs.values(), self.layout, dry=not mends)

    def _dataset_names(self) -> list[str]:
        return sorted({run.dataset for run in self.runs.values() if run.dataset})

    def _drop_broken_marks(self) -> None:
        """A group is done only while all of its records lie there, a target with its report."""
        if not (self.layout.report / "report.html").exists():
            for mark in self.layout.target("x").parent.glob("*.done"):
                mark.unlink()
        for job in self.groups.values():
            mark = self.layout.group(job.id)
            there = (self.layout.record(run.id).exists() for run in job.runs)
            if mark.exists() and not all(there):
                mark.unlink()

    @property
    def runs(self) -> dict[str, OutlinedRun]:
        return self.outline.runs

    @property
    def groups(self) -> dict[str, Job]:
        """Jobs of several runs."""
        return self.outline.jobs

    @property
    def interpreter(self) -> str:
        """How a shell command starts this very package."""
        return f"{shlex.quote(sys.executable)} -m reprise"

    def urgency(self, name: str) -> float:
        """Of a job, or of a run with a job of its own: the most urgent one begins first."""
        return self.outline.urgency[name]

    def stage(self, name: str) -> str:
        """A small file that changes with a stage's code or settings.

        Snakemake does not see edits in imported modules. Parameters would tell it, but are lost
        with its own notes, and the first one that it looks at loads pandas.
        """
        return str(self.layout.stage(name))

    def done(self, run_id: str, *, alone: bool = False) -> str:
        """The file that says that a run is done: its record, or its group's mark.

        ``alone``: the group has runs of the same experiment only.
        """
        job = (self._own_job_of if alone else self._job_of).get(run_id)
        if job is None:
            return str(self.layout.record(run_id))
        if job.id not in self._asked_for:
            self._asked_for.add(job.id)
            records = {run.id: self.layout.record(run.id) for run in job.runs}
            mark_if_done(self.layout.group(job.id), records)
        return str(self.layout.group(job.id))

    def records(self, slug: str | None = None, experiment: str | None = None) -> list[str]:
        """What must be there for all runs of everything, a document or an experiment."""
        alone = experiment is not None
        named = self.outline.named(slug, experiment)
        return list(dict.fromkeys(self.done(run_id, alone=alone) for run_id in named))

    def stamp(self, dataset: str) -> str:
        return str(Path(self.config.data.root) / "prepared" / dataset / "stamp.json")

    def needs(self, run_id: str) -> list[str]:
        """What a run with a job of its own waits for besides its slice of the plan."""
        return self._needed(self.runs[run_id], alone=True)

    def needs_of_group(self, group: str) -> list[str]:
        """What a group waits for: one of a whole document waits for such ones."""
        return self._needed(*self.groups[group].runs, alone=group in self.outline.narrow)

    def _needed(self, *runs: OutlinedRun, alone: bool) -> list[str]:
        """The data of the runs, and what they build on."""
        stamps = [self.stamp(run.dataset) for run in runs if run.dataset]
        sources = [self.done(run.source, alone=alone) for run in runs if run.source]
        return list(dict.fromkeys([*stamps, *sources]))

    def slices(self, *runs: OutlinedRun) -> list[str]:
        return [str(self.layout.spec(run.id)) for run in runs]

    def document_files(self, *names: str) -> list[str]:
        """The files of those names of all documents; errata.yaml only where there is one."""
        return [file for slug in self.slugs for file in self._files(slug, *names)]

    def claim_files(self, slug: str) -> list[str]:
        """Where a document's claims and errata stand."""
        return self._files(slug, "document.yaml", "claims.yaml", "errata.yaml")

    def literature_files(self) -> list[str]:
        """The numbers of the literature, where there are any."""
        file = Path(self.config.documents_root) / LITERATURE
        return [str(file)] if file.exists() else []

    def _files(self, slug: str, *names: str) -> list[str]:
        files = [Path(self.config.documents_root) / slug / name for name in names]
        return [str(file) for file in files if file.name != OPTIONAL or file.exists()]

    def stage_files(self) -> list[str]:
        """Tables, verdicts and figures of every document: a lost one is made again."""
        layout = self.layout
        kinds = (layout.table, layout.summary, layout.verdicts, layout.figure_index, layout.shown)
        return [str(kind(slug)) for slug in self.slugs for kind in kinds]

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
        """Templates, styles and committed benchmarks: their change renders the report again."""
        files = [p for folder in ("templates", "styles") for p in Path("report", folder).rglob("*")]
        files.append(Path("benchmarks", "results.md"))
        return sorted(str(path) for path in files if path.is_file())

    def refuse_unknown(self, words: Sequence[str]) -> None:
        """End with 2 where a target is neither a document, an experiment, a rule nor a file.

        ``words`` are those of Snakemake's command line. Snakemake itself would read its targets
        after the rules, say that there is no such rule, and end as a build that failed.
        """
        known = {target for target, _, _ in self.targets()}
        lost = {word for word in words if TARGET.match(word) and not Path(word).exists()}
        lost -= known | RESERVED
        lost &= _targets(words) if lost else lost
        for word in sorted(lost):
            told = f"there is no such target; {nearest(word, known)}"
            print(Problem("snakemake", word, told), file=sys.stderr)
        if lost:
            raise SystemExit(2)

    def targets(self) -> list[tuple[str, str, str | None]]:
        """(target, slug, experiment) of every document and experiment."""
        found: list[tuple[str, str, str | None]] = []
        for slug, experiments in self.outline.experiments.items():
            found.append((slug, slug, None))
            found += [(f"{slug}/{name}", slug, name) for name in experiments]
        return found

    def target_inputs(self, slug: str, experiment: str | None) -> Callable[[Any], list[str]]:
        """What a target needs, found out once it is asked for: most never are."""

        def needed(wildcards: Any) -> list[str]:
            return [
                *self.records(slug, experiment),
                *self.document_files(*FILES, OPTIONAL),
                *self.templates(),
            ]

        return needed


def _targets(words: Sequence[str]) -> set[str]:
    """The targets on a command line of Snakemake's, told from its options by its own parser."""
    from snakemake.cli import get_argument_parser

    options, _ = get_argument_parser().parse_known_args(list(words))
    return set(options.targets)
