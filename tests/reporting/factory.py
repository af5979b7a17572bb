"""A small project on disk for the tests of the report: two documents, records for their runs.

The documents are read by the real loader, the records written by the real writer; only the
trainings are left out: their outcomes are drawn at random, near what such trainings give.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reprise.config import Config
from reprise.documents.plan import Plan, Run
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan, run_slice
from reprise.training.outcome import Curve, Outcome
from reprise.training.record import write_record

ROOT = Path(__file__).parents[2]

ENVIRONMENT = {
    "reprise": "0.1.0",
    "python": "3.11.9",
    "libraries": {"numpy": "2.4.6", "scipy": "1.17.1", "torch": None},
    "system": "Linux x86_64",
    "processor": "Example CPU at 2.5 GHz",
    "cores": 8,
    "host": "example",
}

SAMPLES = Path(__file__).with_name("documents")
SLUGS = ("first-2021", "second")


def make_project(
    root: Path, slugs: tuple[str, ...] = SLUGS, prose: str | None = None, **config: object
) -> Config:
    """Copy the documents, with other prose where it is given; the configuration of a build."""
    folder = root / "documents"
    folder.mkdir(parents=True)
    for slug in slugs:
        shutil.copytree(SAMPLES / slug, folder / slug)
        if prose is not None:
            (folder / slug / "prose.md").write_text(prose, encoding="utf-8")
    shutil.copyfile(ROOT / "documents" / "datasets.yaml", folder / "datasets.yaml")
    settings = {"scale": "quick", "results": str(root / "results"), "data": {"root": str(root)}}
    return Config.model_validate({**settings, "documents_root": str(folder), **config})


def plan_of(config: Config) -> tuple[Plan, Layout]:
    return make_plan(config), layout_of(config)


def write_records(
    config: Config, wanted: Callable[[Run], bool] = lambda run: run.document != "second"
) -> list[Run]:
    """Records for the runs that are wanted; the same ones each time."""
    plan, layout = plan_of(config)
    runs = [run for run in plan.runs() if wanted(run)]
    for run in runs:
        write_record(layout.record(run.id), run_slice(run), outcome(run), ENVIRONMENT)
    return runs


def outcome(run: Run) -> Outcome:
    """A plausible result of a training, drawn from the run's own key."""
    rng = np.random.default_rng(int(run.key[:8], 16))
    if run.engine == "evaluation":
        return _evaluated(rng)
    rate = run.spec["optimizer"]["learning_rate"]
    batch = run.spec["training"]["batch_size"]
    best = 0.93 - 0.01 * abs(np.log10(rate) + 1) - 0.004 * (batch != 64)
    epochs = run.spec["training"].get("epochs", 5)
    x = np.arange(1, epochs + 1)
    noise = rng.normal(0, 0.002, epochs)
    accuracy = best - 0.3 * np.exp(-x / (1 + epochs / 6)) + noise
    loss = 0.226 + 0.9 * np.exp(-x / (1 + epochs / 6)) + 2 * noise
    metrics = {
        "parameters": 7960,
        "updates": 938 * epochs,
        "train_accuracy": accuracy[-1] + 0.015,
        "train_loss": loss[-1] - 0.05,
        "test_accuracy": accuracy[-1],
        "test_loss": loss[-1],
    }
    curves = {
        "epoch": Curve(x, {"train_loss": loss - 0.05, "test_loss": loss, "test_accuracy": accuracy})
    }
    timing = {
        "total_seconds": 0.9 * epochs,
        "training_seconds": 0.8 * epochs,
        "seconds_per_epoch": 0.8,
    }
    return Outcome(metrics, curves, {"W1": rng.normal(size=(2, 2))}, timing)


def _evaluated(rng: np.random.Generator) -> Outcome:
    metrics = {"test_accuracy": rng.normal(0.9, 0.003), "macro_f1": rng.normal(0.89, 0.003)}
    return Outcome(metrics, {}, {"confusion": np.eye(10)}, {"total_seconds": 1.1})
