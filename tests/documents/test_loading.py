"""Broken documents give one line per problem, with file, place and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import PROJECT, TOY, write_document

from reprise.documents.loading import load_documents
from reprise.problems import DocumentError


def problems_of(root: Path) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        load_documents(root)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems)
    return lines


def test_the_toy_document_loads(documents_root: Path) -> None:
    document = load_documents(documents_root)["toy-2020"]
    assert document.card.authors == ["Ada Lovelace"]
    assert list(document.entries) == ["base", "sweep"]
    assert document.entries["sweep"].spec == document.entries["base"].spec


def test_the_projects_own_documents_load() -> None:
    documents = load_documents(PROJECT / "documents")
    assert {"boczek-2021", "frydrych-2024"} <= set(documents)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("experiments", "epochs: 2", "epocs: 2", ["base", "epocs", "did you mean 'epochs'?"]),
        ("experiments", "epochs: 2", "epochs: -3", ["training.epochs", "not -3"]),
        ("experiments", "epochs: 2", "epochs: two", ["training.epochs", "'two'"]),
        ("experiments", ", epochs: 2", "", ["give either epochs or steps"]),
        ("experiments", "sigmoid", "sigmoyd", ["activation", "did you mean 'sigmoid'?"]),
        ("experiments", "numpy_mlp", "numpy_mpl", ["engine", "did you mean 'numpy_mlp'?"]),
        ("experiments", "like: base", "like: bose", ["experiment sweep", "did you mean 'base'?"]),
        ("experiments", "like: base", "like: sweep", ["circle"]),
        ("experiments", "kind: sgd, ", "kind: momentum, ", ["momentum"]),
        ("experiments", "{kind: uniform, scale: 0.5}", "{kind: uniform}", ["needs a scale"]),
        ("experiments", "  ledger: [X-E1]\n", "", ["experiment base", "'ledger' is missing"]),
        ("experiments", "sweep:\n  ledger", "../x:\n  ledger", ["'../x' is no kebab-case name"]),
        ("experiments", "learning_rate: 0.5", "learning_rate: .nan", ["learning_rate"]),
        ("document", "letter: X", "lettre: X", ["did you mean 'letter'?", "'letter' is missing"]),
        ("claims", "kind: count", "kind: cuont", ["claim X1", "did you mean 'count'?"]),
        ("claims", "stated: 6370", "statd: 6370", ["X1", "did you mean 'stated'?"]),
        ("claims", "metric: parameters", "metric: a, timing: b", ["exactly one of metric"]),
    ],
)
def test_one_mistake(documents_root: Path, file, old, new, expected) -> None:
    text = (documents_root / "toy-2020" / f"{file}.yaml").read_text()
    assert old in text
    write_document(documents_root, **{f"{file}__yaml": text.replace(old, new, 1)})
    lines = problems_of(documents_root)
    message = "\n".join(lines)
    assert f"toy-2020/{file}.yaml" in lines[0]
    for words in expected:
        assert words in message


def test_all_mistakes_are_told_at_once(documents_root: Path) -> None:
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    text = text.replace("epochs: 2", "epocs: 2").replace("seeds: 2", "seeds: none")
    write_document(documents_root, experiments__yaml=text, document__yaml="title: x\n")
    lines = problems_of(documents_root)
    assert len(lines) >= 4
    assert any("epocs" in line for line in lines) or any("seeds" in line for line in lines)
    assert any("document.yaml" in line and "authors" in line for line in lines)


def test_claims_with_one_id(documents_root: Path) -> None:
    text = (documents_root / "toy-2020" / "claims.yaml").read_text()
    write_document(documents_root, claims__yaml=text + text)
    assert any("stands twice" in line for line in problems_of(documents_root))


@pytest.mark.parametrize("name", list(TOY))
def test_a_missing_file_is_named(documents_root: Path, name: str) -> None:
    (documents_root / "toy-2020" / name).unlink()
    assert any(f"toy-2020/{name}" in line for line in problems_of(documents_root))


def test_an_unknown_document_is_refused_with_a_hint(documents_root: Path) -> None:
    with pytest.raises(DocumentError, match="did you mean 'toy-2020'"):
        load_documents(documents_root, ["toy-2021"])


def test_assumptions_are_inherited_while_they_hold(documents_root: Path) -> None:
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    assumed = """  seeds: 2
  assumed:
    - {key: data.scaling, value: unit, reason: r}
    - {key: optimizer.learning_rate, value: 0.5, reason: r}
    - {key: split, value: none, reason: r}
"""
    write_document(documents_root, experiments__yaml=text.replace("  seeds: 2\n", assumed, 1))
    entries = load_documents(documents_root)["toy-2020"].entries
    keys = {name: [a.key for a in entry.assumed] for name, entry in entries.items()}
    assert keys["base"] == ["data.scaling", "optimizer.learning_rate", "split"]
    assert keys["sweep"] == ["data.scaling", "split"], "the swept key is no assumption any more"


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("experiments__yaml", "", "is empty"),
        ("experiments__yaml", "? [a, b]\n: 1\n", "a key must be a word or a number"),
        ("claims__yaml", "- id: [1]\n", "claim number 1"),
        ("claims__yaml", "- {kind: count}\n- {kind: count}\n", "'id' is missing"),
        ("claims__yaml", "- {id: ../../x, kind: count}\n", "claim ../../x"),
        ("document__yaml", "year: 20:21\n", "year"),
        ("document__yaml", "year: 2021-99-99\n", "year"),
    ],
)
def test_odd_files_give_lines_and_no_traceback(documents_root: Path, file, text, words) -> None:
    write_document(documents_root, **{file: text})
    lines = problems_of(documents_root)
    assert any(words in line for line in lines)
    assert not any("stands twice" in line for line in lines)


def test_prose_that_is_no_text(documents_root: Path) -> None:
    (documents_root / "toy-2020" / "prose.md").write_bytes(b"\xff\xfe")
    assert any("toy-2020/prose.md" in line for line in problems_of(documents_root))


def test_a_document_named_like_a_rule_is_refused(documents_root: Path) -> None:
    write_document(documents_root, slug="report")
    assert any("is the name of a rule" in line for line in problems_of(documents_root))
