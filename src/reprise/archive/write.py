"""Write the records of a build to the folder that is committed."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np

from reprise.archive.needs import needed
from reprise.config import Config
from reprise.documents.accepted import SCHEMA, identities
from reprise.files import write_atomically
from reprise.planning import layout_of, make_plan
from reprise.training.arrays_file import to_bytes
from reprise.training.record import ArraysEntry, Record, RecordError, read_arrays, read_record

MOST_BYTES = 25_000_000
"""What the records of one scale may take; a repository keeps every version of them."""


class ArchiveError(Exception):
    """Records that cannot be committed; the message says why."""


def accept_records(config: Config, folder: Path, *, partial: bool = False) -> str:
    """Replace ``<folder>/<scale>`` by the records of the build; returns what was written.

    A record keeps all that it says, and of its arrays those that claims and figures need.

    Raises
    ------
    ArchiveError
        When runs have no healthy record (unless ``partial``), or all of it is too large.
    """
    plan, layout = make_plan(config), layout_of(config)
    wanted, same = needed(plan), identities(plan)
    target = folder / config.scale
    part = target.with_name(f".{config.scale}.part")
    shutil.rmtree(part, ignore_errors=True)
    runs, missing, size = [], [], 0
    for run in plan.runs():
        try:
            path = layout.record(run.id)
            record = read_record(path, run.key)
            arrays = read_arrays(path, record)
        except RecordError:
            missing.append(run.id)
            continue
        size += _write(part / "runs" / run.id, record, arrays, wanted.get(run.id, set()))
        runs.append({"id": run.id, "key": run.key, "identity": same[run.id]})
    _refuse(config, missing if not (partial and runs) else [], size)
    index = {"schema": SCHEMA, "scale": config.scale, "runs": runs}
    write_atomically(part / "index.json", json.dumps(index, indent=1) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)
    left_out = f", {len(missing)} runs are missing" if missing else ""
    return f"{target}: {len(runs)} records, {size / 1e6:.1f} MB{left_out}"


def _refuse(config: Config, missing: list[str], size: int) -> None:
    if missing:
        raise ArchiveError(
            f"{len(missing)} runs of scale {config.scale} have no healthy record, the first is "
            f"{missing[0]}; build them, or accept what there is with --partial-ok"
        )
    if size > MOST_BYTES:
        raise ArchiveError(
            f"the records take {size / 1e6:.1f} MB, at most {MOST_BYTES / 1e6:.0f} MB are kept"
        )


def _write(folder: Path, record: Record, arrays: dict[str, np.ndarray], names: set[str]) -> int:
    """Write one record and the arrays that are needed; returns their bytes."""
    kept = {name: arrays[name] for name in names & set(arrays) if not _in_record(record, name)}
    content = to_bytes(kept)
    entry = ArraysEntry(
        file=record.arrays.file,
        sha256=hashlib.sha256(content).hexdigest(),
        shapes={name: list(np.shape(array)) for name, array in sorted(kept.items())},
    )
    text = json.dumps(record.model_copy(update={"arrays": entry}).model_dump(), allow_nan=False)
    write_atomically(folder / entry.file, content)
    write_atomically(folder / "record.json", text + "\n")
    return len(content) + len(text) + 1


def _in_record(record: Record, name: str) -> bool:
    """Whether a curve stands in the record with all its points."""
    axis, _, column = name.partition(".")
    points = record.curves.get(axis, {}).get(column)
    return points is not None and len(points) == record.arrays.shapes[name][0]
