"""What runs are given: the prepared arrays, or an error that says how to mend them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from reprise.data.arrays import load
from reprise.data.errors import DataError
from reprise.data.prepare import prepare
from reprise.data.prepared import ARRAYS


@pytest.fixture
def folder(mnist, fill, tmp_path: Path) -> Path:
    """Where the tiny MNIST is prepared."""
    fill(tmp_path, mnist.packed)
    return prepare(mnist.dataset, tmp_path, []).parent


def change(path: Path, content: bytes) -> None:
    """Write with another time: two writes within one tick of the clock look like one."""
    path.write_bytes(content)
    os.utime(path, ns=(1, 1))


def test_arrays_are_those_of_the_files_and_read_only(mnist, folder, tmp_path):
    arrays = load("tiny-mnist", tmp_path)
    for name, array in mnist.arrays.items():
        loaded = getattr(arrays, name)
        assert np.array_equal(loaded, array) and loaded.dtype == np.uint8
        assert type(loaded) is np.ndarray and loaded.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            loaded[0] = 0


def flip(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("array", ["train_images", "train_labels", "test_images", "test_labels"])
@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda content: None, "is missing"),
        (lambda content: content[:-1], "bytes instead of"),
        (lambda content: b"", "has 0 bytes"),
        (flip, "is damaged: its SHA-256"),
    ],
)
def test_a_damaged_array_is_named_with_the_command_that_mends_it(
    folder, tmp_path, array, damage, reason
):
    load("tiny-mnist", tmp_path)  # a later change is noticed although it was verified once
    path = folder / f"{array}.npy"
    content = damage(path.read_bytes())
    path.unlink()
    if content is not None:
        change(path, content)
    with pytest.raises(DataError) as caught:
        load("tiny-mnist", tmp_path)
    assert str(caught.value).startswith(f"{path} ") and reason in str(caught.value)
    assert str(caught.value).endswith("mend it with: reprise data tiny-mnist")


def test_without_verification_sizes_are_still_compared(folder, tmp_path):
    path = folder / "test_labels.npy"
    change(path, flip(path.read_bytes()))
    load("tiny-mnist", tmp_path, verify=False)
    change(path, path.read_bytes()[:-1])
    with pytest.raises(DataError, match="bytes instead of"):
        load("tiny-mnist", tmp_path, verify=False)
    change(path, bytes(folder.joinpath("test_labels.npy").stat().st_size + 1))
    with pytest.raises(DataError, match="cannot be read"):
        load("tiny-mnist", tmp_path, verify=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"format": 0}',
        pytest.param("\udcff", id="no UTF-8"),
        '{"format": 1, "dataset": "x"}',
        json.dumps({"format": 1, "dataset": "tiny-mnist", "arrays": {name: {} for name in ARRAYS}}),
        json.dumps({"format": 1, "dataset": "tiny-mnist", "arrays": dict.fromkeys(ARRAYS, 3)}),
    ],
)
def test_a_stamp_that_is_none(folder, tmp_path, text):
    (folder / "stamp.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(DataError, match=r"stamp\.json .*mend it with: reprise data tiny-mnist"):
        load("tiny-mnist", tmp_path)


def test_a_stamp_of_other_arrays(folder, tmp_path):
    path = folder / "stamp.json"
    stamp = json.loads(path.read_text())
    stamp["arrays"]["test_labels"]["shape"] = [1, 3]
    path.write_text(json.dumps(stamp))
    with pytest.raises(DataError, match=r"test_labels\.npy holds uint8"):
        load("tiny-mnist", tmp_path)


def test_data_that_was_never_prepared(tmp_path):
    with pytest.raises(DataError, match=r"^mnist is not prepared .*: reprise data mnist$"):
        load("mnist", tmp_path)
