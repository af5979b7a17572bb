"""The progress display as Snakemake runs it, through a pipe and on a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from snakemake_logger_plugin_reprise import lines

SNAKEFILE = """
logger.info("said by the Snakefile")

rule all:
    input:
        expand("results/smoke/runs/d--e--main--s{seed}-0123abcd/record.json", seed=[0, 1]),
        "results/smoke/table.csv",

rule train:
    output: "results/smoke/runs/d--e--main--s{seed}-0123abcd/record.json"
    log: "logs/{seed}.log"
    shell: "(seq 30; echo seed {wildcards.seed}; sleep 1; test {wildcards.seed} = 0; "
        "cp template.json {output}) > {log} 2>&1"

rule collect:
    output: "results/smoke/table.csv"
    log: "logs/collect.log"
    shell: "touch {output} 2> {log}"

onerror:
    print("hook on stdout")
"""
COMMAND = [sys.executable, "-m", "snakemake", "--logger", "reprise", "--scheduler", "greedy"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Snakefile").write_text(SNAKEFILE)
    record = {"headline": {"metric": "test_accuracy", "value": 0.5}, "timing": {"total_seconds": 7}}
    (tmp_path / "template.json").write_text(json.dumps(record))
    plan = {"expected_seconds": {f"d--e--main--s{seed}-0123abcd": 9.0 for seed in (0, 1)}}
    (tmp_path / "results" / "smoke").mkdir(parents=True)
    (tmp_path / "results" / "smoke" / "plan.json").write_text(json.dumps(plan))
    return tmp_path


@pytest.mark.workflow
def test_a_build_through_a_pipe(project: Path) -> None:
    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*COMMAND, "--cores", "2", *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, text=True)

    planned = call("--dry-run")
    assert planned.returncode == 0
    assert "  train  d--e--main--s0-0123abcd   missing output files\n" in planned.stdout
    assert re.search(r"^train +2$", planned.stdout, re.MULTILINE)

    built = call("--keep-going")
    assert built.returncode == 1
    assert built.stdout == "hook on stdout\n"
    said = built.stderr
    assert "\r" not in said and "\x1b" not in said and "Traceback" not in said
    assert said.startswith("said by the Snakefile\n4 jobs: 2 train, 1 all, 1 collect\n")
    assert "  done  d/e  seed 0   test_accuracy 0.5000   7.0 s\n" in said
    assert "  collect  table\n" in said
    tail = "".join(f"      {number}\n" for number in range(17, 31)) + "      seed 1\n"
    failed = "  FAILED  train  d--e--main--s1-0123abcd   exit status 1\n"
    assert failed + tail + "    more: logs/1.log\n" in said
    assert "\n1 of 4 jobs failed, 1 did not run; the rest is kept, " in said
    assert "At least one job did not complete" not in said
    assert said.endswith(f"{lines.AGAIN}\n")

    assert call("results/smoke/table.csv").stderr.endswith("nothing to be done\n")
    assert call("--list").stdout.split() == ["all", "collect", "train"]


@pytest.mark.workflow
def test_a_build_on_a_terminal(project: Path) -> None:
    ours, theirs = pty.openpty()
    targets = ["results/smoke/runs/d--e--main--s0-0123abcd/record.json", "results/smoke/table.csv"]
    process = subprocess.Popen(
        [*COMMAND, "--cores", "1", "--", *targets],
        cwd=project,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm"},
    )
    os.close(theirs)
    text = ""
    try:
        while piece := os.read(ours, 65_536):
            text += piece.decode()
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0
    shown = re.split(r"\r\x1b\[2K|\r\n", text)
    status = [line for line in shown if line.startswith("[")]
    assert any(re.match(r"\[\d/2\] +\d+ %  .* left  1 running: d/e seed 0", x) for x in status)
    assert all(len(line) < 80 for line in status)
    assert "  done  d/e  seed 0   test_accuracy 0.5000   7.0 s" in shown
    # nothing of the status line is left behind at the end
    assert re.fullmatch(r"finished 2 jobs in 0:00:\d\d", shown[-2]) and shown[-1] == ""
