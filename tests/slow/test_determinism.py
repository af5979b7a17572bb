"""The same bytes, however and wherever it is built, apart from times and the host's name."""

from __future__ import annotations

from pathlib import Path

from slow.breaking import copy_of, finish, make_project, report_of, results_of
from workflow_project import Project


def test_cores_folder_and_order_change_nothing(undisturbed: Project, tmp_path: Path) -> None:
    """There two cores; here one, another folder, and some of the last experiments first."""
    project = make_project(tmp_path / "elsewhere" / "deep" / "clone", pdf=False)
    for experiment in ("pictures", "report", "longer"):
        finish(project, f"toy-2020/{experiment}", cores=1)
    finish(project, cores=1)
    assert results_of(project) == results_of(undisturbed)
    engines = {name.split("--")[1] for name in results_of(project)}
    assert {"base", "pictures"} <= engines, "NumPy and PyTorch are among them"


def test_the_report_of_the_same_records_is_the_same_to_the_byte(
    built: Project, undisturbed: Project, tmp_path: Path
) -> None:
    before = report_of(undisturbed)
    for name in before:
        (built.results / "report" / name).unlink()
    finish(built)
    assert report_of(built) == before
    other = copy_of(undisturbed, tmp_path / "another" / "folder")
    for folder in ("report", "tables", "claims", "figures"):
        for file in (other.results / folder).rglob("*"):
            if file.is_file():
                file.unlink()
    finish(other, cores=1)
    assert report_of(other) == before
