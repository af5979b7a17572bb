"""A small document with long curves, whose records a test writes itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import numpy as np
from toy import PROJECT, TOY, write_document

from reprise.analysis.stages import claims
from reprise.archive.use import from_records
from reprise.archive.write import accept_records
from reprise.config import Config
from reprise.documents.plan import Run
from reprise.paths import layout_of
from reprise.planning import make_plan, run_slice
from reprise.training.outcome import Curve, Outcome
from reprise.training.record import write_record

SLUG = "toy-2020"
UPDATES = 5000
"""More than a record holds of a curve."""

LOSS = {"experiment": "base", "curve": "update.train_loss"}
LARGER = {**LOSS, "experiment": "larger"}

MORE = """
larger:
  ledger: [X-E3]
  title: With larger batches
  locator: "3"
  seeds: 2
  like: base
  change: {training.batch_size: 50}
largest:
  ledger: [X-E4]
  title: With the largest batches
  locator: "4"
  seeds: 2
  like: base
  change: {training.batch_size: 100}
"""


def bound(name: str, limit: float = 0.001, **measure) -> dict:
    part = {"label": "loss", "of": measure, "relation": "above", "limit": limit}
    said = {"locator": "1", "text": "A claim.", "any_budget": True}
    return {"id": name, **said, "kind": "bound", "parts": [part]}


BY_NUMBERS = [
    bound("X1", **LOSS, at="sd-of-differences"),
    bound("X2", **LOSS, at="first"),
    bound("X3", **LOSS, at="rise-from-min"),
    bound("X4", experiment="base", curve="epoch.train_loss", at="last"),
]
LARGEST = {"instead_of": "larger", "experiment": "largest", "label": "the largest batches"}
BY_POINTS = [
    {**bound("X5", 0.1, **LARGER, at="mean", since=4000), "explanations": [LARGEST]},
    bound("X6", **LARGER, at=17),
]
"""What asks for more than numbers; the first does not hold, and is asked of its explanation."""

FIGURE = {
    "id": "fig-loss",
    "kind": "curves",
    "title": "Loss",
    "caption": "By update.",
    "panels": [{"x": "update", "y": "loss", "series": [{"label": "all", **LOSS}]}],
}


def outcome(run: Run, last: float = 0.0) -> Outcome:
    """Losses that fall with noise; ``last`` is added to the last of them."""
    rng = np.random.default_rng(int(run.key[:8], 16))
    updates = np.arange(1, UPDATES + 1)
    losses = (1 / np.sqrt(updates) + 0.1 * rng.random(UPDATES)).astype(np.float32)
    losses[-1] += last
    curves = {
        "update": Curve(updates, {"train_loss": losses}),
        "epoch": Curve(np.array([1, 2]), {"train_loss": rng.random(2)}),
    }
    metrics = {"parameters": 6370, "test_accuracy": rng.random()}
    arrays = {"weights": rng.random((30, 4))}
    return Outcome(metrics, curves, arrays, {"total_seconds": 1.0}, diverged=bool(np.isnan(last)))


class Build:
    """The toy's records in a folder of their own, and the committed ones beside them."""

    def __init__(self, root: Path, make: Callable[[Run], Outcome] = outcome) -> None:
        said = json.dumps(BY_NUMBERS + BY_POINTS)
        drawn = json.dumps([FIGURE])
        more = TOY["experiments.yaml"] + indent(MORE, " " * 8)
        files = {"claims__yaml": said, "figures__yaml": drawn, "experiments__yaml": more}
        write_document(root / "documents", **files)
        shutil.copy(PROJECT / "documents" / "datasets.yaml", root / "documents")
        self.config = Config.model_validate(
            {
                "scale": "quick",
                "documents_root": str(root / "documents"),
                "results": str(root / "results"),
                "data": {"root": str(root / "data")},
            }
        )
        self.records = root / "records"
        self.plan, self.layout = make_plan(self.config), layout_of(self.config)
        for run in self.plan.runs():
            write_record(self.layout.record(run.id), run_slice(run), make(run), {})

    def accept(self) -> dict[str, bytes]:
        """Accept the records; all that is committed, by its place."""
        accept_records(self.config, self.records, partial=True)
        return self.committed()

    def committed(self) -> dict[str, bytes]:
        files = (file for file in self.records.rglob("*") if file.is_file())
        return {str(file.relative_to(self.records)): file.read_bytes() for file in files}

    def used(self) -> Config:
        """The configuration that reports from the committed records, laid out."""
        return from_records(self.config, self.records)


def claims_of(config: Config) -> dict:
    """The verdicts as they are written."""
    claims(config, SLUG)
    return json.loads(layout_of(config).verdicts(SLUG).read_text())
