"""A search trains as a build does: a process for each run, records in the usual place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from search.bench import EXPERIMENTS, Project

from reprise.cli import main
from reprise.training.record import read_record

FEW = EXPERIMENTS.replace("alternatives: [0.25, 0.1]", "alternatives: [0.25]").split(
    "        - key: data.scaling"
)[0]


def test_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, [0.9, 0.35, 0.6], experiments__yaml=FEW)
    config = tmp_path / "config.yaml"
    config.write_text(json.dumps({**project.config.model_dump(mode="json"), "scale": "smoke"}))
    arguments = ["search", "X1", "--config", str(config), "--cores", "2"]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "base: 1 setting tried on 3 printed numbers" in told and "learning-rate-0.25" in told
    records = sorted(tmp_path.glob("results/smoke/runs/*/record.json"))
    assert {read_record(path).run.variant for path in records} == {"main", "learning-rate-0.25"}
    assert len(list(tmp_path.glob("logs/train/smoke--*.log"))) == 2
    written = [path.stat().st_mtime_ns for path in records]
    assert main(arguments) == 0
    assert [path.stat().st_mtime_ns for path in records] == written
