"""A small document whose records a test writes itself, with outcomes of its own making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from toy import plan_of

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.analysis.verdicts import claim_verdict
from reprise.documents.models.claim import CLAIM
from reprise.documents.plan import Run
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
      seeds: 6
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
        quick: {change: {training.epochs: 4}, seeds: 6}
    sweep:
      ledger: [X-E2]
      title: The same with other learning rates
      locator: "2"
      seeds: 6
      like: base
      change: {training.batch_size: 50}
      sweep: {optimizer.learning_rate: [0.5, 0.25, 0.1, 0.05]}
    short:
      ledger: [X-E3]
      title: What quick scale makes of base is all of this one
      locator: "3"
      seeds: 6
      like: base
      change: {training.epochs: 4}
    long:
      ledger: [X-E3]
      title: Longer, and with other batches
      locator: "3"
      seeds: 6
      like: base
      change: {training.epochs: 20, training.batch_size: 30}
      scales:
        quick: {change: {training.epochs: 4}, seeds: 6}
    clocked:
      ledger: [X-E4]
      title: Its times matter
      locator: "4"
      seeds: 6
      exclusive: true
      like: base
      change: {training.batch_size: 100}
      scales:
        quick: {change: {training.epochs: 4}, seeds: 6}
    report:
      ledger: [X-E5]
      title: A report of base
      locator: "5"
      from: base
      spec: {engine: evaluation, report: classification}
    """

RATES = [f"learning-rate-{rate}" for rate in (0.5, 0.25, 0.1, 0.05)]

Numbers = Sequence[float | None]


class Bench:
    """A plan of the small document at a scale, and a folder for its records."""

    def __init__(self, root: Path, results: Path, scale: str) -> None:
        self.root = root
        self.plan = plan_of(root, scale)
        self.layout = Layout(results, scale)

    def runs(self, experiment: str, variant: str = "main") -> tuple[Run, ...]:
        return self.plan.variants[SLUG, experiment][variant].runs

    def write(self, run: Run, **outcome: Any) -> None:
        outcome = {"metrics": {}, **outcome}
        write_record(self.layout.record(run.id), run_slice(run), Outcome(**outcome), {})

    def metric(
        self, experiment: str, numbers: Numbers, variant: str = "main", name: str = "accuracy"
    ) -> None:
        """One record per number, from seed 0 on; None leaves a seed out."""
        for run, number in zip(self.runs(experiment, variant), numbers, strict=False):
            if number is not None:
                self.write(run, metrics={name: number})

    def curve(
        self,
        experiment: str,
        ys: Sequence[Sequence[float]],
        name: str = "loss",
        axis: str = "epoch",
        **outcome: Any,
    ) -> None:
        """One record per curve, from seed 0 on; the axis counts from 1."""
        for run, y in zip(self.runs(experiment), ys, strict=False):
            values = np.asarray(y, dtype=np.float64)
            curve = Curve(np.arange(1, len(values) + 1), {name: values})
            self.write(run, curves={axis: curve}, **outcome)

    def measurements(self, **options: Any) -> Measurements:
        return load_measurements(self.plan, self.layout, **options)

    def judge(self, kind: str, **content: Any) -> dict[str, Any]:
        """The verdict on a claim given as the data of ``claims.yaml``."""
        claim = {"id": "X1", "locator": "1", "text": "A claim.", "kind": kind, **content}
        return claim_verdict(CLAIM.validate_python(claim), self.measurements(), SLUG)


def measure(experiment: str = "base", metric: str = "accuracy", **more: Any) -> Mapping[str, Any]:
    """A measure as data: a metric, unless a curve or a timing is named."""
    source = {} if "curve" in more or "timing" in more else {"metric": metric}
    return {"experiment": experiment, **source, **more}
