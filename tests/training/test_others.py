"""Folders of runs are listed once, and found by their key."""

from __future__ import annotations

from pathlib import Path

from reprise.training.others import Others

KEY = "0123456789abcdef"


def test_runs_of_all_scales_are_found_by_their_key(tmp_path: Path) -> None:
    for scale, name in (("full", "a--b--main--s0-01234567"), ("quick", "a--c--main--s0-01234567")):
        (tmp_path / scale / "runs" / name).mkdir(parents=True)
    (tmp_path / "quick" / "runs" / "a--b--main--s1-89abcdef").mkdir()
    others = Others(tmp_path)
    assert others.records(KEY) == [
        tmp_path / "full/runs/a--b--main--s0-01234567/record.json",
        tmp_path / "quick/runs/a--c--main--s0-01234567/record.json",
    ]
    assert others.records("f" * 64) == []
    assert Others(tmp_path / "nowhere").records(KEY) == []
