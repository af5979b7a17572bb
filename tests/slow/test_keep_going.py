"""What can be finished is finished; the report shows what is missing; exit codes tell."""

from __future__ import annotations

import json
from pathlib import Path

from slow.breaking import finish, make_project, results_of
from workflow_project import Project

BROKEN = """
too-large:
  ledger: [X-E7]
  title: A network that no memory holds
  locator: "7"
  like: base
  change: {model.hidden: [4000000000]}
diverging:
  ledger: [X-E8]
  title: A run that diverges
  locator: "8"
  like: base
  change: {model.activation: relu, optimizer.learning_rate: 1.0e+30}
"""


def test_a_failure_costs_its_own_run_and_is_told(undisturbed: Project, tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", pdf=False)
    file = project.root / "documents" / "toy-2020" / "experiments.yaml"
    whole = file.read_text()
    file.write_text(whole + BROKEN)
    result = project.snakemake()
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "too-large" in output and "the memory of this machine is used up" in output
    found = results_of(project)
    assert {run: found.get(run) for run in results_of(undisturbed)} == results_of(undisturbed)
    (diverged,) = [json.loads(text) for run, (text, _) in found.items() if "diverging" in run]
    assert diverged["status"] == "diverged"
    assert not [run for run in found if "too-large" in run]
    report = json.loads((project.results / "report" / "report.json").read_text())
    (missing,) = report["missing"]["experiments"]
    assert missing["experiment"] == "too-large"
    assert "not run" in missing["words"] and "snakemake" in missing["command"]
    again = project.snakemake()
    assert again.returncode == 1 and "too-large" in again.stdout + again.stderr
    file.write_text(whole + BROKEN.replace("[4000000000]", "[4]"))
    finish(project)
