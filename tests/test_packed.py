"""A committed record is no run's own record, and makes one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reprise.packed import CURVES, read_without_curves, unpacked, write_packed
from reprise.training.outcome import Curve, Outcome
from reprise.training.record import Record, RecordError, read_record, write_record

SLICE = {
    "id": "a--b--main--s0-01234567",
    "key": "0123456789abcdef",
    "run": {"document": "a", "experiment": "b", "variant": "main", "seed": 0},
    "device": "cpu",
    "spec": {"engine": "numpy_mlp"},
    "headline": "test_accuracy",
}


def written(path: Path, curves: dict[str, Curve]) -> Record:
    made = Outcome({"test_accuracy": 0.1 + 0.2}, curves, {}, {"total_seconds": 1.5})
    return write_record(path / "own" / "record.json", SLICE, made, {"machine": "m"})


@pytest.fixture
def record(tmp_path: Path) -> Record:
    losses = np.array([1 / 3, np.nan, 1e-30])
    return written(tmp_path, {"epoch": Curve(np.array([1, 2, 3]), {"train_loss": losses})})


def test_it_comes_back_digit_for_digit(record: Record, tmp_path: Path) -> None:
    write_packed(tmp_path / "packed", record)
    (tmp_path / "again.json").write_bytes(unpacked(tmp_path / "packed"))
    assert read_record(tmp_path / "again.json", SLICE["key"]) == record


def test_it_is_not_taken_for_a_runs_own(record: Record, tmp_path: Path) -> None:
    write_packed(tmp_path / "packed", record)
    with pytest.raises(RecordError, match="damaged"):
        read_record(tmp_path / "packed" / "record.json")


def test_what_it_says_besides_its_curves_needs_no_unpacking(record: Record, tmp_path: Path) -> None:
    write_packed(tmp_path / "packed", record)
    (tmp_path / "packed" / CURVES).unlink()
    wanted = record.model_copy(update={"curves": {}})
    for folder in ("packed", "own"):
        assert read_without_curves(tmp_path / folder / "record.json") == wanted


def test_its_checksum_covers_its_curves(record: Record, tmp_path: Path) -> None:
    columns = record.curves["epoch"]
    other = {"epoch": {**columns, "train_loss": [0.3333334, *columns["train_loss"][1:]]}}
    checksum = write_packed(tmp_path / "packed", record)
    assert write_packed(tmp_path / "again", record) == checksum
    changed = record.model_copy(update={"curves": other})
    assert write_packed(tmp_path / "changed", changed) != checksum


def test_without_curves_there_is_one_file(tmp_path: Path) -> None:
    record = written(tmp_path, {})
    write_packed(tmp_path / "packed", record)
    assert [file.name for file in (tmp_path / "packed").iterdir()] == ["record.json"]
    (tmp_path / "again.json").write_bytes(unpacked(tmp_path / "packed"))
    assert read_record(tmp_path / "again.json") == record


@pytest.mark.parametrize("text", ["", "[]", "{", '{"curves": {"packed": "x"}}', '{"curves": 3}'])
def test_a_damaged_one_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    with pytest.raises(RecordError, match=str(tmp_path)):
        read_without_curves(tmp_path / "record.json")
