"""A plan without its contents: which runs there are, and which of them share a job.

Light: reading a kept one imports no model of a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprise.documents.groups import Group
    from reprise.documents.plan import Plan, Run


@dataclass(frozen=True)
class OutlinedRun:
    """What a rule needs to know of a run; the rest stands in the run's slice of the plan."""

    id: str
    key: str
    dataset: str | None
    source: str | None
    exclusive: bool
    seconds: float


@dataclass(frozen=True)
class Job:
    """Runs that one job trains, and the seconds that it is expected to take."""

    id: str
    seconds: float
    runs: tuple[OutlinedRun, ...]

    @property
    def exclusive(self) -> bool:
        return self.runs[0].exclusive


@dataclass(frozen=True)
class Outline:
    """Runs by id; ids of runs by document and experiment; shared jobs.

    ``wide`` jobs share the short runs of a document, ``narrow`` ones those of an experiment.
    """

    runs: dict[str, OutlinedRun]
    experiments: dict[str, dict[str, list[str]]]
    wide: dict[str, Job]
    narrow: dict[str, Job]

    @property
    def jobs(self) -> dict[str, Job]:
        return self.wide | self.narrow

    @cached_property
    def urgency(self) -> dict[str, float]:
        """By job, and by run with a job of its own: expected seconds until the last one that waits
        for it, directly or not, has ended."""
        job_of = {run.id: job.id for job in self.wide.values() for run in job.runs}
        waiting: dict[str, set[str]] = {}
        for run in self.runs.values():
            if run.source:
                source = job_of.get(run.source, run.source)
                waiting.setdefault(source, set()).add(job_of.get(run.id, run.id))
        seconds = {run.id: run.seconds for run in self.runs.values()}
        seconds |= {job.id: job.seconds for job in self.jobs.values()}

        @cache
        def until_the_end(name: str) -> float:
            return seconds[name] + max(map(until_the_end, waiting.get(name, ())), default=0.0)

        return {name: until_the_end(name) for name in seconds}

    def named(self, slug: str | None, experiment: str | None) -> list[str]:
        """Ids of the runs of everything, of a document, or of an experiment; each once."""
        found = (
            run_id
            for name, experiments in self.experiments.items()
            if slug in (None, name)
            for entry, ids in experiments.items()
            if experiment in (None, entry)
            for run_id in ids
        )
        return list(dict.fromkeys(found))

    def as_data(self) -> dict[str, Any]:
        """Plain data, for ``from_data``."""
        return {
            "runs": {
                run.id: [run.key, run.dataset, run.source, run.exclusive, run.seconds]
                for run in self.runs.values()
            },
            "experiments": self.experiments,
            "wide": _jobs_as_data(self.wide),
            "narrow": _jobs_as_data(self.narrow),
        }


def _jobs_as_data(jobs: dict[str, Job]) -> dict[str, Any]:
    return {job.id: [job.seconds, [run.id for run in job.runs]] for job in jobs.values()}


def from_data(content: dict[str, Any]) -> Outline:
    runs = {run_id: OutlinedRun(run_id, *rest) for run_id, rest in content["runs"].items()}
    wide, narrow = (
        {
            name: Job(name, seconds, tuple(runs[run_id] for run_id in ids))
            for name, (seconds, ids) in jobs.items()
        }
        for jobs in (content["wide"], content["narrow"])
    )
    return Outline(runs, content["experiments"], wide, narrow)


def outline_of(plan: Plan, wide: Iterable[Group], narrow: Iterable[Group]) -> Outline:
    """The outline of a plan, with its groups by document and by experiment."""
    experiments: dict[str, dict[str, list[str]]] = {slug: {} for slug in plan.documents}
    runs: dict[str, OutlinedRun] = {}
    for (slug, name), variants in plan.variants.items():
        used = [run for variant in variants.values() for run in variant.runs]
        runs |= {run.id: _outlined(run) for run in used}
        experiments[slug][name] = list(dict.fromkeys(run.id for run in used))
    made = [
        {
            group.id: Job(group.id, group.seconds, tuple(runs[run.id] for run in group.runs))
            for group in groups
        }
        for groups in (wide, narrow)
    ]
    return Outline(runs, experiments, *made)


def _outlined(run: Run) -> OutlinedRun:
    return OutlinedRun(
        run.id, run.key, run.dataset, run.source, run.exclusive, run.expected_seconds
    )
