"""One document alone: a report from the committed records that leaves the others out."""

from __future__ import annotations

import json
from pathlib import Path

import html5lib
import pytest
from toy import PROJECT
from workflow_project import copy_project

SLUGS = sorted(file.parent.name for file in PROJECT.glob("documents/*/document.yaml"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_report_of_one_document_has_no_broken_link(slug: str, tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", documents=True)
    (project.root / "records").symlink_to(PROJECT / "records")
    project.edit("config.yaml", "documents: []", f"documents: [{slug}]")
    project.edit("config.yaml", "pdf: true", "pdf: false")
    result = project.reprise("report", "--from-records", "--scale", "quick")
    assert result.returncode == 0, result.stderr
    folder = project.root / "results" / "from-records" / "quick" / "report"
    content = json.loads((folder / "report.json").read_text())
    assert [chapter["slug"] for chapter in content["chapters"]] == [slug]
    page = html5lib.parse((folder / "report.html").read_text(), namespaceHTMLElements=False)
    places = {element.get("id") for element in page.iter()}
    links = {element.get("href") for element in page.iter() if element.get("href")}
    inside = {link[1:] for link in links if link.startswith("#")}
    beside = {link for link in links if not link.startswith(("#", "http", "data:"))}
    assert len(inside) > 100 and not inside - places
    assert not [link for link in beside if not (folder / link.partition("#")[0]).exists()]
