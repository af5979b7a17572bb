"""Checkpoints: the state of one run, or nothing."""

from __future__ import annotations

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
