"""Kept answers are those of the very question and maker, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from reprise.kept import Kept


@pytest.fixture
def file(tmp_path: Path) -> Path:
    kept = Kept(tmp_path / "kept.json", "maker 1")
    kept.keep(b"question", {"answer": [1, 2.5, None]})
    kept.save()
    return tmp_path / "kept.json"


def test_an_answer_comes_back_in_another_process(file: Path) -> None:
    assert Kept(file, "maker 1").find(b"question") == {"answer": [1, 2.5, None]}


def test_another_question_has_no_answer(file: Path) -> None:
    assert Kept(file, "maker 1").find(b"question ") is None


def test_another_maker_knows_nothing_of_it(file: Path) -> None:
    assert Kept(file, "maker 2").find(b"question") is None


def test_no_changed_byte_goes_unnoticed(file: Path) -> None:
    whole = file.read_bytes()
    for place in range(len(whole)):
        damaged = bytes([*whole[:place], whole[place] ^ 1, *whole[place + 1 :]])
        file.write_bytes(damaged)
        assert Kept(file, "maker 1").find(b"question") is None, place


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"\xff\xfe\n{}"])
def test_what_is_no_such_file_counts_as_none(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert Kept(file, "maker 1").find(b"question") is None


def test_the_oldest_go_first(file: Path) -> None:
    kept = Kept(file, "maker 1", most=2)
    kept.keep(b"second", 2)
    kept.keep(b"third", 3)
    kept.save()
    again = Kept(file, "maker 1")
    found = [again.find(question) for question in (b"question", b"second", b"third")]
    assert found == [None, 2, 3]


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "kept.json")
    kept.keep(b"question", 1)
    kept.save()
    assert kept.find(b"question") == 1


def test_nothing_new_writes_nothing(file: Path) -> None:
    file.unlink()
    Kept(file, "maker 1").save()
    assert not file.exists()
