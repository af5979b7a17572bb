"""The record: what a run leaves, its schema, and how it is written and read.

``record.json`` holds the resolved spec, key, seed, metrics, curves of at most 2 000 points,
times and environment; ``arrays.npz`` beside it holds full curves, weights and predictions.
The record is written last, names the checksum of the arrays and carries its own: where it is, all
is, and what was changed afterwards is noticed.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from reprise.files import write_atomically
from reprise.training.arrays_file import from_bytes, to_bytes
from reprise.training.outcome import Curve, Outcome
from reprise.training.sealed import seal, unseal

SCHEMA = 1
MOST_POINTS = 2000
DIGITS = 7
"""Significant digits of a curve's points: what float32 holds."""


class RunHeader(BaseModel):
    """Whose run it is; words for people, not part of the key."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    document: str
    experiment: str
    variant: str
    seed: int


class Headline(BaseModel):
    """The one value that is shown as the run finishes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    metric: str
    value: float | None


class ArraysEntry(BaseModel):
    """The file beside the record."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    sha256: str
    shapes: dict[str, list[int]]


class Record(BaseModel):
    """The content of ``record.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    record_schema: Literal[1]
    id: str
    key: str
    run: RunHeader
    device: str
    spec: dict[str, Any]
    source: str | None = None
    status: Literal["finished", "diverged"]
    headline: Headline
    metrics: dict[str, float | int | None]
    curves: dict[str, dict[str, list[float | int | None]]]
    arrays: ArraysEntry
    timing: dict[str, float]
    environment: dict[str, Any]


class RecordError(Exception):
    """A record that is missing, damaged, or of another key; the message says which and why."""


def write_record(
    path: Path, slice_: dict[str, Any], outcome: Outcome, environment: dict[str, Any]
) -> Record:
    """Write the arrays, then the record, both atomically."""
    full = {
        f"{axis}.{name}": values
        for axis, curve in outcome.curves.items()
        for name, values in {"x": curve.x, **curve.values}.items()
    }
    arrays = {**outcome.arrays, **full}
    content = to_bytes(arrays)
    metrics = {name: _plain(value) for name, value in outcome.metrics.items()}
    record = Record(
        record_schema=SCHEMA,
        id=slice_["id"],
        key=slice_["key"],
        run=RunHeader(**slice_["run"]),
        device=slice_["device"],
        spec=slice_["spec"],
        source=slice_.get("source"),
        status="diverged" if outcome.diverged else "finished",
        headline=Headline(metric=slice_["headline"], value=metrics.get(slice_["headline"])),
        metrics=metrics,
        curves={axis: _decimated(curve) for axis, curve in outcome.curves.items()},
        arrays=ArraysEntry(
            file="arrays.npz",
            sha256=hashlib.sha256(content).hexdigest(),
            shapes={name: list(np.shape(values)) for name, values in sorted(arrays.items())},
        ),
        timing={name: float(f"{value:.6g}") for name, value in outcome.timing.items()},
        environment=environment,
    )
    write_atomically(path.with_name("arrays.npz"), content)
    write_atomically(path, seal(record.model_dump()))
    return record


def read_record(path: Path, key: str | None = None, *, check_arrays: bool = False) -> Record:
    """Read and validate a record.

    Raises
    ------
    RecordError
        When the file is missing or damaged, when it carries another key than the one asked
        for, or (with ``check_arrays``) when the arrays are not those it was written with.
    """
    try:
        record = Record.model_validate(unseal(path.read_bytes()))
    except FileNotFoundError:
        raise RecordError(f"{path}: there is no record") from None
    except (OSError, ValidationError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0]
        raise RecordError(f"{path}: the record is damaged ({first})") from None
    if key is not None and record.key != key:
        raise RecordError(f"{path}: the record is of another run (key {record.key[:8]})")
    if check_arrays:
        read_arrays(path, record)
    return record


def read_arrays(path: Path, record: Record) -> dict[str, np.ndarray]:
    """The arrays beside a record, checked against its checksum."""
    file = path.with_name(record.arrays.file)
    try:
        content = file.read_bytes()
    except OSError:
        raise RecordError(f"{file}: the arrays of this record are missing") from None
    if hashlib.sha256(content).hexdigest() != record.arrays.sha256:
        raise RecordError(f"{file}: the arrays are not those that the record was written with")
    return from_bytes(content)


def _plain(value: Any) -> float | int | None:
    """A JSON number; what is not finite becomes null."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if isinstance(value, int | np.integer) else float(value)


def _decimated(curve: Curve) -> dict[str, list[float | int | None]]:
    """At most ``MOST_POINTS`` points: means over blocks of equal length, at each block's end."""
    block = -(-len(curve.x) // MOST_POINTS)
    if block <= 1:
        columns = {"x": curve.x, **curve.values}
    else:
        starts = np.arange(0, len(curve.x), block)
        lengths = np.diff([*starts, len(curve.x)])
        columns = {
            name: np.add.reduceat(np.asarray(values, dtype=np.float64), starts) / lengths
            for name, values in curve.values.items()
        }
        columns = {"x": curve.x[starts + lengths - 1], **columns}
    return {name: [_rounded(v) for v in values.tolist()] for name, values in columns.items()}


def _rounded(value: float | int) -> float | int | None:
    if isinstance(value, int):
        return value
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
