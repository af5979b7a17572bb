"""Where and how it is started changes nothing: odd folders, links, locale, time zone, home."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from slow.breaking import copy_of, make_project, report_of, results_of
from workflow_project import Project, environment

ODD = {
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "LANG": "C",
    "TZ": "Pacific/Auckland",
    "PYTHONHASHSEED": "7",
    "COLUMNS": "40",
}


def build(project: Project) -> str:
    """A build as ``Project.snakemake`` does it, in odd surroundings."""
    command = [sys.executable, "-m", "snakemake", "--cores", "1", "--config", "scale=smoke"]
    result = subprocess.run(
        command, cwd=project.root, env=environment() | ODD, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def test_records_are_the_same(undisturbed: Project, tmp_path: Path) -> None:
    """In a folder with blanks and other letters, with the results behind a link."""
    project = make_project(tmp_path / "a folder, überall" / "check out", pdf=False)
    (tmp_path / "another disk").mkdir()
    (project.root / "results").symlink_to(tmp_path / "another disk")
    build(project)
    assert results_of(project) == results_of(undisturbed)
    assert (project.root / "results").is_symlink()
    assert "nothing to be done" in build(project)


def test_the_report_of_the_same_records_is_the_same(undisturbed: Project, tmp_path: Path) -> None:
    project = copy_of(undisturbed, tmp_path / "a folder, überall" / "check out")
    for folder in ("report", "tables", "claims", "figures"):
        shutil.rmtree(project.results / folder)
    build(project)
    assert report_of(project) == report_of(undisturbed)
