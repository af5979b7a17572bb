"""A small project on disk for the tests of the report: two documents, and records for their runs.

The documents are read by the real loader, the records written by the real writer; only the
trainings are left out: their outcomes are drawn at random, near what such trainings give.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import yaml

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

SPEC = {
    "engine": "numpy_mlp",
    "data": {"dataset": "mnist", "scaling": "unit"},
    "model": {
        "hidden": [10],
        "activation": "sigmoid",
        "weights": {"kind": "uniform", "scale": 0.5},
        "biases": {"kind": "zeros"},
    },
    "optimizer": {"kind": "sgd", "learning_rate": 0.1},
    "training": {"batch_size": 64, "epochs": 20},
}

FIRST = {
    "document.yaml": {
        "title": "Two batch sizes <script>alert(1)</script> & #let x = $y$",
        "authors": ["A. Author", "B. Böttcher"],
        "year": 2021,
        "course": "An introductory course",
        "letter": "X",
        "summary": "A network is trained with two batch sizes, and the smaller one wins.",
    },
    "experiments.yaml": {
        "small": {
            "ledger": ["X-E1"],
            "title": "Batches of 64",
            "locator": "section 1, Fig. 1",
            "spec": SPEC,
            "seeds": 5,
            "assumed": [
                {
                    "key": "model.activation",
                    "value": "sigmoid",
                    "reason": "The text names sigmoid, its listing ReLU.",
                    "alternatives": ["relu"],
                    "run_alternatives": True,
                },
                {"key": "hardware", "value": "a CPU", "reason": "Nothing is said of it."},
            ],
        },
        "large": {
            "ledger": ["X-E2"],
            "title": "Batches of 1024",
            "locator": "section 1, Fig. 2",
            "note": "The larger batch takes fewer updates.",
            "like": "small",
            "change": {"training.batch_size": 1024},
            "seeds": 5,
        },
        "rates": {
            "ledger": ["X-E3", "X-E3b"],
            "title": "Three learning rates",
            "locator": "section 2",
            "like": "small",
            "sweep": {"optimizer.learning_rate": [0.01, 0.1, 1.0]},
            "seeds": 3,
            "scales": {"quick": {"change": {"training.epochs": 5}}},
        },
    },
    "claims.yaml": [
        {
            "id": "X1",
            "kind": "value",
            "locator": "section 1",
            "text": "The test accuracy with batches of 64 is 93 %.",
            "tolerance": {"tau": 0.01, "origin": "one unit of the second decimal"},
            "parts": [
                {
                    "label": "test accuracy",
                    "of": {"experiment": "small", "metric": "test_accuracy"},
                    "printed": "0.930",
                }
            ],
        },
        {
            "id": "X2",
            "kind": "value",
            "locator": "Table 1",
            "text": "Accuracy and loss of both batch sizes.",
            "tolerance": {"tau": 0.01, "origin": "one unit of the second decimal"},
            "parts": [
                {
                    "label": f"{name} batches, {metric.replace('_', ' ')}",
                    "of": {"experiment": name, "metric": metric},
                    "printed": printed,
                }
                for name, metric, printed in (
                    ("small", "test_accuracy", "0.933"),
                    ("small", "test_loss", "0.231"),
                    ("large", "test_accuracy", "0.990"),
                    ("large", "test_loss", "0.226"),
                )
            ],
        },
        {
            "id": "X3",
            "kind": "order",
            "locator": "section 1",
            "text": "Batches of 64 give a higher accuracy than batches of 1024.",
            "parts": [
                {
                    "label": "64 above 1024",
                    "larger": {"experiment": "small", "metric": "test_accuracy"},
                    "smaller": {"experiment": "large", "metric": "test_accuracy"},
                }
            ],
        },
        {
            "id": "X 4/b",
            "kind": "count",
            "locator": "section 1",
            "text": "The network has 7 960 parameters.",
            "parts": [
                {
                    "label": "parameters",
                    "of": {"experiment": "small", "metric": "parameters"},
                    "stated": 7960,
                }
            ],
        },
        {
            "id": "X5",
            "kind": "not-checkable",
            "locator": "section 3",
            "text": "Mini-batches are a <b>good</b> compromise.",
            "reason": "An opinion.",
        },
        {
            "id": "X6",
            "kind": "argbest",
            "locator": "section 2",
            "text": "A learning rate of 0.1 is the best of the three.",
            "best": "highest",
            "among": [
                {
                    "label": f"rate {rate}",
                    "of": {
                        "experiment": "rates",
                        "variant": f"learning-rate-{rate}",
                        "metric": "test_accuracy",
                    },
                }
                for rate in (0.01, 0.1, 1.0)
            ],
            "stated": ["rate 0.1"],
        },
    ],
    "figures.yaml": [
        {
            "id": "losses",
            "kind": "curves",
            "title": "Losses over the epochs",
            "mirrors": "Fig. 1",
            "panels": [
                {
                    "x": "epoch",
                    "y": "loss",
                    "series": [
                        {"label": f"{n} batches", "experiment": n, "curve": "epoch.test_loss"}
                        for n in ("small", "large")
                    ],
                }
            ],
        },
        {
            "id": "table",
            "kind": "table",
            "title": "Final values",
            "mirrors": "Table 1",
            "columns": ["test accuracy", "test loss"],
            "rows": [
                {
                    "label": f"{n} batches",
                    "cells": [
                        {
                            "of": {"experiment": n, "metric": "test_accuracy"},
                            "printed": "0.933",
                        },
                        {"of": {"experiment": n, "metric": "test_loss"}},
                    ],
                }
                for n in ("small", "large")
            ],
        },
    ],
    "prose.md": """\
## Scope

Only the *first* part, see [the course](https://example.org/course). The accuracy is
{{ value('small', 'test_accuracy') }} and the claim X1 is {{ verdict('X1') }}.

- one point with `code 0.5`
- another one

## What was hard

The document has {{ count('reproduced') }} claims that hold & $no$ #formula <- here.
""",
}

SECOND = {
    "document.yaml": {
        "title": "Nothing of it is run yet",
        "authors": ["C. Third"],
        "letter": "Y",
        "summary": "A document without any record.",
    },
    "experiments.yaml": {
        "only": {
            "ledger": ["Y-E1"],
            "title": "A deeper network",
            "locator": "p. 2",
            "spec": {**SPEC, "model": {**SPEC["model"], "hidden": [30, 20]}},
        }
    },
    "claims.yaml": [
        {
            "id": "Y1",
            "kind": "bound",
            "locator": "p. 3",
            "text": "More than 95 % are recognised.",
            "parts": [
                {
                    "label": "test accuracy",
                    "of": {"experiment": "only", "metric": "test_accuracy"},
                    "relation": "above",
                    "limit": 0.95,
                }
            ],
        }
    ],
    "figures.yaml": [],
    "prose.md": "## Scope\n\nIts accuracy: {{ value('only', 'test_accuracy', digits=2) }}.\n",
}

DOCUMENTS = {"first-2021": FIRST, "second": SECOND}


def make_project(root: Path, documents: dict[str, dict] | None = None, **config: object) -> Config:
    """Write the documents; the configuration of a build of them below ``root``."""
    folder = root / "documents"
    for slug, files in (DOCUMENTS if documents is None else documents).items():
        (folder / slug).mkdir(parents=True)
        for name, value in files.items():
            text = value if isinstance(value, str) else yaml.safe_dump(value, sort_keys=False)
            (folder / slug / name).write_text(text, encoding="utf-8")
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
        "epoch": Curve(
            x, {"train_loss": loss - 0.05, "test_loss": loss, "test_accuracy": accuracy}
        )
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
