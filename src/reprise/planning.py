"""The plan of a build: documents and configuration resolved to runs, and written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reprise.config import Config
from reprise.data.registry import Dataset, load_datasets
from reprise.devices import device_kind
from reprise.digest import canonical, code_digest
from reprise.documents.accepted import adopted, read_index
from reprise.documents.document import Document
from reprise.documents.engines import ON_DEVICE, code_of
from reprise.documents.expand import expand
from reprise.documents.groups import by_document
from reprise.documents.loading import document_names, load_documents, shared_letters
from reprise.documents.plan import Plan, Run
from reprise.documents.references import check_references
from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.problems import DocumentError, Problem

FROM_RECORDS = "from-records"
"""Below the results: the build that is laid out from committed records."""

SCALES = ("full", "quick", "smoke")

Check = Callable[[Plan], list[Problem]]


def layout_of(config: Config) -> Layout:
    """Where a build lies; one from committed records lies apart from runs of one's own."""
    results = Path(config.results)
    return Layout(results / FROM_RECORDS if config.records else results, config.scale)


def make_plan(config: Config, scale: str | None = None) -> Plan:
    """Load the documents and expand them at the configured scale, or at another one.

    Raises
    ------
    DocumentError
        With every problem of the documents, one line each.
    """
    return _expanded(config, *_loaded(config), scale or config.scale)


def check(config: Config, also: Check = lambda plan: [], *, every_scale: bool = True) -> Plan:
    """Make the plan at every scale and resolve every reference; the configured scale's plan.

    ``also`` finds further problems in the full-scale plan, which is always made: it has all
    variants. A build needs no more than that one and its own.

    Raises
    ------
    DocumentError
        With all problems at once.
    """
    documents, datasets = _loaded(config)
    plans: dict[str, Plan] = {}
    problems = [*_misplaced(config), *shared_letters(documents)]
    for scale in SCALES if every_scale else dict.fromkeys(("full", config.scale)):
        try:
            plans[scale] = _expanded(config, documents, datasets, scale)
        except DocumentError as error:
            problems += error.problems
    if "full" in plans:
        left_out = set(document_names(Path(config.documents_root))) - set(documents)
        problems += check_references(plans["full"], left_out) + also(plans["full"])
    if problems:
        raise DocumentError(problems)
    return plans[config.scale]


def _loaded(config: Config) -> tuple[dict[str, Document], dict[str, Dataset]]:
    """Documents and data sets, or the problems of both."""
    root = Path(config.documents_root)
    try:
        documents = load_documents(root, config.documents)
    except DocumentError as error:
        if not root.is_dir():
            raise
        raise DocumentError([*error.problems, *_of_datasets(root)]) from None
    return documents, load_datasets(root / "datasets.yaml")


def _of_datasets(root: Path) -> list[Problem]:
    try:
        load_datasets(root / "datasets.yaml")
    except DocumentError as error:
        return error.problems
    return []


def _misplaced(config: Config) -> list[Problem]:
    """Files that lie where folders should be made."""
    places = {"results": Path(config.results), "data.root": Path(config.data.root)}
    return [
        Problem("config", name, f"'{path}' is a file; name a folder")
        for name, path in places.items()
        if any(part.is_file() for part in (path, *path.parents))
    ]


def _expanded(
    config: Config, documents: dict[str, Document], datasets: dict[str, Dataset], scale: str
) -> Plan:
    kind = device_kind(config.device)
    plan = expand(
        documents,
        scale,
        datasets,
        device_of=lambda engine: kind if engine in ON_DEVICE else "cpu",
        max_seeds=config.seeds,
    )
    if config.records is None or scale != config.scale:
        return plan
    return adopted(plan, read_index(Path(config.records), scale))


def run_slice(run: Run) -> dict[str, Any]:
    """What the training of one run needs to know, and nothing else."""
    return {
        "id": run.id,
        "key": run.key,
        "code": code_digest(code_of(run.spec)),
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


def document_plan(plan: Plan, slug: str) -> dict[str, Any]:
    """What the stages after training depend on besides the records: which runs, how cut."""
    return {
        entry.name: {
            "spec": entry.spec,
            "variants": {
                variant.name: {
                    "runs": [run.id for run in variant.runs],
                    "alone": [run.exclusive for run in variant.runs],
                    "cut": variant.cut,
                    "stand_in": variant.stand_in,
                }
                for variant in plan.variants[slug, entry.name].values()
            },
        }
        for entry in plan.documents[slug].entries.values()
    }


def write_plan(plan: Plan, layout: Layout) -> None:
    """Write each run's slice, each document's part, and the expected times, where they changed."""
    runs = plan.runs()
    for run in runs:
        write_if_changed(layout.spec(run.id), canonical(run_slice(run)) + "\n")
    for slug in plan.documents:
        write_if_changed(layout.document_plan(slug), canonical(document_plan(plan, slug)) + "\n")
    times = {run.id: run.expected_seconds for run in runs}
    jobs = [
        {"runs": [run.id for run in group.runs], "seconds": round(group.seconds, 1)}
        for group in by_document(plan)
    ]
    content = {"scale": plan.scale, "expected_seconds": times, "jobs": jobs}
    write_if_changed(layout.plan, canonical(content) + "\n")
