"""Broken documents: one line that names file, place and remedy, and exit code 2."""

from __future__ import annotations

import os

import pytest
from toy import write_document

from reprise.cli import main

EXPERIMENTS, CLAIMS = "experiments.yaml", "claims.yaml"
FIGURES, CARD = "figures.yaml", "document.yaml"

BASE, SWEEP = "experiment base", "experiment sweep"

TYPES = [
    ("seeds: 2", 'seeds: "2"', [BASE, "seeds", "a whole number, not '2'; take the quotes off"]),
    ("seeds: 2", "seeds: true", ["seeds: needs a whole number, not true"]),
    ("seeds: 2", "seeds: 0", ["seeds: needs a number of at least 1, not 0"]),
    ("seeds: 2", "seeds: 100000", ["seeds: needs a number of at most 1000"]),
    ("seeds: 2", "seeds: [2]", ["seeds: needs a whole number, not [2]"]),
    ("seeds: 2", "seeds:\n  exclusive: yes", ["exclusive", "true or false", "write true"]),
    ("seeds: 2", "seeds: 2\n  exclusive: on", ["exclusive", "not 'on'; write true"]),
    ("epochs: 2", "epochs: 2.0", ["training.epochs: needs a whole number, not 2.0; write 2"]),
    ("epochs: 2", 'epochs: "2"', ["training.epochs", "take the quotes off"]),
    ("epochs: 2", "epochs: 0", ["training.epochs: needs a number above 0, not 0"]),
    ("epochs: 2", "epochs: -2", ["training.epochs: needs a number above 0, not -2"]),
    ("epochs: 2", "epochs: 1e2", ["training.epochs", "not 100.0; write 100"]),
    ("epochs: 2", "epochs: null", ["give either epochs or steps"]),
    ("epochs: 2", "epochs: 99999999999999999999", ["line 15", "is too large"]),
    ("learning_rate: 0.5", "learning_rate: true", ["learning_rate: needs a number, not true"]),
    ("learning_rate: 0.5", "learning_rate: '1e-3'", ["not '1e-3'; take the quotes off"]),
    ("learning_rate: 0.5", "learning_rate: .nan", ["needs a number, not '.nan'"]),
    ("learning_rate: 0.5", "learning_rate: 1e999", ["line 14", "is no finite number", "1.0e-3"]),
    ("learning_rate: 0.5", "learning_rate: !!float .inf", ["line 14", "no finite number"]),
    ("learning_rate: 0.5", "learning_rate: 0,5", ["line 14", "the key 5 is no name"]),
    ("batch_size: 20", "batch_size: most", ["a whole number or 'all', not 'most'"]),
    ("batch_size: 20", "batch_size: 2.5", ["a whole number or 'all', not 2.5"]),
    ("hidden: [8]", "hidden: 8", ["model.hidden: needs a list, not 8; write [8]"]),
    ("hidden: [8]", "hidden: []", ["model.hidden: needs at least 1 item, not []"]),
    ("hidden: [8]", "hidden: [8, '8']", ["model.hidden.2: needs a whole number"]),
    ("title: A small network", "title: ''", ["title: needs words, not ''"]),
    ("title: A small network", "title: 5", ["title: needs words, not 5; write '5'"]),
    ("ledger: [X-E1]", "ledger: X-E1", ["needs a list, not 'X-E1'; write [X-E1]"]),
    ("engine: numpy_mlp", "", [BASE, "the key 'engine' is missing"]),
    ("biases: {kind: zeros}", "biases: zeros", ["model.biases: needs keys with values"]),
]

NAMES = [
    ("spec:", "spce:", ["unknown key 'spce'; did you mean 'spec'?"]),
    ("dataset: mnist", "dataset: mnits", ["data.dataset", "did you mean 'mnist'?"]),
    ("engine: numpy_mlp", "engine: [numpy_mlp]", ["experiment base", "engine"]),
    ("kind: sgd", "kind: SGD", ["optimizer.kind: 'SGD' is not known; ", "sgd"]),
    ("like: base", "like: base\n  headline: ''", ["headline: needs words"]),
    ("sweep:\n", "a/b:\n", ["experiment a/b", "no kebab-case name", "such as lr-sweep"]),
    ("sweep:\n", "..:\n", ["experiment ..", "no kebab-case name"]),
    ("sweep:\n", "2020:\n", ["line 16", "the key 2020 is no name", "'2020'"]),
    ("sweep:\n", f"{'a' * 61}:\n", ["no kebab-case name; take 2 to 60"]),
    ("sweep:\n", "base:\n", ["line 16", "the key 'base' stands twice"]),
    ("sweep:\n", "_:\n", ["'_' is no kebab-case name"]),
]

YAML = [
    ("  seeds: 2", "\tseeds: 2", ["line 5", "indent with spaces, not tabs"]),
    ("  seeds: 2", "  seeds: 2\n  seeds: 3", ["line 6", "'seeds' stands twice; take one"]),
    ("  seeds: 2", "  <<: {seeds: 2}", ["line 5", "merge keys (<<) are not read here"]),
    ("  seeds: 2", "  seeds: *many", ["line 5", "undefined alias; define it before"]),
    ("  seeds: 2", "  note: &a [*a]", ["line 5", "an alias cannot stand within itself"]),
    ("  seeds: 2", "  seeds: [2", ["not valid YAML", "close the bracket"]),
    ("title: A small network", "title: A: B", ["line 3", "text that holds a colon in quotes"]),
    ("title: A small network", 'title: "\\e[31m"', ["base.title", "control character '\\x1b'"]),
    ("title: A small network", "title: @home", ["line 3", "begins with a sign in quotes"]),
    ("title: A small network", "title: 'A", ["not valid YAML", "close the quotes"]),
    ("title: A small network", "title: !!python/name:os.system x", ["line 3", "not read here"]),
    ("base:\n", "? [base]\n:\n", ["line 1", "a key must be a word", "in quotes"]),
    ("base:\n", "---\n--- \nbase:\n", ["line 2", "another document; take the line --- out"]),
    ("hidden: [8]", "hidden: " + "[" * 3000, ["not valid YAML"]),
    (
        "  seeds: 2",
        "  note: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(
            f"  n{n}: &{b} [{', '.join(['*' + a] * 10)}]\n"
            for n, (a, b) in enumerate(zip("abcdefg", "bcdefgh", strict=True))
        ),
        ["has more than 500000 values"],
    ),
]

REFERENCES = [
    ("like: base", "like: bas", [SWEEP, "like: there is no 'bas'; did you mean 'base'?"]),
    ("like: base", "like: sweep", ["'like' goes round in a circle at 'sweep'; give one"]),
    ("  spec:\n", "  like: sweep\n  x-spec:\n", [BASE, "unknown key 'x-spec'"]),
    ("like: base", "like: base\n  from: sweep", ["cannot build on itself; name another"]),
    ("like: base", "like: base\n  from: bases", ["from: there is no 'bases'; did you mean"]),
    (
        "sweep:\n",
        "b1: {ledger: [a], title: a, locator: a, like: base, from: base}\n"
        "b2: {ledger: [a], title: a, locator: a, like: base, from: b1}\nsweep:\n",
        ["experiment b2", "from: 'b1' builds on 'base' itself; build on one that has no 'from'"],
    ),
    ("like: base", "like: base\n  spec: {engine: numpy_mlp}", ["use 'change' for what differs"]),
    ("like: base", "", [SWEEP, "needs a spec, or 'like' with another experiment"]),
    ("like: base", "like: base\n  change: {training.epocs: 3}", ["did you mean 'epochs'?"]),
    ("like: base", "like: base\n  change: {engine: null}", [SWEEP, "the key 'engine' is missing"]),
    ("like: base", "like: base\n  change: {training.epochs: 0}", ["training.epochs", "above 0"]),
    ("like: base", "like: base\n  change: [1]", ["change: needs keys with values"]),
]

SWEEPS = [
    ("[0.5, 0.25]", "[]", [SWEEP, "'optimizer.learning_rate' is empty; give it values"]),
    ("[0.5, 0.25]", "[0.5, 0.5]", ["two variants are called 'learning-rate-0.5'; take one"]),
    ("[0.5, 0.25]", "[0.5, '0.25']", [SWEEP, "not '0.25'; take the quotes off"]),
    ("[0.5, 0.25]", "[0.5, true]", ["needs a number, not true"]),
    ("[0.5, 0.25]", "[0.5, -1]", ["needs a number above 0, not -1"]),
    ("[0.5, 0.25]", "[0.5, !!timestamp 2021-01-01]", ["timestamp' is not read here"]),
    ("[0.5, 0.25]", "[0.5, !!set {a, b}]", ["set' is not read here"]),
    ("[0.5, 0.25]", "[0.5, 2021-01-01]", ["needs a number, not '2021-01-01'"]),
    ("[0.5, 0.25]", "0.5", ["sweep.optimizer.learning_rate: needs a list, not 0.5; write [0.5]"]),
    ("optimizer.learning_rate:", "optimiser.learning_rate:", ["did you mean 'optimizer.learn"]),
    ("[0.5, 0.25]", str([n / 10_000 for n in range(1, 3002)]), ["3001 points, 2000 at most"]),
    (
        "optimizer.learning_rate: [0.5, 0.25]",
        f"model.hidden: [{[100] * 40}]",
        ["has a name of 166 bytes, 100 at most; sweep fewer keys"],
    ),
    (
        "[0.5, 0.25]}",
        "[0.5, 0.25]}\n  scales: {quick: {sweep: {training.epochs: [1]}}}",
        ["scales: quick: sweep: 'training.epochs' is no axis", "optimizer.learning_rate"],
    ),
    (
        "[0.5, 0.25]}",
        "[0.5, 0.25]}\n  scales: {fast: {seeds: 1}}",
        ["scales.fast: unknown key 'fast'; valid are quick, smoke"],
    ),
    (
        "[0.5, 0.25]}",
        "[0.5, 0.25]}\n  scales: {quick: {change: {training.epochs: 0}}}",
        ["learning-rate-0.5 at scale quick", "above 0"],
    ),
]

ASSUMED = [
    ("seeds: 2", "seeds: 2\n  assumed: [{key: data.scaling, value: raw, reason: r}]", ["agree"]),
    ("seeds: 2", "seeds: 2\n  assumed: [{key: data.scaling, value: unit}]", ["'reason' is miss"]),
    (
        "seeds: 2",
        "seeds: 2\n  assumed: [{key: optimizer.learning_rate, value: 0.5, reason: r, "
        "alternatives: [fast], run_alternatives: true}]",
        ["learning-rate-fast", "needs a number, not 'fast'"],
    ),
    (
        "seeds: 2",
        "seeds: 2\n  assumed: [{key: data.scalng, value: unit, reason: r, "
        "alternatives: [raw], run_alternatives: true}]",
        ["there is no key 'data.scalng'; did you mean 'data.scaling'?"],
    ),
    (
        "seeds: 2",
        "seeds: 2\n  assumed: [{key: data.scaling, value: unit, reason: r, "
        "alternatives: [!!binary aGk=], run_alternatives: true}]",
        ["binary' is not read here"],
    ),
]

SHAPES = [
    ("{dataset: mnist,", "{dataset: mnist, train_count: 70000,", ["70000 are wanted, 60000"]),
    ("{dataset: mnist,", "{dataset: mnist, test_count: 0,", ["test_count", "above 0"]),
    ("{dataset: mnist,", "{dataset: mnist, train_rows: [1],", ["train_rows"]),
    ("{dataset: mnist,", "{dataset: mnist, train_rows: 5,", ["train_rows: needs a list, not 5"]),
]


@pytest.mark.parametrize(
    ("old", "new", "words"), TYPES + NAMES + YAML + REFERENCES + SWEEPS + ASSUMED + SHAPES
)
def test_a_mistake_in_the_experiments(refused, replaced, old, new, words) -> None:
    replaced(EXPERIMENTS, old, new)
    told(refused(), EXPERIMENTS, words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: X1", "id: ../x", ["claim ../x", "id: needs a letter, then", "not '../x'"]),
        ("id: X1", "id: 1", ["claim number 1", "id: needs words, not 1; write '1'"]),
        ("stated: 6370", "stated: '6370'", ["claim X1", "parts.1.stated", "take the quotes off"]),
        ("stated: 6370", "stated: true", ["parts.1.stated: needs a number, not true"]),
        ("stated: 6370", "stated: !!float .nan", ["line 7", "no finite number"]),
        ("experiment: base", "experiment: bass", ["no experiment 'bass'; did you mean 'base'?"]),
        ("experiment: base", "experiment: nope/base", ["there is no experiment 'nope/base'"]),
        ("base, metric", "base, variant: b, metric", ["'base' has no variant 'b'; valid are main"]),
        ("metric: parameters", "curve: epoch.loss, at: end", ["of.at: needs a number or 'first'"]),
        ("any_budget: true", "any_budget: yes", ["any_budget: needs true or false", "write true"]),
        ("kind: count", "kind: 5", ["kind '5' is not known"]),
        ("kind: count", "kind: formula", ["parts.1.of: unknown key 'of'; valid are"]),
        ("- id: X1", "- X1\n- id: X2", ["claim number 1", "needs keys with values, not 'X1'"]),
        ("- id: X1\n", "-\n", ["claim number 1", "the key 'id' is missing"]),
        ("  parts:", "  parts: []\n  prats:", ["parts: needs at least 1 item"]),
    ],
)
def test_a_mistake_in_the_claims(refused, replaced, old, new, words) -> None:
    replaced(CLAIMS, old, new)
    told(refused(), CLAIMS, words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("letter: X", "letter: XY", ["letter: needs at most 1 character, not 'XY'"]),
        ("letter: X", "letter: 5", ["letter: needs words, not 5; write '5'"]),
        ("year: 2020", "year: '2020'", ["year: needs a whole number", "take the quotes off"]),
        ("year: 2020", "year: 2020-01-01", ["year: needs a whole number, not '2020-01-01'"]),
        ("year: 2020", "year: -5", ["year: needs a number above 0, not -5"]),
        ("[Ada Lovelace]", "Ada Lovelace", ["authors: needs a list", "write [Ada Lovelace]"]),
        ("[Ada Lovelace]", "[]", ["authors: needs at least 1 item"]),
        ("title: A toy", "titel: A toy", ["'titel'; did you mean 'title'?"]),
        ("letter: X", "letter: X\nproposals: {../x: {ledger: a, title: b}}", ["kebab-case name"]),
        ("letter: X", "letter: X\nproposals: {base: {ledger: a, title: b}}", ["by now; take it"]),
    ],
)
def test_a_mistake_in_the_card(refused, replaced, old, new, words) -> None:
    replaced(CARD, old, new)
    told(refused(), CARD, words)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("- {id: ../x, kind: table, title: t}", ["figure ../x", "a kebab-case name"]),
        ("- {id: one, kind: tabel, title: t}", ["kind 'tabel' is not known; did you mean 'table'"]),
        ("- 5", ["figure number 1", "needs keys with values, not 5"]),
        ("5", ["must be a list of figures"]),
        ("- {id: one}\n- {id: one}", ["figure one", "this id stands twice; give one"]),
    ],
)
def test_a_mistake_in_the_figures(project, refused, figures, words) -> None:
    (project / "documents" / "toy-2020" / FIGURES).write_text(figures, encoding="utf-8")
    told(refused(), FIGURES, words)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (EXPERIMENTS, b"", ["is empty; docs/adding-a-document.md"]),
        (EXPERIMENTS, b"- base", ["must map names of experiments"]),
        (CLAIMS, b"id: X1", ["must be a list of claims, each with a hyphen before"]),
        (EXPERIMENTS, b"base: 5\n", ["experiment base", "needs keys with values, not 5"]),
        (EXPERIMENTS, b"a: 1\nb: \xff\n", ["line 2", "is no UTF-8 text; save it as UTF-8"]),
        (EXPERIMENTS, b"a: \x00\n", ["take the character out"]),
        (CARD, b"toy", ["document.yaml: needs keys with values, not 'toy'"]),
        ("prose.md", b"\xff", ["is no UTF-8 text; save it as UTF-8"]),
        ("errata.yaml", b"- {id: X-1}", ["erratum X-1", "id: needs an id such as B-X1"]),
    ],
)
def test_a_file_that_is_something_else(project, refused, name, content, words) -> None:
    (project / "documents" / "toy-2020" / name).write_bytes(content)
    told(refused(), name, words)


def test_a_folder_in_place_of_a_file(project, refused) -> None:
    file = project / "documents" / "toy-2020" / CLAIMS
    file.unlink()
    file.mkdir()
    told(refused(), CLAIMS, ["claims.yaml is no file; put one in its place"])


def test_two_documents_with_one_letter(project, refused) -> None:
    write_document(project / "documents", slug="zoo-2021", claims__yaml="[]")
    assert refused() == ["zoo-2021/document.yaml: letter: 'X' is toy-2020's already; take another"]


@pytest.mark.parametrize("slug", ["Toy 2020", "a--b", "report", "x"])
def test_a_folder_that_could_not_be_asked_for(project, refused, slug) -> None:
    write_document(project / "documents", slug=slug, claims__yaml="[]")
    assert any(line.startswith(f"{slug}: ") for line in refused())


def told(lines: list[str], file: str, words: list[str]) -> None:
    """The mistake is named in its file, with all of the words in one line."""
    assert lines
    found = [line for line in lines if all(word in line for word in words)]
    assert found, lines
    assert found[0].startswith(f"toy-2020/{file}: "), found[0]


@pytest.mark.parametrize("name", [EXPERIMENTS, CLAIMS, FIGURES, CARD, "prose.md"])
def test_what_is_no_file_is_not_waited_for(project, refused, name: str) -> None:
    file = project / "documents" / "toy-2020" / name
    file.unlink()
    os.mkfifo(file)
    (line,) = (line for line in refused() if name in line)
    assert line.endswith(f"{name} is no file; put one in its place")


def test_files_as_other_systems_write_them_are_read(project, capsys) -> None:
    """A byte-order mark, and lines that end as on Windows."""
    for file in (*project.glob("documents/toy-2020/*"), project / "config.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8-sig", newline="\r\n")
    assert main(["check"]) == 0, capsys.readouterr().err


def test_what_lies_beside_documents_is_none(project, capsys) -> None:
    documents = project / "documents"
    (documents / ".DS_Store").write_bytes(b"\0\1")
    (documents / "notes").mkdir()
    (documents / "toy-2020" / "claims.yaml~").write_text("[")
    (documents / "toy-2020" / ".claims.yaml.swp").write_text("[")
    assert main(["check"]) == 0, capsys.readouterr().err
    assert "1 documents" in capsys.readouterr().out
