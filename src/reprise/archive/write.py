"""Write the records of a build to the folder that is committed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reprise.analysis.reduced import SUFFIX, numbers_of
from reprise.archive import searches
from reprise.archive.committed import RUNS, checked, is_of_today
from reprise.archive.needs import needed
from reprise.config import Config
from reprise.documents.accepted import (
    INDEX,
    SCHEMA,
    Committed,
    identities,
    identity,
    read_index,
)
from reprise.documents.plan import Plan
from reprise.files import write_atomically
from reprise.packed import RECORD, read_without_curves, write_packed
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.training.arrays_file import to_bytes
from reprise.training.record import ArraysEntry, Record, RecordError, read_arrays, read_record

MOST_BYTES = 25_000_000
"""What they may take in all; a repository keeps every version of them."""

Entry = dict[str, Any]
"""A ``Committed`` as plain data, without what is as it is by default."""

Wanted = dict[str, set[str]]
"""Names of arrays by the identity of a run; all that a build of today could make are in it."""


class ArchiveError(Exception):
    """Records that cannot be committed; the message says why."""


def accept_records(config: Config, folder: Path, *, partial: bool = False) -> str:
    """Put the records of the build among the committed ones; returns what was written.

    A record keeps all that it says, with its curves packed, and of its arrays those that claims
    and figures need. Of a curve that stands in the record thinned out, the numbers are kept that
    its points give; the points only where a claim asks for more. Searches that hold are kept with
    the records of what they tried. A record of the same run that was committed before is replaced.
    Those that the build does not have stay, as long as a full or quick build of today's documents
    would make such a run, or a search rests on it that was committed and not made anew; others go.
    What lies beside the records, such as an accepted build, stays.

    Raises
    ------
    ArchiveError
        When runs have no healthy record (unless ``partial``), or all of it is too large.
    DocumentError
        When a record that was committed before is not what the index says.
    """
    plan, layout = make_plan(config), layout_of(config)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    wanted = _wanted(config)
    runs, missing = _of_build(plan, layout, part, wanted)
    _refuse(config, missing if not (partial and runs) else [])
    runs += _of_searches(plan, layout, part, {run["id"] for run in runs})
    runs += _of_before(folder, part, wanted, {run["identity"] for run in runs})
    size = _bytes(part)
    if size > MOST_BYTES:
        raise ArchiveError(
            f"the records take {size / 1e6:.1f} MB, at most {MOST_BYTES / 1e6:.0f} MB are kept"
        )
    index = {"schema": SCHEMA, "runs": sorted(runs, key=lambda run: run["id"])}
    write_atomically(part / INDEX, json.dumps(index, indent=1) + "\n")
    _swap(folder, part)
    words = f"{folder}: {len(runs)} records, {size / 1e6:.1f} MB"
    kept = {run["identity"] for run in runs}
    absent = sum(same not in kept for same in identities(plan).values())
    return f"{words}; {absent} runs of scale {config.scale} are not among them" if absent else words


def _wanted(config: Config) -> Wanted:
    """What any report from the records asks for: one at full scale has runs of the quick one."""
    wanted: Wanted = {}
    for scale in dict.fromkeys((config.scale, "full", "quick")):
        plan = make_plan(config, scale)
        arrays = needed(plan)
        for run_id, same in identities(plan).items():
            wanted.setdefault(same, set()).update(arrays.get(run_id, ()))
    return wanted


def _of_build(
    plan: Plan, layout: Layout, part: Path, wanted: Wanted
) -> tuple[list[Entry], list[str]]:
    """Write the healthy records of a build; gives their entries, and the ids of missing runs."""
    same = identities(plan)
    runs, missing = [], []
    for run in plan.runs():
        try:
            path = layout.record(run.id)
            record = read_record(path, run.key)
            arrays = read_arrays(path, record)
        except RecordError:
            missing.append(run.id)
            continue
        checksum = _write(part / RUNS / run.id, record, arrays, wanted[same[run.id]])
        entry = {"id": run.id, "key": run.key, "identity": same[run.id], "sha256": checksum}
        runs.append(entry)
    return runs, missing


def _of_searches(plan: Plan, layout: Layout, part: Path, there: set[str]) -> list[Entry]:
    """Write the searches that hold, and the records that they rest on and no variant has."""
    runs = []
    for file, ids in searches.current(plan, layout):
        searches.keep(file, layout.scale, part)
        for run_id in sorted(ids - there):
            record = read_record(layout.record(run_id))
            arrays = read_arrays(layout.record(run_id), record)
            checksum = _write(part / RUNS / run_id, record, arrays, set())
            entry = {"id": run_id, "key": record.key, "sha256": checksum}
            runs.append(entry | {"identity": identity(record.spec, record.run.seed)})
            there = there | {run_id}
    return runs


def _of_before(folder: Path, part: Path, wanted: Wanted, new: set[str]) -> list[Entry]:
    """Take over the committed records that no new one replaces and that a build could make."""
    if not (folder / INDEX).exists():
        return []
    searched: set[str] = set()
    for file, ids in searches.committed(folder, part):
        searches.keep(file, file.parent.name, part)
        searched |= ids
    before = read_index(folder).runs
    kept = [
        run
        for run in before
        if not (run.superseded or run.identity in new)
        and (run.identity in wanted or run.id in searched)
    ]
    return [
        _again(folder, run, part, wanted.get(run.identity, set()))
        for run in _with_sources(folder, before, kept, part)
    ]


def _with_sources(
    folder: Path, before: Sequence[Committed], kept: Sequence[Committed], part: Path
) -> list[Committed]:
    """Records that stay, and those they were built on where the new build has the like by now."""
    earlier = {run.id: run for run in before}
    there = {made.name for made in (part / RUNS).iterdir()} | {run.id for run in kept}
    found = list(kept)
    for run in found:  # grows: what was built on may itself be built on another
        source = read_without_curves(folder / RUNS / run.id / RECORD).source
        if source in earlier.keys() - there:
            found.append(earlier[source].model_copy(update={"superseded": True}))
            there.add(source)
    return found


def _again(folder: Path, run: Committed, part: Path, names: set[str]) -> Entry:
    """Copy a committed record; one of an older form is written in today's."""
    checked(folder, run)
    made, entry = part / RUNS / run.id, run.model_dump(exclude_defaults=True)
    if is_of_today(folder, run):
        shutil.copytree(folder / RUNS / run.id, made, dirs_exist_ok=True)
        return entry
    path = folder / RUNS / run.id / RECORD
    record = read_record(path)
    checksum = _write(made, record, read_arrays(path, record), names)
    return entry | {"sha256": checksum}


def _bytes(part: Path) -> int:
    return sum(file.stat().st_size for file in part.rglob("*") if file.is_file())


def _swap(folder: Path, part: Path) -> None:
    """Put the new records where the old ones are; what lies beside them stays."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / RUNS, ignore_errors=True)
    shutil.rmtree(folder / searches.FOLDER, ignore_errors=True)
    for made in (part / RUNS, part / searches.FOLDER):
        if made.is_dir():
            made.rename(folder / made.name)
    (part / INDEX).replace(folder / INDEX)
    part.rmdir()


def _refuse(config: Config, missing: list[str]) -> None:
    if missing:
        raise ArchiveError(
            f"{len(missing)} runs of scale {config.scale} have no healthy record, the first is "
            f"{missing[0]}; build them, or accept what there is with --partial-ok"
        )


def _write(folder: Path, record: Record, arrays: dict[str, np.ndarray], names: set[str]) -> str:
    """Write one record and the arrays that are needed; returns the record's checksum."""
    kept = {name: arrays[name] for name in names & set(arrays) if not _in_record(record, name)}
    kept |= _reduced(record, arrays, set(kept))
    content = to_bytes(kept)
    entry = ArraysEntry(
        file=record.arrays.file,
        sha256=hashlib.sha256(content).hexdigest(),
        shapes={name: list(np.shape(array)) for name, array in sorted(kept.items())},
    )
    write_atomically(folder / entry.file, content)
    return write_packed(folder, record.model_copy(update={"arrays": entry}))


def _reduced(
    record: Record, arrays: dict[str, np.ndarray], whole: set[str]
) -> dict[str, np.ndarray]:
    """The numbers of the curves that the record thins out and whose points are not kept."""
    found = {}
    for axis, columns in record.curves.items():
        for column in columns.keys() - {"x"}:
            name = f"{axis}.{column}"
            there = name in arrays and name not in whole
            if there and not _in_record(record, name):
                found[name + SUFFIX] = numbers_of(arrays[f"{axis}.x"], arrays[name])
    return found


def _in_record(record: Record, name: str) -> bool:
    """Whether a curve stands in the record with all its points."""
    axis, _, column = name.partition(".")
    points = record.curves.get(axis, {}).get(column)
    return points is not None and len(points) == record.arrays.shapes[name][0]
