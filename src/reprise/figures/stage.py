"""The figures stage: draws the figures of a document and writes their index."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.config import Config
from reprise.digest import canonical, code_digest, sha256
from reprise.documents.models.figure import Figure
from reprise.documents.references import references
from reprise.figures import confusion, curves, images, maps, scatter, schema, sweep, table
from reprise.figures.drawn import Drawn, dataset_of, source_of
from reprise.files import write_atomically, write_if_changed
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.problems import DocumentError, Problem, nearest

SCHEMA = 1
DRAW = {
    "curves": curves.draw,
    "table": table.draw,
    "confusion": confusion.draw,
    "images": images.draw,
    "maps": maps.draw,
    "scatter": scatter.draw,
    "sweep": sweep.draw,
    "schema": schema.draw,
}
"""Kind of figure -> what draws it."""


def figures(config: Config, slug: str) -> None:
    """Draw what changed of a document's figures; write its index; drop files of figures gone.

    Raises
    ------
    DocumentError
        When there is no such document, or the documents have mistakes.
    """
    plan, layout = make_plan(config), layout_of(config)
    if slug not in plan.documents:
        words = f"there is no such document; {nearest(slug, plan.documents)}"
        raise DocumentError([Problem("figures", slug, words)])
    write_figures(slug, load_measurements(plan, layout, [slug]), layout)


def write_figures(slug: str, measurements: Measurements, layout: Layout) -> list[str]:
    """As ``figures``, from measurements; gives the ids of the figures that were drawn."""
    folder = layout.figures(slug)
    before = _index_before(layout.figure_index(slug))
    entries, drawn = [], []
    for figure in measurements.plan.documents[slug].figures:
        digest = input_digest(figure, slug, measurements)
        entry = before.get(figure.id)
        if entry is None or entry["digest"] != digest or not _files_there(entry, folder):
            made = DRAW[figure.kind](figure, slug, measurements)
            entry = _entry(figure, made, digest)
            _write_files(folder, figure.id, made)
            drawn.append(figure.id)
        entries.append(entry)
    _drop_others(folder, {entry[kind] for entry in entries for kind in ("svg", "csv")})
    _show(layout.shown(slug), folder, entries)
    index = {"schema": SCHEMA, "document": slug, "figures": entries}
    text = json.dumps(index, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.figure_index(slug), text + "\n")
    return drawn


def input_digest(figure: Figure, slug: str, measurements: Measurements) -> str:
    """Hash of all that can change a figure: its description, what was run, and the code.

    The records count by key, status, numbers and the checksum of their arrays (their curves are
    made from these), so that a run made again with other times draws its table again.
    """
    used = []
    for experiment, variant in references(figure):
        source = source_of(measurements, slug, experiment, variant)
        records = [
            (seed, r.id, r.key, r.status, r.metrics, r.timing, r.arrays.sha256)
            for seed, r in source.records.items()
        ]
        dataset = dataset_of(measurements, source)
        used.append(
            {
                "experiment": source.experiment,
                "variant": variant,
                "planned": [run.id for run in source.variant.runs] if source.variant else [],
                "cut": source.cut,
                "stand_in": source.stand_in,
                "classes": dataset.class_names if dataset else None,
                "records": records,
            }
        )
    parts = {
        "figure": figure.model_dump(mode="json"),
        "used": used,
        "code": code_digest("reprise.figures.stage"),
        "matplotlib": version("matplotlib"),
    }
    return sha256(canonical(parts))


def _entry(figure: Figure, made: Drawn, digest: str) -> dict[str, Any]:
    return {
        "id": figure.id,
        "kind": figure.kind,
        "title": figure.title,
        "mirrors": figure.mirrors,
        "caption": made.caption,
        "words": figure.caption,
        "svg": f"{figure.id}.svg" if made.svg else None,
        "csv": f"{figure.id}.csv",
        "alt": made.alt,
        "table": made.table,
        "runs": list(made.runs),
        "experiments": list(made.experiments),
        "missing": list(made.missing),
        "cut": made.cut,
        "stand_in": made.stand_in,
        "digest": digest,
    }


def _index_before(path: Path) -> dict[str, dict[str, Any]]:
    """Entries by figure; none where there is no index, or one that cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            return {}
        return {entry["id"]: entry for entry in content["figures"] if entry["digest"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _files_there(entry: dict[str, Any], folder: Path) -> bool:
    names = [entry.get("csv"), entry.get("svg")]
    return all((folder / name).is_file() for name in names if name)


def _write_files(folder: Path, name: str, made: Drawn) -> None:
    write_if_changed(folder / f"{name}.csv", made.csv)
    if made.svg:
        write_if_changed(folder / f"{name}.svg", made.svg)


def _show(shown: Path, folder: Path, entries: list[dict[str, Any]]) -> None:
    """Put a file of each figure, its drawing or its numbers, where Snakemake's report looks."""
    names = {entry["svg"] or entry["csv"] for entry in entries}
    shown.mkdir(parents=True, exist_ok=True)
    _drop_others(shown, names)
    for name in names:
        shutil.copyfile(folder / name, shown / name)


def _drop_others(folder: Path, named: Collection[str]) -> None:
    """Remove drawings and numbers that are no longer named."""
    for path in (*folder.glob("*.svg"), *folder.glob("*.csv")):
        if path.name not in named:
            path.unlink()
