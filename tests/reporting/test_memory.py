"""What runs hold in memory, and that eight of them fit side by side."""

from __future__ import annotations

import json

import pytest
from toy import PROJECT

from reprise.reporting.memory import BYTES, SIDE_BY_SIDE, gigabytes_of_most, memory

FITS = 16.0
"""Gigabytes of the machine that eight runs shall share."""


def peaks_of_committed_records() -> dict[str, float]:
    files = (PROJECT / "records" / "runs").glob("*/record.json")
    records = {file.parent.name: json.loads(file.read_text()) for file in files}
    return {name: record["timing"]["peak_memory_mb"] for name, record in records.items()}


def test_each_committed_record_says_what_its_run_held() -> None:
    peaks = peaks_of_committed_records()
    assert len(peaks) > 600 and all(10 < peak < 100_000 for peak in peaks.values())


def test_no_eight_committed_runs_take_more_than_sixteen_gigabytes() -> None:
    assert gigabytes_of_most(peaks_of_committed_records().values()) < FITS


def test_nor_do_the_largest_kinds_on_whole_data_sets() -> None:
    answers = json.loads((PROJECT / "benchmarks" / "results.json").read_text())
    peaks = [row["peak_megabytes"] for row in answers["memory"]["rows"]]
    assert len(peaks) >= SIDE_BY_SIDE
    assert SIDE_BY_SIDE * max(peaks) * BYTES / 1e9 < FITS  # the largest kind, eight times


def test_only_the_largest_count_and_in_bytes() -> None:
    assert gigabytes_of_most([1000.0] * 8 + [1.0] * 50) == 8000 * 2**20 / 1e9
    assert gigabytes_of_most([500.0]) == pytest.approx(0.524, abs=1e-3)


def test_rows_are_by_engine_and_data_the_largest_first(build, factory, tmp_path) -> None:
    assert memory(build)["rows"] == [] and memory(build)["together"] is None
    for place, run in enumerate(build.runs.values()):
        record = build.measurements.record(run)
        if record is not None:
            record.timing["peak_memory_mb"] = 100.0 + place
    found = memory(build)
    for run in build.runs.values():
        record = build.measurements.record(run)
        if record is not None:
            del record.timing["peak_memory_mb"]
    texts = [int(row["peak"].split("\u202f")[0]) for row in found["rows"]]
    assert texts == sorted(texts, reverse=True) and sum(int(r["runs"]) for r in found["rows"]) == 12
    largest = max(place for place, run in enumerate(build.runs.values()) if has(build, run))
    assert texts[0] == 100 + largest
    assert found["together"].startswith("The 8 runs that held most would take 0.9\u202fGB side")
    assert found["rows"][0]["anchor"] == f"run-{list(build.runs)[largest]}"


def has(build, run) -> bool:
    return build.measurements.record(run) is not None
