"""A toy build with runs of every kind, ways to stop it, and what its records say."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from toy import TOY
from workflow_project import Project, copy_project, environment

SLUG = "toy-2020"

EXPERIMENTS = (
    TOY["experiments.yaml"].replace("[0.5, 0.25]", "[0.25, 0.125]")  # two runs that share a job
    + """
        longer:
          ledger: [X-E3]
          title: A run that has a job of its own
          locator: "3"
          like: base
          exclusive: true
          scales: {smoke: {change: {training.epochs: 400}}}
        pictures:
          ledger: [X-E4]
          title: A convolutional network
          locator: "4"
          spec:
            engine: torch_nets
            data: {dataset: cifar10, scaling: unit, train_count: 400, test_count: 100}
            model:
              layers:
                - {conv: 4, kernel: 3, padding: 1}
                - relu
                - {max-pool: 4}
                - flatten
                - {dropout: 0.2}
                - {linear: classes}
            optimizer: {kind: adam, learning_rate: 0.01}
            training: {batch_size: 32, epochs: 2}
        report:
          ledger: [X-E5]
          title: An evaluation of what another run left
          locator: "5"
          from: base
          spec: {engine: evaluation, report: classification}
        """
)


def make_project(root: Path, *, pdf: bool = True) -> Project:
    """A folder to build in, with its own documents."""
    project = copy_project(root, documents=False)
    from toy import write_document

    write_document(project.root / "documents", experiments__yaml=EXPERIMENTS)
    if not pdf:
        project.edit("config.yaml", "pdf: true", "pdf: false")
    return project


def copy_of(project: Project, root: Path) -> Project:
    """The project with all that it made, and with the times of its files."""
    shutil.copytree(project.root, root)
    return Project(root)


def start(project: Project, *arguments: str, cores: int = 2) -> subprocess.Popen[str]:
    """Snakemake as the leader of a process group of its own.

    It can be interrupted also where these tests run in the background of a shell, which has such
    processes, and all that they start, ignore SIGINT.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-m", "snakemake", *arguments, "--cores", str(cores)]
    return subprocess.Popen(
        [*command, "--config", f"scale={project.scale}"],
        cwd=project.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish(project: Project, *arguments: str, cores: int = 2) -> str:
    """The same command again: it completes without help."""
    result = project.snakemake(*arguments, cores=cores)
    output = result.stdout + result.stderr
    assert result.returncode == 0, output
    return output


def wait_for(condition, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def kill_group(process: subprocess.Popen[str]) -> None:
    """SIGKILL to all processes of a build's group; those that are gone are no matter."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def trainings(project: Project) -> list[int]:
    """Processes that train in this project's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            here = (entry / "cwd").resolve() == project.root.resolve()
        except OSError:
            continue
        if here and b"train" in words and b"reprise" in words:
            found.append(int(entry.name))
    return found


def results_of(project: Project) -> dict[str, tuple[str, str]]:
    """By run: the record without times and host, and the digest of its arrays."""
    found = {}
    for file in sorted(project.results.glob("runs/*/record.json")):
        content = json.loads(file.read_bytes())
        del content["timing"], content["checksum"], content["environment"]["host"]
        arrays = hashlib.sha256(file.with_name("arrays.npz").read_bytes()).hexdigest()
        found[file.parent.name] = (json.dumps(content, sort_keys=True), arrays)
    return found


def report_of(project: Project) -> dict[str, bytes]:
    """The report in all its forms, by file."""
    names = ("report.json", "report.html", "report.pdf")
    return {name: (project.results / "report" / name).read_bytes() for name in names}


def leftovers(project: Project) -> list[str]:
    """Files of killed writers in the folders of runs, and checkpoints of finished runs."""
    files = [*project.results.glob("runs/*/*"), *project.results.glob("checkpoints/*")]
    files += project.results.glob("checkpoints/.*")
    names = {"record.json", "arrays.npz"}
    return sorted(
        str(file.relative_to(project.results)) for file in files if file.name not in names
    )
