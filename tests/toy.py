"""A small document as a folder of data, for tests."""

from __future__ import annotations

import textwrap
from pathlib import Path

from reprise.data.registry import load_datasets
from reprise.documents.expand import expand
from reprise.documents.loading import load_documents
from reprise.documents.plan import Plan

PROJECT = Path(__file__).resolve().parent.parent

TOY = {
    "document.yaml": """
        title: A toy document
        authors: [Ada Lovelace]
        year: 2020
        letter: X
        summary: Trains a small network twice.
        """,
    "experiments.yaml": """
        base:
          ledger: [X-E1]
          title: A small network
          locator: "1"
          seeds: 2
          spec:
            engine: numpy_mlp
            data: {dataset: mnist, scaling: unit}
            model:
              hidden: [8]
              activation: sigmoid
              weights: {kind: uniform, scale: 0.5}
              biases: {kind: zeros}
            optimizer: {kind: sgd, learning_rate: 0.5}
            training: {batch_size: 20, epochs: 2}
        sweep:
          ledger: [X-E2]
          title: The same with other learning rates
          locator: "2"
          seeds: 2
          like: base
          sweep: {optimizer.learning_rate: [0.5, 0.25]}
        """,
    "claims.yaml": """
        - id: X1
          locator: "1"
          text: The network has this many parameters.
          kind: count
          any_budget: true
          parts:
            - {label: parameters, of: {experiment: base, metric: parameters}, stated: 6370}
        """,
    "figures.yaml": "[]",
    "prose.md": "## Scope\n\nA toy.\n",
}


def write_document(root: Path, slug: str = "toy-2020", **files: str) -> Path:
    """Write a document's folder; ``files`` replaces contents, with ``__`` for the dot."""
    folder = root / slug
    folder.mkdir(parents=True, exist_ok=True)
    contents = TOY | {name.replace("__", "."): text for name, text in files.items()}
    for name, text in contents.items():
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def plan_of(root: Path, scale: str = "smoke", **options) -> Plan:
    """The plan of a documents folder."""
    return expand(load_documents(root), scale, load_datasets(root / "datasets.yaml"), **options)
