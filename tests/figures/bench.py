"""A small document whose records a test writes itself, and figures given as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from toy import plan_of

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.documents.models.figure import FIGURE
from reprise.documents.plan import Run
from reprise.figures.drawn import Drawn
from reprise.figures.stage import DRAW
from reprise.paths import Layout
from reprise.planning import run_slice
from reprise.training.outcome import Curve, Outcome
from reprise.training.record import write_record

SLUG = "toy-2020"

EXPERIMENTS = """
    base:
      ledger: [X-E1]
      title: A small network
      locator: "1"
      seeds: 3
      spec:
        engine: numpy_mlp
        data: {dataset: mnist, scaling: unit}
        model:
          hidden: [8]
          activation: sigmoid
          weights: {kind: uniform, scale: 0.5}
          biases: {kind: zeros}
        optimizer: {kind: sgd, learning_rate: 0.5}
        training: {batch_size: 20, epochs: 10}
      scales:
        quick: {change: {training.epochs: 4}}
    sweep:
      ledger: [X-E2]
      title: The same with other learning rates
      locator: "2"
      seeds: 3
      like: base
      change: {training.batch_size: 50}
      sweep: {optimizer.learning_rate: [0.5, 0.25]}
      scales:
        quick: {sweep: {optimizer.learning_rate: [0.5]}}
    report:
      ledger: [X-E5]
      title: A report of base
      locator: "5"
      from: base
      spec: {engine: evaluation, report: classification}
    pictures:
      ledger: [X-E6]
      title: Runs whose arrays are drawn
      locator: "6"
      seeds: 2
      like: base
      change: {training.batch_size: 25}
    machines:
      ledger: [X-E7]
      title: Runs that are swept twice
      locator: "7"
      seeds: 2
      like: base
      sweep: {optimizer.learning_rate: [0.5, 0.1], training.batch_size: [10, 40]}
      scales:
        quick: {sweep: {optimizer.learning_rate: [0.5], training.batch_size: [10]}}
    """

CURVES = {
    "id": "losses",
    "kind": "curves",
    "title": "Losses & accuracy of base <1>",
    "panels": [
        {
            "title": "Loss",
            "x": "epoch",
            "y": "loss ($)",
            "series": [
                {"label": "training", "experiment": "base", "curve": "epoch.train_loss"},
                {"label": "test", "experiment": "base", "curve": "epoch.test_loss"},
            ],
            "marks": [{"label": "document", "printed": "0.30"}],
        },
        {
            "title": "Accuracy",
            "x": "epoch",
            "y": "accuracy",
            "series": [
                {"label": "training", "experiment": "base", "curve": "epoch.train_accuracy"},
                {"label": "test", "experiment": "base", "curve": "epoch.test_accuracy"},
            ],
        },
    ],
}

TABLE = {
    "id": "results",
    "kind": "table",
    "title": "Results",
    "columns": ["accuracy", "loss"],
    "digits": 3,
    "rows": [
        {
            "label": "base",
            "cells": [
                {"of": {"experiment": "base", "metric": "accuracy"}, "printed": "0.933"},
                {"of": {"experiment": "base", "metric": "loss"}},
            ],
        },
        {
            "label": "slower",
            "cells": [
                {
                    "of": {
                        "experiment": "sweep",
                        "variant": "learning-rate-0.25",
                        "metric": "accuracy",
                    }
                },
                None,
            ],
        },
    ],
}

CONFUSION = {
    "id": "mistakes",
    "kind": "confusion",
    "title": "Confusion matrix",
    "experiment": "report",
}

FIGURES = [CURVES, TABLE, CONFUSION]


class Bench:
    """A plan of the small document at a scale, and a folder for its records."""

    def __init__(self, root: Path, results: Path, scale: str = "full") -> None:
        self.root = root
        self.plan = plan_of(root, scale)
        self.layout = Layout(results, scale)

    def runs(self, experiment: str, variant: str = "main") -> tuple[Run, ...]:
        return self.plan.variants[SLUG, experiment][variant].runs

    def write(self, run: Run, **outcome: Any) -> None:
        outcome = {"metrics": {}, **outcome}
        write_record(self.layout.record(run.id), run_slice(run), Outcome(**outcome), {})

    def write_curves(self, run: Run, axis: str = "epoch", **curves: Any) -> None:
        """One record; all curves run over 1, 2, 3, ..."""
        values = {name: np.asarray(y, dtype=np.float64) for name, y in curves.items()}
        count = len(next(iter(values.values())))
        self.write(run, curves={axis: Curve(np.arange(1, count + 1), values)})

    def write_all(self) -> None:
        """Records for the three figures, different for each seed."""
        for run in self.runs("base"):
            fall = np.exp(-np.arange(10) / (3 + run.seed))
            self.write(
                run,
                metrics={"accuracy": 0.93 + run.seed / 1000, "loss": 0.25},
                curves={
                    "epoch": Curve(
                        np.arange(1, 11),
                        {
                            "train_loss": fall,
                            "test_loss": fall + 0.1,
                            "train_accuracy": 1 - fall / 2,
                            "test_accuracy": 0.95 - fall / 2,
                        },
                    )
                },
            )
        for run in self.runs("sweep", "learning-rate-0.25"):
            self.write(run, metrics={"accuracy": 0.9})
        for run in self.runs("report"):
            counts = np.full((10, 10), 1, dtype=np.int32)
            np.fill_diagonal(counts, 91 - run.seed)
            counts[4, 9] += 9
            self.write(run, arrays={"confusion": counts})

    def measurements(self) -> Measurements:
        return load_measurements(self.plan, self.layout)

    def draw(self, figure: dict[str, Any], **changes: Any) -> Drawn:
        """A figure given as the data of ``figures.yaml``."""
        parsed = FIGURE.validate_python({**figure, **changes})
        return DRAW[parsed.kind](parsed, SLUG, self.measurements())
