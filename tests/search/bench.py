"""A toy document whose printed numbers come from a setting of the test's choice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from toy import PROJECT, write_document

from reprise.config import Config
from reprise.documents.plan import Plan, Run
from reprise.documents.settings import get
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan, run_slice
from reprise.search.stage import search
from reprise.training.outcome import Curve, Outcome
from reprise.training.record import write_record

SLUG = "toy-2020"

EXPERIMENTS = """
    base:
      ledger: [X-E1]
      title: A small network
      locator: "1"
      seeds: 4
      spec:
        engine: numpy_mlp
        data: {dataset: mnist, scaling: unit}
        model:
          hidden: [8]
          activation: sigmoid
          weights: {kind: uniform, scale: 0.5}
          biases: {kind: uniform, scale: 0.5}
        optimizer: {kind: sgd, learning_rate: 0.5}
        training: {batch_size: 20, epochs: 2}
      assumed:
        - key: split
          value: all images
          reason: words, and no key
          alternatives: [half of them]
        - key: optimizer.learning_rate
          value: 0.5
          reason: usual
          alternatives: [0.25, 0.1]
        - key: data.scaling
          value: unit
          reason: usual
          alternatives: [raw, standard]
        - key: model.activation
          value: sigmoid
          reason: usual
          alternatives: [tanh, relu, of its own]
        - key: data.train_count
          value: null
          reason: all of them
          alternatives: [30000]
      scales:
        quick: {change: {training.epochs: 1}}
    """

ACCURACY = {"tau": 0.005, "origin": "the ledger"}
LOSS = {"tau": 0.01, "origin": "the ledger"}

EFFECTS: dict[tuple[str, Any], tuple[float, float, float]] = {
    ("optimizer.learning_rate", 0.25): (0.01, -0.09, -0.02),
    ("optimizer.learning_rate", 0.1): (-0.06, 0.20, 0.21),
    ("data.scaling", "raw"): (-0.05, -0.12, 0.12),
    ("data.scaling", "standard"): (0.03, -0.07, 0.10),
    ("model.activation", "tanh"): (0.02, 0.03, -0.16),
    ("model.activation", "relu"): (0.04, -0.17, -0.14),
    ("data.train_count", 30000): (-0.03, 0.07, -0.09),
}
"""What each alternative adds to the test accuracy, the test loss and the first training loss."""

STATED = (0.90, 0.35, 0.60)
NOISE = (0.0008, 0.0015, 0.002)


def outcome_of(settings: Mapping[str, Any]) -> np.ndarray:
    """The three numbers with some settings, without noise."""
    return np.array(STATED) + sum(np.array(EFFECTS[item]) for item in settings.items())


def claims(numbers: Sequence[float]) -> str:
    """Three claims that print the three numbers, one of them combined with another kind."""
    accuracy, loss, first = (f"{number:.4f}" for number in numbers)
    of = {"experiment": "base", "metric": "test_accuracy"}
    said = {"locator": "1", "text": "A claim."}

    def value(measure: Any, printed: str, tolerance: Any) -> dict[str, Any]:
        part = {"label": "part", "of": {"experiment": "base", **measure}, "printed": printed}
        return {"kind": "value", "tolerance": tolerance, "parts": [part]}

    bound = {"label": "high", "of": of, "relation": "above", "limit": 0.5}
    combined = [
        value({"metric": "test_loss"}, loss, LOSS),
        {"kind": "bound", "parts": [bound]},
    ]
    curve = {"curve": "epoch.train_loss", "at": "first"}
    return json.dumps(
        [
            {"id": "X1", **said, **value(of, accuracy, ACCURACY)},
            {"id": "X2", **said, "kind": "combined", "checks": combined},
            {"id": "X3", **said, **value(curve, first, LOSS)},
        ]
    )


@dataclass
class Pretended:
    """A trainer that makes up the outcome from the settings, and counts."""

    trained: list[Run] = field(default_factory=list)
    fail: Callable[[Run], bool] = lambda run: False

    def ready(self, runs: Sequence[Run]) -> None:
        """Needs no data."""

    def train(self, run: Run, layout: Layout) -> None:
        self.trained.append(run)
        if self.fail(run):
            return
        rng = np.random.default_rng(int(run.key[:8], 16))
        settings = {k: v for k, v in EFFECTS if get(run.spec, k) == v}
        accuracy, loss, first = outcome_of(settings) + NOISE * rng.standard_normal(3)
        curve = Curve(np.array([1, 2]), {"train_loss": np.array([first, loss])})
        metrics = {"test_accuracy": accuracy, "test_loss": loss}
        made = Outcome(metrics, {"epoch": curve}, timing={"total_seconds": 1.0})
        write_record(layout.record(run.id), run_slice(run), made, {})


class Project:
    """The toy document on disk, with a search that trains nothing."""

    def __init__(self, folder: Path, numbers: Sequence[float], **files: str) -> None:
        root = folder / "documents"
        root.mkdir()
        shutil.copy(PROJECT / "documents" / "datasets.yaml", root)
        files = {"experiments__yaml": EXPERIMENTS, "claims__yaml": claims(numbers), **files}
        write_document(root, SLUG, **files)
        content = {"documents_root": str(root), "results": str(folder / "results")}
        self.config = Config.model_validate(content)
        self.trainer = Pretended()

    @property
    def plan(self) -> Plan:
        return make_plan(self.config)

    @property
    def layout(self) -> Layout:
        return layout_of(self.config)

    def search(self, claim: str = "X1", **options: Any) -> str:
        options = {"minutes": 1000.0, "most_pairs": 0, "cores": 2, **options}
        return search(self.config, claim, trainer=self.trainer, **options)

    def found(self, claim: str = "X1", **options: Any) -> dict[str, Any]:
        """What is kept of a search, for its one experiment."""
        self.search(claim, **options)
        (found,) = json.loads(self.layout.search(SLUG, claim).read_text())["experiments"]
        return found
