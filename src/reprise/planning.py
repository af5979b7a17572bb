"""The plan of a build: documents and configuration resolved to runs, and written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reprise.config import Config
from reprise.data.registry import load_datasets
from reprise.digest import canonical, code_digest
from reprise.documents.engines import MODULES
from reprise.documents.expand import expand
from reprise.documents.loading import load_documents
from reprise.documents.plan import Plan, Run
from reprise.documents.references import check_references
from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.problems import DocumentError


def layout_of(config: Config) -> Layout:
    return Layout(Path(config.results), config.scale)


def make_plan(config: Config, scale: str | None = None) -> Plan:
    """Load the documents and expand them at the configured scale.

    Raises
    ------
    DocumentError
        With every problem of the documents, one line each.
    """
    root = Path(config.documents_root)
    datasets = load_datasets(root / "datasets.yaml")
    documents = load_documents(root, config.documents)
    return expand(documents, scale or config.scale, datasets, max_seeds=config.seeds)


def check(config: Config) -> Plan:
    """Make the plan at every scale and resolve every reference; the configured scale's plan.

    Raises
    ------
    DocumentError
        With all problems at once.
    """
    full = make_plan(config, "full")
    problems = check_references(full)
    for scale in ("quick", "smoke"):
        try:
            make_plan(config, scale)
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return full if config.scale == "full" else make_plan(config)


def run_slice(run: Run) -> dict[str, Any]:
    """What the training of one run needs to know, and nothing else."""
    return {
        "id": run.id,
        "key": run.key,
        "code": code_digest(MODULES[run.engine]),
        "device": run.device,
        "run": {
            "document": run.document,
            "experiment": run.experiment,
            "variant": run.variant,
            "seed": run.seed,
        },
        "spec": run.spec,
        "headline": run.headline,
        **({"source": run.source} if run.source else {}),
    }


def write_plan(plan: Plan, layout: Layout) -> None:
    """Write each run's slice and the table of expected times, where they changed."""
    runs = plan.runs()
    for run in runs:
        path = layout.spec(run.id)
        if not path.exists():  # the name holds the key: what lies there already is the same
            write_if_changed(path, canonical(run_slice(run)) + "\n")
    times = {run.id: run.expected_seconds for run in runs}
    write_if_changed(
        layout.plan, canonical({"scale": plan.scale, "expected_seconds": times}) + "\n"
    )
