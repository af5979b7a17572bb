"""Whatever is killed, and whenever: the same command completes with the same records."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from slow.breaking import (
    copy_of,
    finish,
    kill_group,
    leftovers,
    make_project,
    results_of,
    start,
    trainings,
    wait_for,
)
from workflow_project import Project, environment

ROUNDS = 6
"""Kills in a row before the build may complete."""


def fresh(undisturbed: Project, root: Path) -> Project:
    return make_project(root, pdf=False)


@pytest.mark.parametrize("whom", ["training", "snakemake", "group"])
def test_a_build_that_is_killed_again_and_again_completes(
    undisturbed: Project, tmp_path: Path, whom: str
) -> None:
    project, random_ = fresh(undisturbed, tmp_path / "project"), random.Random(whom)
    for _ in range(ROUNDS):
        build = start(project)
        if whom == "training":
            deadline = time.monotonic() + random_.uniform(1.0, 8.0)
            while build.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            for process in trainings(project):
                os.kill(process, signal.SIGKILL)
            time.sleep(random_.uniform(0.0, 0.5))
        else:
            time.sleep(random_.uniform(0.5, 8.0))
        if whom == "snakemake":
            build.kill()
            build.wait()  # what it started goes on
        else:
            kill_group(build)
    finish(project)
    assert results_of(project) == results_of(undisturbed)
    assert not leftovers(project)
    assert not trainings(project)
    assert "nothing to be done" in finish(project)


SLOWED = """
import os, sys, time
from reprise.cli.commands import THREAD_VARIABLES
os.environ |= dict.fromkeys(THREAD_VARIABLES, "1")  # as training sets them, before NumPy loads
from reprise.training import checkpoint
save = checkpoint.Checkpoint.save
def slowly(self, state):
    save(self, state)
    time.sleep(0.01)
checkpoint.Checkpoint.due = lambda self: True
checkpoint.Checkpoint.save = slowly
from reprise.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_run_that_is_killed_at_any_moment_resumes_to_the_same_bits(
    undisturbed: Project, tmp_path: Path
) -> None:
    """Checkpoints at every update, and a kill after a random time, until the run is done."""
    project, random_ = copy_of(undisturbed, tmp_path / "project"), random.Random(0)
    (run,) = [run for run in results_of(project) if "longer" in run]
    record = project.results / "runs" / run / "record.json"
    checkpoint = project.results / "checkpoints" / f"{run}.npz"
    record.unlink()
    command = [sys.executable, "-c", SLOWED, "train", "--scale", "smoke", "--spec"]
    command += [str(project.results / "specs" / f"{run}.json"), "--out", str(record)]
    for _ in range(5):
        process = subprocess.Popen(command, cwd=project.root, env=environment())
        wait_for(lambda: checkpoint.exists() or record.exists())
        time.sleep(random_.uniform(0.0, 0.5))
        process.kill()
        process.wait()
        assert not record.exists()
        assert checkpoint.exists()
    finish(project)
    assert results_of(project) == results_of(undisturbed)
    assert not leftovers(project)


def test_what_outlives_a_killed_build_is_waited_for(undisturbed: Project, tmp_path: Path) -> None:
    project = fresh(undisturbed, tmp_path / "project")
    build = start(project)
    wait_for(lambda: trainings(project))
    build.kill()
    build.wait()
    assert trainings(project), "the training goes on by itself"
    finish(project)
    assert results_of(project) == results_of(undisturbed)


def test_interrupting_stops_quickly_and_the_same_command_goes_on(
    undisturbed: Project, tmp_path: Path
) -> None:
    project = fresh(undisturbed, tmp_path / "project")
    build = start(project)
    wait_for(lambda: trainings(project))
    time.sleep(1.0)
    started = time.monotonic()
    os.killpg(build.pid, signal.SIGINT)  # what a terminal sends for Ctrl-C
    output, _ = build.communicate(timeout=60)
    assert time.monotonic() - started < 15
    assert build.returncode != 0
    assert "Traceback" not in output
    assert "same command" in output, output
    assert not trainings(project)
    finish(project)
    assert results_of(project) == results_of(undisturbed)
