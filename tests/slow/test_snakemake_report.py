"""Snakemake's own report: ``snakemake --report FILE`` shows figures, tables and our report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from toy import write_document
from workflow_project import Project, copy_project

SLUG = "toy-2020"

FIGURES = """
- id: course
  kind: curves
  title: Accuracy while training
  panels:
    - x: epoch
      y: accuracy
      series: [{label: test, experiment: base, curve: epoch.test_accuracy}]
- id: numbers
  kind: table
  title: Accuracy at the end
  columns: [accuracy]
  rows:
    - {label: base, cells: [{of: {experiment: base, metric: test_accuracy}}]}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A finished build of the toy document with a figure and a table."""
    made = copy_project(tmp_path_factory.mktemp("shown") / "project", documents=False)
    write_document(made.root / "documents", figures__yaml=FIGURES)
    result = made.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return made


@pytest.fixture(scope="module")
def shown(project: Project) -> str:
    before = project.records()
    result = project.snakemake("--report", "out.html")
    assert result.returncode == 0, result.stdout + result.stderr
    assert project.records() == before
    return (project.root / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("category", ["Report", "Figures and tables", "Measured values"])
def test_it_has_our_categories(shown: str, category: str) -> None:
    assert f'"{category}"' in shown


@pytest.mark.parametrize(
    "name", ["course.svg", "numbers.csv", "report.html", "report.pdf", f"{SLUG}.summary.csv"]
)
def test_it_holds_our_files(shown: str, name: str) -> None:
    assert re.search(rf'"name": ?"{re.escape(name)}"', shown)


def test_figures_have_their_titles_and_captions(shown: str) -> None:
    assert "Accuracy while training" in shown and "Accuracy at the end" in shown
    assert "<strong>course</strong>" in shown and "<strong>numbers</strong>" in shown
    assert "at scale smoke" in shown


def test_what_is_shown_is_what_the_figures_stage_made(project: Project) -> None:
    shown, made = (project.results / name / SLUG for name in ("shown", "figures"))
    names = {path.name for path in shown.iterdir() if not path.name.startswith(".")}
    assert names == {"course.svg", "numbers.csv"}
    assert all((shown / name).read_bytes() == (made / name).read_bytes() for name in names)


def test_a_build_with_its_marks_has_nothing_to_do(project: Project) -> None:
    result = project.snakemake("--dry-run")
    assert "nothing to be done" in result.stdout


def test_what_was_lost_is_made_again(project: Project) -> None:
    folder: Path = project.results / "shown" / SLUG
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert project.snakemake().returncode == 0
    assert (folder / "course.svg").is_file()
