"""An accepted build makes the report anew, and nothing else."""

from __future__ import annotations

import json

from workflow_project import Project

ANY = "any_budget: true\n  any_data: true"
"""Decides the claim on stand-in data as well."""


def changes(project: Project) -> dict | None:
    result = project.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return json.loads((project.results / "report" / "report.json").read_text())["changes"]


def test_the_report_follows_the_accepted_build(built: Project) -> None:
    before = built.records()
    assert changes(built) is None
    accepted = built.reprise("accept", "--scale", "smoke")
    assert accepted.returncode == 0, accepted.stderr
    assert changes(built)["sentence"].endswith(": nothing changed.")
    built.edit("documents/toy-2020/claims.yaml", "any_budget: true", ANY)
    (change,) = changes(built)["verdicts"]
    assert (change["old"]["name"], change["new"]["name"]) == ("inconclusive", "reproduced")
    page = (built.results / "report" / "report.html").read_text(encoding="utf-8")
    assert "1 verdict changed" in page
    (built.root / "records" / "smoke" / "accepted.json").unlink()
    assert changes(built) is None
    assert built.records() == before
