"""What runs hold in memory at their peak, and what eight of them take side by side."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import THIN, fixed, number

SIDE_BY_SIDE = 8
"""Runs at once, on as many cores."""

BYTES = 2**20
"""Of a record's megabyte."""

NOTE = (
    "Peak resident memory of the process that made a run. Where several short runs shared one, it "
    "may count what those before it held."
)


def memory(build: Build) -> Json:
    """By engine and data set, the largest first, and what the runs that hold most take together."""
    peaks = {
        run.id: record.timing["peak_memory_mb"]
        for run in build.runs.values()
        if (record := build.measurements.record(run)) and "peak_memory_mb" in record.timing
    }
    return {
        "note": NOTE,
        "rows": _rows(build, peaks),
        "together": _together(list(peaks.values())),
    }


def _together(peaks: list[float]) -> str | None:
    """A sentence; None where there are not two runs to lie side by side."""
    count = min(SIDE_BY_SIDE, len(peaks))
    if count < 2:
        return None
    taken = f"{fixed(gigabytes_of_most(peaks), 1)}{THIN}GB"
    return f"The {count} runs that held most would take {taken} side by side; no {count} take more."


def gigabytes_of_most(peaks: Iterable[float]) -> float:
    """What the eight runs that hold most take together, in 10^9 bytes: no eight take more."""
    return sum(nlargest(SIDE_BY_SIDE, peaks)) * BYTES / 1e9


def _rows(build: Build, peaks: dict[str, float]) -> list[Json]:
    kinds: dict[tuple[str, str | None], list[str]] = {}
    for run_id in peaks:
        run = build.runs[run_id]
        kinds.setdefault((run.engine, run.dataset), []).append(run_id)
    kinds = dict(sorted(kinds.items(), key=lambda kind: -max(peaks[i] for i in kind[1])))
    return [_row(build, engine, dataset, ids, peaks) for (engine, dataset), ids in kinds.items()]


def _row(
    build: Build, engine: str, dataset: str | None, ids: list[str], peaks: dict[str, float]
) -> Json:
    largest = build.runs[max(ids, key=peaks.__getitem__)]
    return {
        "engine": engine,
        "data": dataset or "–",
        "runs": number(len(ids)),
        "peak": f"{number(round(peaks[largest.id]))}{THIN}MB",
        "experiment": f"{largest.document}/{largest.experiment}",
        "anchor": anchors.run(largest.id),
    }
