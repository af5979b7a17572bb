"""Short runs share a job: loading an engine costs up to some seconds.

A whole build, or a whole document, shares jobs among all short runs of a document that load the
same libraries. A single experiment that is asked for shares them among its own runs only,
so that no other run starts. Either way each run keeps a record of its own, and a job skips those
that exist: the two never make a record twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from reprise.digest import canonical, sha256
from reprise.documents import cost
from reprise.documents.engines import WITH_TORCH
from reprise.documents.models import svm_cost, torch_nets_cost
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.plan import Plan, Run

SHORT_SECONDS = 30.0
"""A run that is expected to take no longer may share a job."""

GROUP_SECONDS = 180.0
"""A job is closed when it holds this much: groups still spread over the cores."""

START_SECONDS = {"torch": torch_nets_cost.START_SECONDS, "svm": svm_cost.START_SECONDS}
"""What loading takes, by library; ``cost.START_SECONDS`` where it is none of these."""


@dataclass(frozen=True)
class Group:
    """Runs that one job trains, one after the other; each keeps a record of its own."""

    id: str
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """Expected time of the job: what is loaded, once, and the work of each run."""
        first = self.runs[0]
        return first.expected_seconds - _work(first) + sum(map(_work, self.runs))

    @property
    def exclusive(self) -> bool:
        return self.runs[0].exclusive


def by_experiment(plan: Plan) -> list[Group]:
    """Groups of two short runs or more of one experiment; other runs have jobs of their own."""
    return _grouped(plan, lambda run: run.experiment)


def by_document(plan: Plan) -> list[Group]:
    """Groups of two short runs or more of one document.

    A run that another builds on is grouped within its experiment only: who waits for it need not
    wait for more, and finds it in the same job when a single experiment is asked for.
    """
    sources = {run.source for run in plan.runs()} - {None}
    return _grouped(plan, lambda run: run.experiment if run.id in sources else None)


def library(run: Run | RunSpec) -> str:
    """What takes time to load: PyTorch for several engines, else the engine's own."""
    return "torch" if run.engine in WITH_TORCH else run.engine


def start_seconds(run: Run | RunSpec) -> float:
    """What loading takes, which the runs of a job share."""
    return START_SECONDS.get(library(run), cost.START_SECONDS)


def _grouped(plan: Plan, besides: Callable[[Run], Hashable]) -> list[Group]:
    """Groups of short runs with the same of everything that runs of a job must have in common.

    A job waits for what its runs build on. All of them end chains of equal length, and the chains
    of what they build on are one shorter: so no two jobs can wait for each other.
    """
    runs = {run.id: run for run in plan.runs()}

    def depth(run: Run) -> int:
        return 1 + depth(runs[run.source]) if run.source else 0

    short: dict[Hashable, list[Run]] = {}
    for run in runs.values():
        if run.expected_seconds <= SHORT_SECONDS:
            shared = run.document, besides(run), library(run), run.exclusive, depth(run)
            short.setdefault(shared, []).append(run)
    return [_group(chunk) for group in short.values() for chunk in _chunks(group) if len(chunk) > 1]


def _chunks(runs: list[Run]) -> Iterator[list[Run]]:
    chunk: list[Run] = []
    for run in runs:
        if chunk and sum(_work(r) for r in [*chunk, run]) > GROUP_SECONDS:
            yield chunk
            chunk = []
        chunk.append(run)
    yield chunk


def _work(run: Run) -> float:
    """Expected time without that of loading, which the runs of a job share."""
    return max(run.expected_seconds - start_seconds(run), 0.0)


def _group(runs: list[Run]) -> Group:
    """Named by what its runs share; the same runs are the same group, however it was formed."""
    digest = sha256(canonical(sorted(run.key for run in runs)))
    experiments = {run.experiment for run in runs}
    shared = runs[0].experiment if len(experiments) == 1 else f"{library(runs[0])}-runs"
    return Group(f"{runs[0].document}--{shared}-{digest[:8]}", tuple(runs))
