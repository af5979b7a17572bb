"""Numbers of the literature: the file is read strictly, and what it speaks of must be there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from toy import PROJECT, plan_of

from reprise.documents.literature import literature_problems, load_literature
from reprise.documents.models.literature import PrintedShare
from reprise.problems import DocumentError

ENTRY: dict[str, Any] = {
    "id": "toy-number",
    "source": {
        "authors": "Lovelace",
        "title": "Notes",
        "year": 1943,
        "address": "https://example.org/notes",
    },
    "setup": "digits, a small network",
    "printed": {"value": "4.7", "quantity": "error", "unit": "percent", "images": 10000},
    "ours": {"experiment": "toy-2020/base", "metric": "test_accuracy"},
    "differs": "Nothing.",
    "allowed": {"better": 1.0, "worse": 2.0, "reason": "Chance."},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The entry with another value at a dotted key; None takes the key out."""
    *parents, last = path.split(".")
    entry = yaml.safe_load(yaml.safe_dump(ENTRY))
    inner = entry
    for parent in parents:
        inner = inner[parent]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return entry


def write(root: Path, *entries: Any) -> None:
    text = yaml.safe_dump(list(entries), sort_keys=False)
    (root / "literature.yaml").write_text(text, encoding="utf-8")


def problems(root: Path, left_out: tuple[str, ...] = ()) -> list[str]:
    return [str(problem) for problem in literature_problems(root, plan_of(root, "full"), left_out)]


def test_a_folder_without_the_file_has_none(documents_root: Path) -> None:
    assert load_literature(documents_root) == ()
    assert problems(documents_root) == []


def test_an_entry_is_read(documents_root: Path) -> None:
    write(documents_root, ENTRY)
    (entry,) = load_literature(documents_root)
    assert (entry.ours.slug, entry.ours.variant) == ("toy-2020", "main")
    assert entry.printed.accuracy == pytest.approx(0.953)
    assert problems(documents_root) == []


@pytest.mark.parametrize(
    ("value", "quantity", "unit", "accuracy"),
    [
        ("0.95", "error", "percent", 0.9905),
        ("96.59", "accuracy", "percent", 0.9659),
        ("0.46", "accuracy", "share", 0.46),
        ("0.0824", "error", "share", 0.9176),
    ],
)
def test_what_is_printed_becomes_an_accuracy(
    value: str, quantity: str, unit: str, accuracy: float
) -> None:
    printed = PrintedShare(value=value, quantity=quantity, unit=unit, images=10000)
    assert printed.accuracy == pytest.approx(accuracy)


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("setup", None, "entry toy-number", "the key 'setup' is missing"),
        ("surce", "x", "entry toy-number", "did you mean 'source'?"),
        ("source.year", "1998", "source.year", "whole number"),
        ("source.address", "ftp://example.org", "source.address", "begins with https://"),
        ("source.address", "https://a.b/\"onclick='", "source.address", "begins with https://"),
        ("printed.value", 4.7, "printed.value", "4.7"),
        ("printed.value", "47000", "printed", "no share of images as percent"),
        ("printed.unit", "share", "printed", "no share of images as share"),
        ("printed.quantity", "errors", "printed.quantity", "did you mean 'error'?"),
        ("ours.metric", "test_loss", "ours.metric", "needs an accuracy"),
        ("ours.experiment", "base", "ours.experiment", "needs <document>/<experiment>"),
        ("allowed.worse", -1.0, "allowed.worse", "of at least 0"),
        ("allowed.reason", "", "allowed.reason", "needs words"),
        ("id", "Toy Number", "entry Toy Number: id", "kebab-case"),
    ],
)
def test_a_mistake_is_one_line(
    documents_root: Path, path: str, value: Any, place: str, words: str
) -> None:
    write(documents_root, changed(path, value))
    (line,) = problems(documents_root)
    assert line.startswith("literature.yaml: entry ")
    assert place in line and words in line


def test_an_id_stands_once(documents_root: Path) -> None:
    write(documents_root, ENTRY, ENTRY)
    (line,) = problems(documents_root)
    assert "this id stands twice" in line


@pytest.mark.parametrize("content", ["", "a: b", "just words", "- [1, 2]\n- 3\n", "a: [b"])
def test_a_file_of_another_kind_is_a_problem(documents_root: Path, content: str) -> None:
    (documents_root / "literature.yaml").write_text(content, encoding="utf-8")
    lines = problems(documents_root)
    assert lines and all(line.startswith("literature.yaml: ") for line in lines)
    with pytest.raises(DocumentError):
        load_literature(documents_root)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("ours.experiment", "toy-2021/base", "no document 'toy-2021'; did you mean 'toy-2020'?"),
        ("ours.experiment", "toy-2020/bas", "no experiment 'bas'; did you mean 'base'?"),
        ("ours.variant", "large", "'base' has no variant 'large'"),
        ("ours.metric", "tset_accuracy", "no metric 'tset_accuracy'"),
    ],
)
def test_ours_must_be_there(documents_root: Path, path: str, value: str, words: str) -> None:
    write(documents_root, changed(path, value))
    (line,) = problems(documents_root)
    assert line.startswith("literature.yaml: entry toy-number: ours: ") and words in line


def test_what_speaks_of_a_document_that_is_left_out_waits(documents_root: Path) -> None:
    write(documents_root, changed("ours.experiment", "other/base"))
    assert problems(documents_root) and not problems(documents_root, ("other",))


def test_ours_of_the_project_are_all_there() -> None:
    root = PROJECT / "documents"
    entries = load_literature(root)
    assert len(entries) >= 10
    assert literature_problems(root, plan_of(root, "full")) == []
    assert len({entry.ours.slug for entry in entries}) == 5
