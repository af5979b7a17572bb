"""From a run's spec to its record: the only way in."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reprise.data.errors import DataError
from reprise.data.prepared import drop_stamp_if_damaged
from reprise.digest import code_digest
from reprise.documents.engines import MODULES, SPEC, code_of
from reprise.files import WriteError, remove_leftovers, write_atomically
from reprise.marks import write_mark
from reprise.training import memory
from reprise.training.checkpoint import Checkpoint
from reprise.training.environment import environment
from reprise.training.others import Others
from reprise.training.outcome import Context, Outcome
from reprise.training.peak import forget_peak, peak_memory_mb
from reprise.training.record import Record, RecordError, read_arrays, read_record, write_record

log = logging.getLogger("reprise.train")


class TrainingError(Exception):
    """A run that cannot start, or not end; the message says why and what to do."""


def train(
    slice_file: Path, record_file: Path, data_root: Path, others: Others | None = None
) -> Record:
    """Make the record of one run, unless it exists already, here or at another scale.

    ``slice_file`` is the run's own part of the plan; ``record_file`` lies in
    ``results/<scale>/runs/<run id>/``; ``others`` are the runs below ``results``, where they are
    listed already. One process at a time makes a run: another one waits, and finds it done.

    Raises
    ------
    TrainingError, DataError, WriteError
        With the run, the reason and the way on.
    """
    slice_ = _slice(slice_file)
    runs = record_file.parent.parent
    checkpoint = Checkpoint(
        runs.parent / "checkpoints" / f"{record_file.parent.name}.npz", slice_["key"]
    )
    with _only_writer(record_file):
        record = _existing(record_file, slice_["key"], others or Others(runs.parents[1]))
        if record is None:
            _refuse_changed_code(slice_)
            record = _made(
                slice_,
                record_file,
                Context(slice_["run"]["seed"], slice_["device"], data_root, checkpoint),
            )
        checkpoint.remove()
    return record


def _made(slice_: dict[str, Any], record_file: Path, context: Context) -> Record:
    context = _with_source(context, slice_.get("source"), record_file.parent.parent)
    forget_peak()
    started = time.perf_counter()
    outcome = _outcome(slice_, context)
    elapsed = time.perf_counter() - started
    timing = {"total_seconds": elapsed, **outcome.timing, "peak_memory_mb": peak_memory_mb()}
    record = write_record(record_file, slice_, replace(outcome, timing=timing), environment())
    log.info("%s: %s %s", record.id, record.headline.metric, record.headline.value)
    return record


def _outcome(slice_: dict[str, Any], context: Context) -> Outcome:
    """What the engine gives; where data or memory fail it, words that help."""
    spec = SPEC.validate_python(slice_["spec"])
    try:
        return import_module(MODULES[spec.engine]).train(spec, context)
    except DataError:
        if dataset := (slice_["spec"].get("data") or {}).get("dataset"):
            drop_stamp_if_damaged(dataset, context.data_root)
        raise
    except Exception as error:
        if memory.is_used_up(error):
            raise TrainingError(memory.words(slice_["id"], slice_["device"], error)) from error
        raise


@contextmanager
def _only_writer(record_file: Path) -> Iterator[None]:
    """Wait for another process that makes this run: one that outlived a killed build, say.

    The lock ends with its holder's process. What a killed writer left beside the record is
    removed: nobody else writes there now.
    """
    folder = record_file.parent
    path = folder.parent.parent / "locks" / folder.name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            log.info("%s: another process makes it; waiting", folder.name)
            lock.acquire()
    except OSError as error:
        raise WriteError(path, error) from None
    try:
        for name in ("record.json", "arrays.npz"):
            remove_leftovers(folder / name)
        yield
    finally:
        lock.release()


def _slice(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {"key": content["key"], **content}
    except (OSError, ValueError, TypeError, KeyError):
        raise TrainingError(
            f"{file} is no run's slice of the plan; `snakemake` writes it again"
        ) from None


def train_together(slice_files: Sequence[Path], mark: Path, data_root: Path) -> None:
    """Make the records of several runs, one after the other; those that exist are kept.

    ``mark`` lies in ``results/<scale>/groups/`` and is written when all of them are there. A run
    that fails does not keep the others from being made.

    Raises
    ------
    TrainingError
        Naming the runs that failed.
    """
    runs, others, failed = mark.parents[1] / "runs", Others(mark.parents[2]), []
    for slice_file in slice_files:
        try:
            train(slice_file, runs / slice_file.stem / "record.json", data_root, others)
        except Exception as error:
            is_ours = type(error).__module__.startswith("reprise.")  # its message says it all
            log.error("%s failed: %s", slice_file.stem, error, exc_info=not is_ours)
            failed.append(slice_file.stem)
    if failed:
        raise TrainingError(f"{len(failed)} of {len(slice_files)} runs failed: {', '.join(failed)}")
    write_mark(mark, [file.stem for file in slice_files])


def _existing(record_file: Path, key: str, others: Others) -> Record | None:
    """The healthy record of this key: in its place, or taken over from an equal run."""
    try:
        return read_record(record_file, key, check_arrays=True)
    except RecordError:
        pass
    for other in others.records(key):
        try:
            record = read_record(other, key, check_arrays=True)
        except RecordError:
            continue
        for name in (record.arrays.file, "record.json"):
            write_atomically(record_file.with_name(name), other.with_name(name).read_bytes())
        log.info("%s: taken over from %s", record_file.parent.name, other.parent)
        return record
    return None


def _refuse_changed_code(slice_: dict[str, Any]) -> None:
    name = slice_["spec"]["engine"]
    if code_digest(code_of(slice_["spec"])) != slice_["code"]:
        raise TrainingError(
            f"{slice_['id']}: the code of {name} was edited after this build was planned. "
            "Run the same command again."
        )


def _with_source(context: Context, source: str | None, runs: Path) -> Context:
    if source is None:
        return context
    path = runs / source / "record.json"
    try:
        record = read_record(path)
        if not record.key.startswith(source.rpartition("-")[2]):
            raise RecordError(f"{path}: the record is of another run (key {record.key[:8]})")
        arrays = read_arrays(path, record)
    except RecordError as error:
        remedy = f"Rename it to {path.name}.damaged and run the same command again."
        raise TrainingError(f"{error}. {remedy}") from None
    return replace(context, source_metrics=record.metrics, source_arrays=arrays)
