"""The README says what the committed records say."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

from toy import PROJECT
from workflow_project import copy_project

from reprise.reporting.markdown import in_markdown


def test_its_numbers_are_those_of_the_report_from_records(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", documents=True)
    (project.root / "records").symlink_to(PROJECT / "records")
    project.edit("config.yaml", "pdf: true", "pdf: false")
    result = project.reprise("report", "--from-records", "--scale", "full")
    assert result.returncode == 0, result.stderr
    model = project.root / "results" / "from-records" / "full" / "report" / "report.json"
    found = in_markdown(json.loads(model.read_text(encoding="utf-8")))
    numbers = runpy.run_path(str(PROJECT / "docs" / "front-page" / "found.py"))
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert numbers["with_numbers"](readme, found) == readme, "make front-page writes them anew"
