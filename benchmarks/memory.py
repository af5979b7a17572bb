"""Peak resident memory of the kinds of run that hold most, on whole data sets.

Each is trained for a few steps in a process of its own, from the full scale's spec: what a run
holds does not grow with its length. The eight largest side by side are what eight cores need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from measure import report

from reprise.config import Config
from reprise.documents.engines import SPEC
from reprise.documents.plan import Plan, Run
from reprise.documents.settings import changed
from reprise.planning import make_plan, run_slice

PROJECT = Path(__file__).resolve().parent.parent
FEW_STEPS = {"training.epochs": None, "training.steps": 3, "training.evaluate_every": 3}
FEW_PASSES = {"classifier.max_iterations": 3}
FEW_PATCHES = {**FEW_PASSES, "features.passes": 1, "features.stride": 8}
KINDS: dict[str, dict[str, Any]] = {
    "tosato-diez-rdfia/visual-words-cifar": FEW_PATCHES,
    "tosato-diez-rdfia/visual-words-mnist": FEW_PATCHES,
    "tosato-diez-rdfia/svm-cifar-linear": FEW_PASSES,
    "tosato-diez-rdfia/svm-mnist-linear": FEW_PASSES,
    "tosato-diez-rdfia/svm-mnist-rbf": {"classifier.max_iterations": 1500},  # fills its cache
    "tosato-diez-rdfia/cnn-components": FEW_STEPS,
    "tosato-diez-rdfia/cnn-whitened": FEW_STEPS,
    "tosato-diez-rdfia/cnn-batch-norm-alone": FEW_STEPS,
    "tosato-diez-rdfia/cnn-rate-and-batch": {**FEW_STEPS, "training.batch_size": 2048},
    "tosato-diez-rdfia/larger-images": {"options.epochs": 1},
    "tosato-diez-rdfia/shift-robustness": {},
    "tenkaate-2019/cnn": FEW_STEPS,
    "tenkaate-2019/pytorch-mlp": FEW_STEPS,
    "tenkaate-2019/numpy-mlp": FEW_STEPS,
    "tenkaate-2019/numpy-against-pytorch": {},
    "frydrych-2024/cnn-twice-as-wide": FEW_STEPS,
    "frydrych-2024/cnn-held-out": FEW_STEPS,
    "frydrych-2024/bgd": {"training.epochs": 3},
    "aljaff-2021/relu-900": {**FEW_STEPS, "sampled": None},
}
"""Experiment -> what makes its first variant short. Other kinds hold less at every scale."""

SIDE_BY_SIDE = 8
MEGABYTE = 2**20
"""Of a record, in bytes; a gigabyte is 10^9."""


def short_run(plan: Plan, name: str, changes: dict[str, Any]) -> Run:
    """The first run of an experiment, with a short spec."""
    slug, _, experiment = name.partition("/")
    run = plan.runs(slug, experiment)[0]
    spec = SPEC.validate_python(changed(run.spec, changes))
    return replace(run, spec=spec.model_dump(mode="json", exclude_none=True))


def peak_megabytes(run: Run) -> float:
    """Of a process that trains this run alone."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec.json"
        record = Path(folder) / "results" / "full" / "runs" / run.id / "record.json"
        spec.write_text(json.dumps(run_slice(run)))
        command = [sys.executable, "-m", "reprise", "train", "--spec", spec, "--out", record]
        subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
        return json.loads(record.read_text())["timing"]["peak_memory_mb"]


def main() -> None:
    plan = make_plan(Config(scale="full", documents_root=str(PROJECT / "documents")))
    rows = []
    for name, changes in KINDS.items():
        run = short_run(plan, name, changes)
        peak = peak_megabytes(run)
        print(f"{name}: {peak:.0f} MB", file=sys.stderr, flush=True)
        rows.append({"experiment": name, "engine": run.engine, "peak_megabytes": peak})
    rows.sort(key=lambda row: -row["peak_megabytes"])
    peaks = [row["peak_megabytes"] * MEGABYTE / 1e9 for row in rows]
    report(
        {
            "question": "peak memory of the kinds of run that hold most, on whole data sets",
            "rows": rows,
            "eight_largest_gigabytes": sum(peaks[:SIDE_BY_SIDE]),
            "eight_of_the_largest_gigabytes": SIDE_BY_SIDE * peaks[0],
        }
    )


if __name__ == "__main__":
    main()
