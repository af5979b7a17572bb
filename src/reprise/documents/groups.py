"""Short runs share a job: loading an engine costs up to some seconds.

A whole build, or a whole document, shares jobs among all short runs of a document. A single
experiment that is asked for shares them among its own runs only, so that no other run starts.
Either way each run keeps a record of its own, and a job skips those that exist: the two never make
a record twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reprise.digest import canonical, sha256
from reprise.documents import cost
from reprise.documents.engines import DEMONSTRATIONS_WITH_TORCH, WITH_TORCH
from reprise.documents.models import svm_cost, torch_nets_cost
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.plan import Plan, Run

SHORT_SECONDS = 60.0
"""A run that is expected to take no longer may share a job."""

JOBS = 5
"""Jobs that a document's short runs make, about: so that they spread over the cores."""

LIMITS = (20.0, 40.0, 80.0, 160.0)
"""Expected seconds of work in a job. So few, that an edit seldom parts a document's other runs in
another way; the least, so that loading does not weigh much; the most, so that no job ends late."""

RUN_SECONDS = 0.02
"""What a run takes besides: reading its slice, looking for its record, writing it."""

REST = 0.1
"""What is left goes into the last job, where it is no more than this share of one."""

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
        loaded = {library(run): start_seconds(run) for run in self.runs}
        return sum(loaded.values()) + sum(map(_work, self.runs))

    @property
    def exclusive(self) -> bool:
        return self.runs[0].exclusive


def by_experiment(plan: Plan) -> list[Group]:
    """Groups of two short runs or more of one experiment; other runs have jobs of their own."""
    runs = plan.runs()
    places: dict[tuple[str, str], list[Run]] = {}
    for run in filter(is_short, runs):
        places.setdefault(_place(run), []).append(run)
    limits, depths = _limits(runs), _depths(runs)
    return [
        _group(chunk, f"{document}--{experiment}")
        for (document, experiment), short in places.items()
        for chunk in _chunks(short, limits[document], depths)
        if len(chunk) > 1
    ]


def by_document(plan: Plan) -> list[Group]:
    """Groups of short runs of one document; what builds on others has a group even by itself.

    An experiment stays apart, in the groups of `by_experiment`, where a run with a job of its own
    builds on it: such a job waits for the same groups, whatever was asked for.
    """
    runs = plan.runs()
    limits, depths = _limits(runs), _depths(runs)
    apart = _apart(runs, depths)
    documents: dict[str, list[Run]] = {}
    for run in runs:
        if is_short(run) and _place(run) not in apart:
            documents.setdefault(run.document, []).append(run)
    return [
        *(group for group in by_experiment(plan) if _place(group.runs[0]) in apart),
        *(
            _group(chunk, document)
            for document, short in documents.items()
            for chunk in _chunks(short, limits[document], depths)
            if len(chunk) > 1 or chunk[0].source
        ),
    ]


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
    """What takes time to load: PyTorch for several engines, scikit-learn, or NumPy."""
    if run.engine in WITH_TORCH:
        return "torch"
    return "svm" if run.engine == "svm" else "numpy"


def start_seconds(run: Run | RunSpec) -> float:
    """What loading takes, which the runs of a job share."""
    return START_SECONDS.get(library(run), cost.START_SECONDS)


def _limits(runs: Iterable[Run]) -> dict[str, float]:
    """By document the expected seconds of work that a job may hold, whatever the number of cores.

    A document's own runs decide: an edit of one leaves the jobs of the others as they are.
    """
    work: dict[str, float] = {}
    for run in runs:
        work[run.document] = work.get(run.document, 0.0) + (_work(run) if is_short(run) else 0.0)
    return {
        document: next((limit for limit in LIMITS if total <= JOBS * limit), LIMITS[-1])
        for document, total in work.items()
    }


def _chunks(runs: Iterable[Run], limit: float, depths: dict[str, int]) -> Iterator[list[Run]]:
    """Runs that a job can hold, in the order in which it makes them.

    A job waits for what its runs build on. All of them end chains of equal length, and the chains
    of what they build on are one shorter: so no two jobs can wait for each other.
    """
    alike: dict[tuple[bool, int], list[Run]] = {}
    for run in runs:
        alike.setdefault((run.exclusive, depths[run.id]), []).append(run)
    for found in alike.values():
        yield from _cut(sorted(found, key=_loads), limit)


def _loads(run: Run) -> tuple[bool, str, str]:
    """What a run loads: those that load the same, one after the other, load it once.

    PyTorch comes last, since what is loaded stays. Where times matter, runs with the same library
    are made in the document's own order.
    """
    with_torch = library(run) == "torch" or run.spec.get("name") in DEMONSTRATIONS_WITH_TORCH
    data = "" if run.exclusive else canonical(run.spec.get("data"))
    return with_torch, library(run), data


def _cut(runs: list[Run], limit: float) -> list[list[Run]]:
    """Parts of no more than the limit, but for a small rest."""
    parts, held = [[runs[0]]], _work(runs[0])
    for run in runs[1:]:
        if held + _work(run) > limit:
            parts.append([])
            held = 0.0
        parts[-1].append(run)
        held += _work(run)
    if len(parts) > 1 and held <= REST * limit:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _work(run: Run) -> float:
    """Expected time without that of loading, which the runs of a job share."""
    return max(run.expected_seconds - start_seconds(run), 0.0) + RUN_SECONDS


def _group(runs: list[Run], scope: str) -> Group:
    """Named by its scope and its runs: equal runs of one scope are the same group."""
    return Group(f"{scope}-{sha256(canonical(sorted(run.key for run in runs)))[:8]}", tuple(runs))
