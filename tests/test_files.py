"""Files are there as they were, or as they should be, and never a part of them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reprise.files import WriteError, remove_leftovers, write_atomically, write_if_changed


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b", "text")
    assert (tmp_path / "a" / "b").read_text() == "text"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_full_disk_is_said_and_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a").write_text("old")

    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    with pytest.raises(WriteError) as caught:
        write_atomically(tmp_path / "a", "new")
    monkeypatch.undo()
    assert str(caught.value).startswith(f"{tmp_path / 'a'} cannot be written: No space left")
    assert caught.value.errno == errno.ENOSPC
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="cannot be written: File exists"):
        write_atomically(tmp_path / "file" / "a", "text")


def test_only_leftovers_of_this_very_file_are_removed(tmp_path: Path) -> None:
    for name in ("a", ".a.x1", ".a.b.x2", ".ab.x3", "a.x4"):
        (tmp_path / name).write_text("")
    remove_leftovers(tmp_path / "a.b")
    remove_leftovers(tmp_path / "no" / "a")
    assert {path.name for path in tmp_path.iterdir()} == {"a", ".a.x1", ".ab.x3", "a.x4"}


def test_the_same_text_is_not_written_again(tmp_path: Path) -> None:
    write_if_changed(tmp_path / "a", "text")
    os.utime(tmp_path / "a", ns=(1, 1))
    write_if_changed(tmp_path / "a", "text")
    assert (tmp_path / "a").stat().st_mtime_ns == 1
    (tmp_path / "a").write_bytes(b"\xff")
    write_if_changed(tmp_path / "a", "text")
    assert (tmp_path / "a").read_text() == "text"
