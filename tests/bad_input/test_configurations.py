"""Broken configurations and command lines: one line with the remedy, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import write_document

from reprise import devices

ABROAD = """
    - id: X1
      locator: "1"
      text: The other document's network is as large.
      kind: count
      parts:
        - {label: a, of: {experiment: zoo-2021/base, metric: parameters}, stated: 6370}
    """


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("seeds: '5'", "seeds: needs a whole number, not '5'; take the quotes off"),
        ("seeds: true", "seeds: needs a whole number, not true"),
        ("seeds: 0", "seeds: needs a number above 0, not 0"),
        ("seeds: 2.0", "seeds: needs a whole number, not 2.0; write 2"),
        ("seeds: 1e999", "line 1: '1e999' is no finite number"),
        ("scale: smok", "scale: 'smok' is not known; did you mean 'smoke'?"),
        ("scale: [smoke]", "scale: ['smoke'] is not known; did you mean 'smoke'?"),
        ("device: gpu", "device: 'gpu' is not known; "),
        ("device: mps", "device: this machine has no mps device; use auto or cpu"),
        ("documents: toy-2020", "documents: needs a list, not 'toy-2020'; write [toy-2020]"),
        ("documents: [toy-2021]", "there is no such document; did you mean 'toy-2020'?"),
        ("documents: [../toy-2020]", "documents.1: needs a kebab-case name"),
        ("documents_root: nowhere", "there is no folder 'nowhere'; name the one that holds"),
        ("documents_root: config.yaml", "there is no folder 'config.yaml'"),
        ("documents_root: ''", "documents_root: needs words, not ''"),
        (
            "documents_root: .",
            "datasets.yaml: the file is missing; it is looked for at",
        ),
        ("results: config.yaml", "results: 'config.yaml' is a file; name a folder"),
        ("results: config.yaml/x", "results: 'config.yaml/x' is a file; name a folder"),
        ("results: ''", "results: needs words, not ''"),
        ("data: {root: config.yaml}", "data.root: 'config.yaml' is a file; name a folder"),
        ("data: {root: /dev/null}", "data.root: '/dev/null' is a file; name a folder"),
        ("results: ~/results", "results: '~/results' begins with ~, which is not written out"),
        ("data: {mirrors: /mnt}", "data.mirrors: needs a list, not '/mnt'; write [/mnt]"),
        ("data: {upstream: off}", "data.upstream: needs true or false, not 'off'; write false"),
        ("data: here", "data: needs keys with values, not 'here'"),
        ("report: {pdf: 1}", "report.pdf: needs true or false, not 1"),
        ("records: nowhere", "nowhere/index.json: there are no committed records"),
        ("sead: 3", "unknown key 'sead'; did you mean 'seeds'?"),
        ("- scale: smoke", "config.yaml: needs keys with values, not [{'scale': 'smoke'}]"),
        ("smoke", "config.yaml: needs keys with values, not 'smoke'"),
        ("scale: smoke\nscale: full", "line 2: the key 'scale' stands twice"),
        ("scale: smoke\n\tdevice: cpu", "line 2"),
    ],
)
def test_a_configuration(project: Path, refused, text: str, words: str) -> None:
    if "scale" not in text and "smoke" not in text:
        text = f"{text}\nscale: smoke\n"
    (project / "config.yaml").write_text(text, encoding="utf-8")
    lines = refused()
    assert any(words in line for line in lines), lines


def test_a_configuration_that_is_not_there(project: Path, refused) -> None:
    (line,) = refused("check", "--config", "other.yaml")
    assert line == (
        "other.yaml: there is no other.yaml here; go to the folder of Reprise, "
        "or name it with --config"
    )


def test_results_behind_a_broken_link(project: Path, refused) -> None:
    (project / "results").symlink_to("nowhere/at/all")
    told = "is a link that leads nowhere; mend it, or name another folder"
    assert refused() == [f"config: results: 'results' {told}"]


def test_cuda_where_there_is_none(project: Path, refused, monkeypatch) -> None:
    monkeypatch.setattr(devices, "_cuda_devices", lambda: 0)
    (project / "config.yaml").write_text("device: cuda\n", encoding="utf-8")
    assert "config: device: this machine has no cuda device; use auto or cpu" in refused()


def test_documents_and_data_sets_are_told_together(project: Path, refused, replaced) -> None:
    replaced("experiments.yaml", "epochs: 2", "epochs: 0")
    (project / "documents" / "datasets.yaml").unlink()
    lines = refused()
    assert any("training.epochs" in line for line in lines)
    assert any(line.startswith("datasets.yaml: the file is missing") for line in lines)


@pytest.mark.parametrize("stage", ["collect", "claims", "figures"])
def test_a_stage_of_a_document_that_is_not_there(refused, stage: str) -> None:
    (line,) = refused(stage, "toy-2021")
    assert line == "documents: toy-2021: there is no such document; did you mean 'toy-2020'?"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--log", "documents"], "--log: documents: cannot be written: Is a directory"),
        (["check", "--log", "config.yaml/log"], "--log: config.yaml/log: cannot be written"),
        (["data", "mnits"], "data: mnits: is no known data set; did you mean 'mnist'?"),
        (["explain", "../../etc"], "../../etc"),
        (["explain", "claim"], "give a run's id"),
        (["explain", "claim", "nope"], "nope"),
    ],
)
def test_a_command_line(refused, arguments: list[str], words: str) -> None:
    lines = refused(*arguments)
    assert any(words in line for line in lines), lines


@pytest.mark.parametrize("arguments", [["chekc"], [], ["check", "--scale", "smok"]])
def test_a_command_that_is_none(project: Path, arguments: list[str]) -> None:
    from reprise.cli import main

    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_what_is_not_selected_stops_nobody(project: Path, capsys) -> None:
    from reprise.cli import main

    write_document(project / "documents", slug="zoo-2021", experiments__yaml="base: [\n")
    assert main(["check"]) == 2
    capsys.readouterr()
    (project / "config.yaml").write_text("documents: [toy-2020]\nscale: smoke\n")
    assert main(["check"]) == 0
    assert "zoo-2021" not in capsys.readouterr().out


def test_a_claim_on_a_document_that_is_left_out(project: Path, refused) -> None:
    write_document(project / "documents", claims__yaml=ABROAD)
    write_document(project / "documents", slug="zoo-2021", claims__yaml="[]")
    (project / "config.yaml").write_text("documents: [toy-2020]\nscale: smoke\n")
    assert refused() == [
        "toy-2020/claims.yaml: claim X1: speaks of 'zoo-2021/base', whose document is left out; "
        "name it too, as in documents: [toy-2020, zoo-2021]"
    ]


def test_prose_on_a_document_that_is_left_out(project: Path, refused, capsys) -> None:
    from reprise.cli import main

    prose = "## Scope\n\nAs {{ value('zoo-2021/base', 'test_accuracy') }}.\n"
    write_document(project / "documents", prose__md=prose)
    card = "{title: Z, authors: [Z], letter: Z, summary: Z}\n"
    write_document(project / "documents", slug="zoo-2021", claims__yaml="[]", document__yaml=card)
    assert main(["check"]) == 0
    capsys.readouterr()
    (project / "config.yaml").write_text("documents: [toy-2020]\nscale: smoke\n")
    assert refused() == [
        "toy-2020/prose.md: line 3: speaks of 'zoo-2021/base', whose document is left out; "
        "name it too, as in documents: [toy-2020, zoo-2021]"
    ]
