"""The plan of a build: documents and configuration resolved to runs, and written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
from reprise.documents.groups import Group, by_document
from reprise.documents.literature import literature_problems
from reprise.documents.loading import document_names, load_documents, shared_letters
from reprise.documents.mixed import mixed
from reprise.documents.names.check import check_names
from reprise.documents.plan import Plan, Run
from reprise.documents.references import check_references
from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.paths import layout_of as layout_of
from reprise.problems import DocumentError, Problem

SCALES = ("full", "quick", "smoke")

Check = Callable[[Plan, Collection[str]], list[Problem]]
"""Finds problems in a full-scale plan, given the documents that it leaves out."""


def make_plan(config: Config, scale: str | None = None) -> Plan:
    """Load the documents and expand them at the configured scale, or at another one.

    Raises
    ------
    DocumentError
        With every problem of the documents, one line each.
    """
    scale = scale or config.scale
    documents, datasets = _loaded(config)
    return _committed(config, documents, datasets, _expanded(config, documents, datasets, scale))


def check(
    config: Config, also: Check = lambda plan, left_out: [], *, every_scale: bool = True
) -> Plan:
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
        root = Path(config.documents_root)
        left_out = set(document_names(root)) - set(documents)
        problems += check_references(plans["full"], left_out) + check_names(plans["full"])
        problems += literature_problems(root, plans["full"], left_out)
        problems += also(plans["full"], left_out)
    if problems:
        raise DocumentError(problems)
    return _committed(config, documents, datasets, plans[config.scale])


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
    """Folders that cannot be made where they should be."""
    places = {"results": Path(config.results), "data.root": Path(config.data.root)}
    found = ((name, path, _not_a_folder(path)) for name, path in places.items())
    return [Problem("config", name, f"'{path}' {why}") for name, path, why in found if why]


def _not_a_folder(path: Path) -> str:
    """Why there is no folder of that name, and none can be made; empty where nothing is wrong."""
    if path.parts and path.parts[0].startswith("~"):
        return "begins with ~, which is not written out here; give the whole path"
    try:
        for part in (path, *path.parents):
            if part.is_symlink() and not part.exists():
                return "is a link that leads nowhere; mend it, or name another folder"
            if part.exists() and not part.is_dir():
                return "is a file; name a folder"
    except OSError as error:
        return f"cannot be looked at ({error.strerror}); name another folder"
    return ""


def _expanded(
    config: Config, documents: dict[str, Document], datasets: dict[str, Dataset], scale: str
) -> Plan:
    kind = device_kind(config.device)
    return expand(
        documents,
        scale,
        datasets,
        device_of=lambda engine: kind if engine in ON_DEVICE else "cpu",
        max_seeds=config.seeds,
        precision=config.precision,
    )


def _committed(
    config: Config, documents: dict[str, Document], datasets: dict[str, Dataset], plan: Plan
) -> Plan:
    """A plan of committed records, where the configuration names their folder; else the same.

    At full scale, a variant without a committed run has those of the quick scale.
    """
    if config.records is None or plan.scale != config.scale:
        return plan
    index = read_index(Path(config.records))
    made = adopted(plan, index)
    if plan.scale != "full":
        return made
    short = adopted(_expanded(config, documents, datasets, "quick"), index)
    return mixed(made, short, {run.id for run in index.runs})


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


def write_plan(plan: Plan, layout: Layout, groups: Sequence[Group] | None = None) -> None:
    """Write each run's slice, each document's part, and the expected times, where they changed.

    ``groups``: those by document, where they are known already.
    """
    runs = plan.runs()
    for run in runs:
        write_if_changed(layout.spec(run.id), canonical(run_slice(run)) + "\n")
    for slug in plan.documents:
        write_if_changed(layout.document_plan(slug), canonical(document_plan(plan, slug)) + "\n")
    times = {run.id: run.expected_seconds for run in runs}
    jobs = [
        {"runs": [run.id for run in group.runs], "seconds": round(group.seconds, 1)}
        for group in (by_document(plan) if groups is None else groups)
    ]
    content = {"scale": plan.scale, "expected_seconds": times, "jobs": jobs}
    write_if_changed(layout.plan, canonical(content) + "\n")
