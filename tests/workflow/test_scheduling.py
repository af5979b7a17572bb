"""The scheduler looks for work when a job has ended, and not all the time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from toy import PROJECT
from workflow_project import environment

JOBS = 7

RULES = f"""
_rounds = []


def _watched(select):
    def counted(*arguments):
        _rounds.append(1)
        return select(*arguments)

    return counted


onsuccess:
    print("rounds", len(_rounds))


rule all:
    input:
        [f"{{i}}.done" for i in range({JOBS})],


rule one:
    output:
        touch("{{i}}.done"),
    shell:
        "sleep 1.2"
"""


def test_there_are_no_more_rounds_of_scheduling_than_jobs(tmp_path: Path) -> None:
    snakefile = (PROJECT / "Snakefile").read_text()
    start = re.search(r"^onstart:\n(?:(?: .*)?\n)+", snakefile, re.MULTILINE)[0]
    watching = "    workflow.scheduler.job_selector = _watched(workflow.scheduler.job_selector)\n"
    (tmp_path / "Snakefile").write_text(RULES + "\n\n" + start.rstrip() + "\n" + watching)
    command = [sys.executable, "-m", "snakemake", "--cores", "1", "--scheduler", "greedy"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert int(output.partition("rounds ")[2].split()[0]) <= JOBS + 2
