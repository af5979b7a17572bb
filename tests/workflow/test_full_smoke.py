"""The project's own documents, all the way to the report, at smoke scale."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from workflow_project import Project, copy_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("smoke") / "project", documents=True)
    result = project.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def test_the_report_is_there_in_all_forms(built: Project) -> None:
    report = built.results / "report"
    content = json.loads((report / "report.json").read_text())
    assert content["overview"]["scale"]["name"] == "smoke"
    assert (report / "report.html").stat().st_size > 10_000
    assert (report / "report.pdf").read_bytes().startswith(b"%PDF")


def test_every_experiment_has_its_records(built: Project) -> None:
    status = built.reprise("status", "--scale", "smoke").stdout
    rows = [line for line in status.splitlines() if " of " in line]
    assert len(rows) > 15
    assert not [row for row in rows if " 0 of " in row]


def test_every_claim_has_a_verdict_and_none_is_not_run(built: Project) -> None:
    for file in sorted((built.results / "claims").glob("*.json")):
        claims = json.loads(file.read_text())["claims"]
        assert claims
        assert {claim["verdict"] for claim in claims} & {"inconclusive"}
        assert not [c["id"] for c in claims if c["verdict"] == "not run"]


def test_a_second_build_does_nothing_and_is_quick(built: Project) -> None:
    before = {p: p.stat().st_mtime_ns for p in built.results.rglob("*") if p.is_file()}
    started = time.perf_counter()
    result = built.snakemake()
    elapsed = time.perf_counter() - started
    assert result.returncode == 0
    assert "nothing to be done" in (result.stdout + result.stderr).lower()
    assert {p: p.stat().st_mtime_ns for p in built.results.rglob("*") if p.is_file()} == before
    assert elapsed < 15


def test_no_file_holds_a_path_of_this_machine(built: Project) -> None:
    for name in ("report.json", "report.html"):
        assert str(built.root) not in (built.results / "report" / name).read_text()


def test_nothing_is_half_written(built: Project) -> None:
    def unfinished(path: Path) -> bool:
        return path.name.startswith(".") or path.suffix == ".part"

    files = [p for p in built.results.rglob("*") if p.is_file() and p.name != "report.lock"]
    assert not [p for p in files if unfinished(p)]
