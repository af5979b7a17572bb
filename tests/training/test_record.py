"""Records: written whole, read strictly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from reprise.training.outcome import Curve, Outcome
from reprise.training.record import (
    MOST_POINTS,
    RecordError,
    read_arrays,
    read_record,
    write_record,
)

SLICE = {
    "id": "toy-2020--base--main--s0-01234567",
    "key": "0123456789abcdef",
    "device": "cpu",
    "run": {"document": "toy-2020", "experiment": "base", "variant": "main", "seed": 0},
    "spec": {"engine": "numpy_mlp"},
    "headline": "test_accuracy",
}


def outcome(points: int = 3) -> Outcome:
    x = np.arange(1, points + 1)
    return Outcome(
        {"test_accuracy": 0.5, "count": 3, "bad": float("nan")},
        {"epoch": Curve(x, {"train_loss": 1.0 / x})},
        {"W1": np.eye(2, dtype=np.float32)},
        {"total_seconds": 1.25},
    )


@pytest.fixture
def record_file(tmp_path: Path) -> Path:
    path = tmp_path / "run" / "record.json"
    write_record(path, SLICE, outcome(), {"host": "here"})
    return path


def test_what_is_written_is_read(record_file: Path) -> None:
    record = read_record(record_file, SLICE["key"], check_arrays=True)
    assert record.metrics == {"test_accuracy": 0.5, "count": 3, "bad": None}
    assert record.headline.value == 0.5
    assert record.curves["epoch"]["x"] == [1, 2, 3]
    arrays = read_arrays(record_file, record)
    np.testing.assert_array_equal(arrays["W1"], np.eye(2))
    np.testing.assert_array_equal(arrays["epoch.train_loss"], 1.0 / np.arange(1, 4))


def test_equal_outcomes_give_equal_bytes(tmp_path: Path, record_file: Path) -> None:
    other = tmp_path / "other" / "record.json"
    write_record(other, SLICE, outcome(), {"host": "here"})
    for name in ("record.json", "arrays.npz"):
        assert other.with_name(name).read_bytes() == record_file.with_name(name).read_bytes()


def test_long_curves_become_block_means_and_stay_whole_in_the_arrays(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    record = write_record(path, SLICE, outcome(5001), {})
    curve = record.curves["epoch"]
    assert len(curve["x"]) == len(curve["train_loss"]) <= MOST_POINTS
    assert curve["x"][-1] == 5001
    assert curve["train_loss"][0] == pytest.approx((1 + 1 / 2 + 1 / 3) / 3, rel=1e-6)
    assert len(read_arrays(path, record)["epoch.train_loss"]) == 5001
    assert path.stat().st_size < 200_000


@pytest.mark.parametrize(
    "damage", [lambda t: t[: len(t) // 2], lambda t: "", lambda t: t.replace("test_acc", "tst", 0)]
)
def test_a_damaged_record_is_refused(record_file: Path, damage) -> None:
    text = record_file.read_text()
    spoiled = damage(text)
    if spoiled == text:
        spoiled = json.dumps(json.loads(text) | {"surprise": 1})
    record_file.write_text(spoiled)
    with pytest.raises(RecordError, match="damaged"):
        read_record(record_file)


def test_a_record_of_another_run_is_refused(record_file: Path) -> None:
    with pytest.raises(RecordError, match="another run"):
        read_record(record_file, "fedcba9876543210")


def test_changed_and_missing_arrays_are_noticed(record_file: Path) -> None:
    arrays = record_file.with_name("arrays.npz")
    content = bytearray(arrays.read_bytes())
    content[len(content) // 2] ^= 1
    arrays.write_bytes(bytes(content))
    with pytest.raises(RecordError, match="not those"):
        read_record(record_file, check_arrays=True)
    arrays.unlink()
    with pytest.raises(RecordError, match="missing"):
        read_record(record_file, check_arrays=True)


def test_no_record_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no record"):
        read_record(tmp_path / "record.json")
