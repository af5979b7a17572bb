"""Checkpoints: the state of one run, or nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from reprise.training.checkpoint import Checkpoint


def test_saved_state_comes_back(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "c.npz", "key").save({"w": np.arange(3.0)})
    state = Checkpoint(tmp_path / "c.npz", "key").load()
    assert list(state) == ["w"]
    np.testing.assert_array_equal(state["w"], np.arange(3.0))


def test_a_foreign_key_is_discarded(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "c.npz", "key").save({"w": np.arange(3.0)})
    assert Checkpoint(tmp_path / "c.npz", "other").load() is None


@pytest.mark.parametrize("spoil", ["empty", "half", "flipped", "text", "missing"])
def test_a_damaged_file_counts_as_none(tmp_path: Path, spoil: str) -> None:
    checkpoint = Checkpoint(tmp_path / "c.npz", "key")
    checkpoint.save({"w": np.random.default_rng(0).normal(size=1000)})
    content = checkpoint.path.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 3] ^= 0xFF
    if spoil == "missing":
        checkpoint.path.unlink()
    else:
        spoiled = {"empty": b"", "half": content[: len(content) // 2], "text": b"hello"}
        checkpoint.path.write_bytes(spoiled.get(spoil, bytes(flipped)))
    assert checkpoint.load() is None


def test_it_is_due_after_the_interval(tmp_path: Path) -> None:
    now = [0.0]
    checkpoint = Checkpoint(tmp_path / "c.npz", "key", interval=10, clock=lambda: now[0])
    assert not checkpoint.due()
    now[0] = 10.0
    assert checkpoint.due()
    checkpoint.save({})
    assert not checkpoint.due()


def test_what_is_slow_to_save_is_saved_less_often(tmp_path: Path) -> None:
    ticks = iter([0.0, 10.0, 14.0, 100.0, 135.0])  # made, save from 10 to 14, then asked twice
    checkpoint = Checkpoint(tmp_path / "c.npz", "key", interval=10, clock=lambda: next(ticks))
    checkpoint.save({})
    assert not checkpoint.due()
    assert checkpoint.due()


def test_a_file_with_any_changed_byte_counts_as_none(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "c.npz", "key")
    state = {"w": np.random.default_rng(0).normal(size=20), "step": np.array(7)}
    checkpoint.save(state)
    content = checkpoint.path.read_bytes()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        checkpoint.path.write_bytes(bytes(changed))
        assert checkpoint.load() is None, place
    for length in range(len(content)):
        checkpoint.path.write_bytes(content[:length])
        assert checkpoint.load() is None, length


def test_a_disk_that_is_full_costs_the_checkpoint_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    checkpoint = Checkpoint(tmp_path / "c.npz", "key")
    checkpoint.save({"w": np.arange(3.0)})

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        checkpoint.save({"w": np.arange(9.0)})
    assert "No space left on device" in caplog.text
    assert "goes on without this checkpoint" in caplog.text
    assert len(checkpoint.load()["w"]) == 3


def test_removing_it_takes_what_killed_writers_left(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "c.npz", "key")
    checkpoint.save({})
    (tmp_path / ".c.npz.abc").write_bytes(b"half")
    (tmp_path / ".cc.npz.abc").write_bytes(b"of another run")
    checkpoint.remove()
    assert [path.name for path in tmp_path.iterdir()] == [".cc.npz.abc"]
