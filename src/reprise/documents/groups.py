"""Short runs of one experiment share a job: loading an engine costs up to some seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reprise.digest import canonical, sha256
from reprise.documents.plan import Plan, Run

SHORT_SECONDS = 10.0
"""A run that is expected to take no longer may share a job."""

GROUP_SECONDS = 40.0
"""A job is closed when it holds this much: groups still spread over the cores."""


@dataclass(frozen=True)
class Group:
    """Runs that one job trains, one after the other; each keeps a record of its own."""

    id: str
    runs: tuple[Run, ...]

    @property
    def exclusive(self) -> bool:
        return self.runs[0].exclusive


def grouped(plan: Plan) -> list[Group]:
    """Groups of two short runs or more; the runs of no group have jobs of their own."""
    short: dict[tuple[str, str, bool], list[Run]] = {}
    for run in plan.runs():
        if run.expected_seconds <= SHORT_SECONDS:
            short.setdefault((run.document, run.experiment, run.exclusive), []).append(run)
    return [_group(chunk) for runs in short.values() for chunk in _chunks(runs) if len(chunk) > 1]


def _chunks(runs: list[Run]) -> Iterator[list[Run]]:
    chunk: list[Run] = []
    for run in runs:
        if chunk and sum(r.expected_seconds for r in [*chunk, run]) > GROUP_SECONDS:
            yield chunk
            chunk = []
        chunk.append(run)
    yield chunk


def _group(runs: list[Run]) -> Group:
    digest = sha256(canonical(sorted(run.key for run in runs)))
    return Group(f"{runs[0].document}--{runs[0].experiment}-{digest[:8]}", tuple(runs))
