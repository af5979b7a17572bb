"""What a build costs besides training: planned, with nothing to do, and at smoke scale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from cores import cores_time
from generated import KINDS, SCALE, copy_parts, write_project, write_records
from measure import report

from reprise.documents.engines import MODULES
from reprise.workflow import STAGES

SIZES = (100, 1_000, 10_000)
REPETITIONS = 3
CORES = 2

Cost = dict[str, float]
"""``wall`` seconds, and ``core`` seconds of the process and all that it started."""


IDLE = "nothing to be done"
"""What a build says that finds all its results there."""


def measured(command: list[str], folder: Path, says: str = "") -> tuple[Cost, str]:
    """A command that must succeed, and say this: what it cost, and all that it said."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    wall, after = time.perf_counter() - started, os.times()
    told = done.stdout + done.stderr
    if done.returncode or says not in told:
        raise SystemExit(f"{' '.join(command)} did not succeed, or had work to do:\n{told}")
    core = after.children_user + after.children_system
    return {"wall": wall, "core": core - before.children_user - before.children_system}, told


def snakemake(root: Path, *words: str, scale: str = SCALE, says: str = "") -> Cost:
    command = [sys.executable, "-m", "snakemake", *words, "--cores", str(CORES)]
    return measured([*command, "--config", f"scale={scale}"], root, says)[0]


def idle(root: Path, scale: str = SCALE) -> list[Cost]:
    """Builds with nothing to do; the first notes what lies there, and does not count."""
    return [snakemake(root, scale=scale, says=IDLE) for _ in range(1 + REPETITIONS)][1:]


def of_size(runs: int, kind: str) -> dict[str, Any]:
    """First plan, plan after an edit, and nothing to do, each with a dry run or a run."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, runs, kind)
        first = snakemake(root, "-n")
        made = write_records(root)
        snakemake(root)  # prepares data, makes tables and the report
        nothing = idle(root)
        card = root / "documents" / "generated-2000" / "document.yaml"
        card.write_text(card.read_text().replace("A generated", "Another generated"))
        edited = snakemake(root, "-n")
    return {"runs": made, "kind": kind, "first": first, "edited": edited, "nothing": nothing}


def law(rows: list[dict[str, Any]]) -> dict[str, Cost]:
    """Least squares of seconds = a + b * runs: ``start`` is a, ``per_run`` is b."""
    points = [(row["runs"], cost) for row in rows for cost in row["nothing"]]
    runs = [count for count, _ in points]
    fits = {
        unit: linear_regression(runs, [c[unit] for _, c in points]) for unit in ("wall", "core")
    }
    return {
        "start": {unit: fit.intercept for unit, fit in fits.items()},
        "per_run": {unit: fit.slope for unit, fit in fits.items()},
    }


def smoke() -> dict[str, Any]:
    """The project's own documents at smoke scale, from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        copy_parts(root, "documents")
        whole = snakemake(root, scale="smoke")
        records = list((root / "results" / "smoke" / "runs").glob("*/record.json"))
        own = sum(json.loads(file.read_text())["timing"]["total_seconds"] for file in records)
        spent = cores_time(root, "smoke", CORES)
        nothing = idle(root, "smoke")
    return {
        "runs": len(records),
        "whole": whole,
        "own_seconds": own,
        "wall_over_own": whole["wall"] / own,
        "spent": spent,
        "nothing": nothing,
    }


def starts() -> list[dict[str, Any]]:
    """What each kind of job loads before it begins: seconds, and modules."""
    kinds = {f"train, {engine}": module for engine, module in MODULES.items()}
    rows = []
    for kind, module in {**kinds, **STAGES}.items():
        loads = "reprise.training.run, " if kind.startswith("train") else ""
        command = [sys.executable, "-c", f"import sys, {loads}{module}; print(len(sys.modules))"]
        found = [measured(command, Path.cwd()) for _ in range(REPETITIONS)]
        middle = {unit: median(cost[unit] for cost, _ in found) for unit in ("wall", "core")}
        rows.append({"kind": kind, "modules": int(found[-1][1].split()[-1]), **middle})
    return rows


def main() -> None:
    rows = [of_size(runs, kind) for kind in KINDS for runs in SIZES]
    report(
        {
            "question": "orchestration: seconds besides training",
            "rows": rows,
            "laws": {kind: law([r for r in rows if r["kind"] == kind]) for kind in KINDS},
            "smoke": smoke(),
            "starts": starts(),
        }
    )


if __name__ == "__main__":
    main()
