"""What a build costs besides training: with nothing to do, and at smoke scale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measure import report

PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("Snakefile", "config.yaml", "workflow", "profiles", "report")
SIZES = (100, 1_000, 10_000)
SEEDS = 10
REPETITIONS = 3

CARD = """
title: A generated document
authors: [Generated]
year: 2000
letter: G
summary: Counts the parameters of many networks.
"""
EXPERIMENT = """
widths-{place}:
  ledger: [G-E{place}]
  title: Networks of width {first} and more
  locator: "{place}"
  seeds: {seeds}
  headline: parameters_{first}_2
  spec:
    engine: demonstration
    name: parameter-count
    options: {{networks: [[{first}, 2]]}}
  sweep:
    options.networks: [{networks}]
  scales:
    smoke: {{sweep: {{options.networks: [{networks}]}}}}
"""


def generated(root: Path, runs: int) -> None:
    """A project with one document of so many runs, each of some milliseconds."""
    for part in PARTS:
        source = PROJECT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, root / part)
    folder = root / "documents" / "generated-2000"
    folder.mkdir(parents=True)
    shutil.copy(PROJECT / "documents" / "datasets.yaml", folder.parent)
    (folder / "document.yaml").write_text(CARD)
    points = 10
    experiments = []
    for place in range(runs // (points * SEEDS)):
        first = 1 + place * points
        networks = ", ".join(f"[[{first + i}, 2]]" for i in range(points))
        experiments.append(
            EXPERIMENT.format(place=place, first=first, networks=networks, seeds=SEEDS)
        )
    (folder / "experiments.yaml").write_text("".join(experiments))
    (folder / "claims.yaml").write_text("[]\n")
    (folder / "figures.yaml").write_text("[]\n")
    (folder / "prose.md").write_text("## Scope\n\nGenerated.\n")


def snakemake(root: Path, *config: str) -> float:
    """Seconds of a build, which must succeed."""
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--config", *config]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    started = time.perf_counter()
    subprocess.run(
        command, cwd=root, env=os.environ | {"PATH": path}, capture_output=True, check=True
    )
    return time.perf_counter() - started


def with_nothing_to_do(runs: int) -> dict[str, Any]:
    """First build and no-op of a generated document."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generated(root, runs)
        first = snakemake(root, "scale=full")
        made = len(list((root / "results" / "full" / "runs").iterdir()))
        idle = [snakemake(root, "scale=full") for _ in range(REPETITIONS)]
    return {"runs": made, "first_build_seconds": first, "no_op_seconds": sorted(idle)}


def smoke() -> dict[str, Any]:
    """The project's own documents at smoke scale, from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in (*PARTS, "documents"):
            source = PROJECT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, root / part)
        wall = snakemake(root, "scale=smoke")
        records = list((root / "results" / "smoke" / "runs").glob("*/record.json"))
        timings = [json.loads(file.read_text())["timing"] for file in records]
        idle = [snakemake(root, "scale=smoke") for _ in range(REPETITIONS)]
    training = sum(timing["total_seconds"] for timing in timings)
    return {
        "runs": len(records),
        "wall_seconds": wall,
        "runs_own_seconds": training,
        "wall_times_two_cores_over_runs": 2 * wall / training,
        "no_op_seconds": sorted(idle),
    }


def main() -> None:
    rows = [with_nothing_to_do(runs) for runs in SIZES]
    first, last = rows[0], rows[-1]
    middle = REPETITIONS // 2
    extra = last["no_op_seconds"][middle] - first["no_op_seconds"][middle]
    report(
        {
            "question": "orchestration: seconds beside training, two cores",
            "rows": rows,
            "no_op_milliseconds_per_further_run": 1000 * extra / (last["runs"] - first["runs"]),
            "smoke": smoke(),
        }
    )


if __name__ == "__main__":
    main()
