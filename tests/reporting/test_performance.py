"""What the runs cost, from the times of their records."""

from __future__ import annotations

import pytest

from reprise.reporting.build import read_build
from reprise.reporting.context import content
from reprise.reporting.numbers import duration


def test_times_are_summed_by_document_and_engine(report, build):
    found = report["performance"]
    assert [row["engine"] for row in found["engines"]] == ["numpy_mlp"]
    assert found["engines"][0]["document"] == "Author and Böttcher 2021"
    assert found["engines"][0]["runs"] == "12"
    seconds = sum(
        record.timing["total_seconds"]
        for run in build.runs.values()
        if (record := build.measurements.record(run))
    )
    assert found["time"] == found["engines"][0]["total"] == duration(seconds)


def test_the_longest_experiments_come_first_with_their_share(report):
    shares = [int(row["share"].rstrip("%")) for row in report["performance"]["longest"]]
    assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(100, abs=2)


def test_time_is_split_into_training_evaluation_and_the_rest(report, build):
    *rows, whole = report["performance"]["spent"]["rows"]
    assert len(rows) == len(report["performance"]["engines"]) and whole["document"] == "All"
    records = [build.measurements.record(run) for run in build.runs.values()]
    timings = [record.timing for record in records if record]
    training = sum(timing.get("training_seconds", 0.0) for timing in timings)
    total = sum(timing["total_seconds"] for timing in timings)
    assert whole["training"] == f"{duration(training)} ({training / total:.0%})"
    assert whole["rest"] == f"{duration(total - training)} ({1 - training / total:.0%})"


def test_without_records_nothing_is_said(factory, tmp_path):
    config = factory.make_project(tmp_path)
    found = content(read_build(config, *factory.plan_of(config)))["performance"]
    assert found["engines"] == found["longest"] == found["spent"]["rows"] == []
    assert found["memory"]["rows"] == []
