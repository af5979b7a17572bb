"""Short runs share a job: loading an engine costs up to some seconds.

A whole build, or a whole document, shares jobs among all short runs of a document that load the
same libraries. A single experiment that is asked for shares them among its own runs only,
so that no other run starts. Either way each run keeps a record of its own, and a job skips those
that exist: the two never make a record twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
    runs = plan.runs()
    short = [run for run in runs if is_short(run)]
    found = _grouped(short, _depths(runs), lambda run: run.experiment)
    return [group for group in found if len(group.runs) > 1]


def by_document(plan: Plan) -> list[Group]:
    """Groups of short runs of one document; what builds on others has a group even by itself.

    An experiment stays apart, in the groups of `by_experiment`, where a run with a job of its own
    builds on it: such a job waits for the same groups, whatever was asked for.
    """
    runs = plan.runs()
    depths = _depths(runs)
    apart = _apart(runs, depths)
    wide = [run for run in runs if is_short(run) and _place(run) not in apart]
    found = [group for group in by_experiment(plan) if _place(group.runs[0]) in apart]
    for group in _grouped(wide, depths, lambda run: f"{library(run)}-runs"):
        if len(group.runs) > 1 or group.runs[0].source:
            found.append(group)
    return found


def is_short(run: Run) -> bool:
    """Whether a run may share a job."""
    return run.expected_seconds <= SHORT_SECONDS


def _place(run: Run) -> tuple[str, str]:
    return run.document, run.experiment


def _depths(runs: Iterable[Run]) -> dict[str, int]:
    """How many runs each builds on, one on the other, by its id."""
    by_id = {run.id: run for run in runs}

    def depth(run: Run) -> int:
        return 1 + depth(by_id[run.source]) if run.source else 0

    return {run.id: depth(run) for run in by_id.values()}


def _apart(runs: Iterable[Run], depths: dict[str, int]) -> set[tuple[str, str]]:
    """(document, experiment) of what a long run builds on, or what stays apart itself."""
    by_id = {run.id: run for run in runs}
    found: set[tuple[str, str]] = set()
    for run in sorted(by_id.values(), key=lambda run: -depths[run.id]):
        if run.source and (not is_short(run) or _place(run) in found):
            found.add(_place(by_id[run.source]))
    return found


def library(run: Run | RunSpec) -> str:
    """What takes time to load: PyTorch for several engines, else the engine's own."""
    return "torch" if run.engine in WITH_TORCH else run.engine


def start_seconds(run: Run | RunSpec) -> float:
    """What loading takes, which the runs of a job share."""
    return START_SECONDS.get(library(run), cost.START_SECONDS)


def _grouped(
    runs: Iterable[Run], depths: dict[str, int], scope: Callable[[Run], str]
) -> list[Group]:
    """Groups of runs of one scope with the same of what runs of a job must have in common.

    A job waits for what its runs build on. All of them end chains of equal length, and the chains
    of what they build on are one shorter: so no two jobs can wait for each other.
    """
    found: dict[tuple, list[Run]] = {}
    for run in runs:
        shared = run.document, scope(run), library(run), run.exclusive, depths[run.id]
        found.setdefault(shared, []).append(run)
    return [
        _group(chunk, scope(chunk[0]))
        for group in found.values()
        for chunk in _chunks(_by_data(group))
    ]


def _by_data(runs: list[Run]) -> list[Run]:
    """Runs of the same data one after the other, to load them once; else in their order."""
    if runs[0].exclusive:
        return runs
    return sorted(runs, key=lambda run: canonical(run.spec.get("data")))


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


def _group(runs: list[Run], scope: str) -> Group:
    """Named by its scope and its runs: equal runs of one scope are the same group."""
    digest = sha256(canonical(sorted(run.key for run in runs)))
    return Group(f"{runs[0].document}--{scope}-{digest[:8]}", tuple(runs))
