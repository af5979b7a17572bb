"""Projects with a generated document of many runs, and their records as if all had been trained."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reprise.paths import Layout
from reprise.training.environment import environment
from reprise.training.outcome import Outcome
from reprise.training.record import write_record
from reprise.training.sealed import seal, unseal
from reprise.workflow import Build

PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("Snakefile", "config.yaml", "workflow", "profiles", "report")
SCALE = "full"
POINTS, SEEDS = 10, 10
"""Variants of an experiment, and runs of a variant."""

CARD = """
title: A generated document
authors: [Generated]
year: 2000
letter: G
summary: Trains as many networks as are asked for.
"""
EXPERIMENT = """
experiment-{place}:
  ledger: [G-E{place}]
  title: The networks from number {first} on
  locator: "{place}"
  seeds: {seeds}
"""
SHORT = """
  headline: parameters_{first}_2
  spec: {{engine: demonstration, name: parameter-count, options: {{networks: [[{first}, 2]]}}}}
  sweep: {{options.networks: [{short}]}}
"""
"""Runs of milliseconds, of which hundreds share a job."""
LONG = """
  headline: test_accuracy
  spec:
    engine: numpy_mlp
    data: {{dataset: digits, scaling: unit}}
    model:
      hidden: [100]
      activation: sigmoid
      weights: {{kind: uniform, scale: 0.5}}
      biases: {{kind: zeros}}
    optimizer: {{kind: sgd, learning_rate: 0.5}}
    training: {{batch_size: 1, epochs: 100}}
  sweep: {{optimizer.learning_rate: [{long}]}}
"""
"""Runs that are expected to take long, so that each is a job of its own."""

KINDS = {"short": SHORT, "long": LONG}


def copy_parts(root: Path, *more: str) -> None:
    """The project's own rules, profile and templates."""
    for part in (*PARTS, *more):
        source = PROJECT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, root / part)


def write_project(root: Path, runs: int, kind: str) -> None:
    """A project with one document of so many runs."""
    copy_parts(root)
    folder = root / "documents" / "generated-2000"
    folder.mkdir(parents=True)
    shutil.copy(PROJECT / "documents" / "datasets.yaml", folder.parent)
    texts = []
    for place in range(runs // (POINTS * SEEDS)):
        first = 1 + place * POINTS
        numbers = range(first, first + POINTS)
        short = ", ".join(f"[[{n}, 2]]" for n in numbers)
        long = ", ".join(f"{n / 1e5:.5f}" for n in numbers)
        template = (EXPERIMENT + KINDS[kind].removeprefix("\n")).format
        texts.append(template(place=place, first=first, seeds=SEEDS, short=short, long=long))
    (folder / "document.yaml").write_text(CARD)
    (folder / "experiments.yaml").write_text("".join(texts))
    (folder / "claims.yaml").write_text("[]\n")
    (folder / "figures.yaml").write_text("[]\n")
    (folder / "prose.md").write_text("## Scope\n\nGenerated.\n")


def write_records(root: Path) -> int:
    """A whole record of every run, with invented numbers, and the marks of shared jobs.

    The first is written as a training would; the others differ in what names them.
    """
    with _inside(root):
        build = Build({"scale": SCALE})
        layout = Layout(Path("results"), SCALE)
        content, arrays = None, b""
        for run_id in build.runs:
            slice_ = json.loads(layout.spec(run_id).read_text())
            file = layout.record(run_id)
            file.parent.mkdir(parents=True)
            if content is None:
                timing = {"total_seconds": 0.0}
                outcome = Outcome({slice_["headline"]: 0.5}, timing=timing)
                write_record(file, slice_, outcome, environment())
                content = unseal(file.read_bytes())
                arrays = file.with_name("arrays.npz").read_bytes()
            named = {name: slice_[name] for name in ("id", "key", "run", "spec")}
            file.with_name("arrays.npz").write_bytes(arrays)
            file.write_text(seal(content | named))
        for job in build.groups.values():
            mark = layout.group(job.id)
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text(json.dumps([run.id for run in job.runs], indent=1) + "\n")
        return len(build.runs)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
