"""``reprise diff`` and ``reprise accept`` as they are called."""

from __future__ import annotations

import json

import pytest

from reprise.cli import main


@pytest.fixture
def two(bench, tmp_path):
    """Folders of two builds whose verdicts differ."""
    new = bench.report()
    bench.document(new)["claims"]["B1"]["verdict"] = "inconclusive"
    return (
        str(bench.write(tmp_path / "old", bench.report()).parent),
        str(bench.write(tmp_path / "new", new).parent),
    )


def test_it_exits_with_0_unless_the_code_is_asked_for(two, capsys):
    old, new = two
    assert main(["diff", old, new]) == 0
    assert "1 verdict changed" in capsys.readouterr().out
    assert main(["diff", old, new, "--exit-code"]) == 1
    assert main(["diff", old, old, "--exit-code"]) == 0


def test_what_cannot_be_read_is_2_and_one_line(two, tmp_path, capsys):
    old, _ = two
    for arguments in ([old, str(tmp_path / "none")], [str(tmp_path / "none"), old]):
        assert main(["diff", *arguments, "--exit-code"]) == 2
        printed = capsys.readouterr()
        assert printed.err.count("\n") == 1 and "there is no such file" in printed.err
        assert printed.out == ""


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "old: "), ("markdown", "## What changed"), ("html", "<!doctype html>")],
)
def test_every_form_can_be_written_to_a_file(two, tmp_path, capsys, form, start):
    file = tmp_path / "out" / "diff"
    assert main(["diff", *two, "--format", form, "--out", str(file)]) == 0
    assert file.read_text(encoding="utf-8").lstrip().startswith(start)
    assert capsys.readouterr().out == ""


@pytest.fixture
def project(bench, tmp_path):
    """A configuration whose quick build has a report; returns its file and the scale's folder."""
    config = tmp_path / "config.yaml"
    config.write_text(f"results: {tmp_path / 'results'}\nscale: full\n")
    folder = tmp_path / "results" / "quick"
    bench.write(folder / "report", bench.report())
    return config, folder


def _accepted(config):
    """Beside the results, where committed records lie."""
    return config.parent / "records" / "quick" / "accepted.json"


def test_accepting_keeps_the_block_and_its_origin(bench, project, capsys):
    config, folder = project
    assert main(["accept", "--config", str(config), "--scale", "quick"]) == 0
    accepted = _accepted(config)
    content = json.loads(accepted.read_text(encoding="utf-8"))
    assert content == bench.report()
    assert "quick scale, commit 0123456789ab" in capsys.readouterr().out
    assert [p.name for p in folder.iterdir()] == ["report"]  # results may be thrown away
    assert main(["diff", str(accepted), str(folder), "--exit-code"]) == 0


def test_a_report_that_lacks_runs_is_not_accepted_by_itself(bench, project, capsys):
    config, folder = project
    content = bench.report()
    content["comparison"]["missing"] = 3
    bench.write(folder / "report", content)
    asked = ["accept", "--config", str(config), "--scale", "quick"]
    assert main(asked) == 2
    assert "3 planned runs are missing" in capsys.readouterr().err
    assert not _accepted(config).exists()
    assert main([*asked, "--partial-ok"]) == 0
    assert _accepted(config).exists()


def test_without_a_report_nothing_is_accepted(project, capsys):
    config, folder = project
    assert main(["accept", "--config", str(config)]) == 2
    assert "there is no such file" in capsys.readouterr().err
    assert not (folder.parent / "full").exists()
