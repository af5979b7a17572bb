"""Reading a build: what can be read, and the one line that says why another cannot."""

from __future__ import annotations

import pytest

from reprise.comparing.model import read_made
from reprise.problems import DocumentError


def problem(path) -> str:
    with pytest.raises(DocumentError) as error:
        read_made(path)
    text = str(error.value)
    assert text.startswith(f"{path}: ") and "\n" not in text
    return text.removeprefix(f"{path}: ")


def test_a_report_tells_of_its_build(bench, tmp_path):
    made = read_made(bench.write(tmp_path, bench.report()))
    assert made.origin == "quick scale, commit 0123456789ab"
    assert made.config == {"scale": "quick", "seeds": "none"}
    state = made.found.documents[bench.DOCUMENT]
    assert state.experiments["final"]["main"].metrics["test_accuracy"].mean == 0.9


def test_code_that_was_not_committed_is_said(bench, tmp_path):
    content = bench.report()
    content["provenance"]["code"] = {"commit": "ab" * 20, "changed": True}
    assert read_made(bench.write(tmp_path, content)).origin.endswith("abababababab with changes")
    content["provenance"]["code"] = {"commit": None, "changed": None}
    assert read_made(bench.write(tmp_path, content)).origin == "quick scale, no commit known"


@pytest.mark.parametrize("place", ["", "report"])
def test_a_folder_stands_for_the_report_in_it(bench, tmp_path, place):
    file = bench.write(tmp_path / "quick" / place, bench.report())
    assert read_made(tmp_path / "quick") == read_made(file)


def test_the_block_is_read_as_it_was_written(bench, tmp_path):
    content = bench.report()
    made = read_made(bench.write(tmp_path, content))
    assert made.found.as_json() == content["comparison"]


def test_what_is_not_there_is_said(tmp_path):
    assert problem(tmp_path / "none") == "there is no such file or folder"
    assert problem(tmp_path).startswith("there is no report.json in it")


@pytest.mark.parametrize("text", ["", "{", "<html>", "\x00"])
def test_what_is_not_json_is_no_report(tmp_path, text):
    file = tmp_path / "report.json"
    file.write_text(text)
    assert problem(file) == "is not JSON, and so no report"


def test_bytes_that_are_no_text_are_no_report(tmp_path):
    file = tmp_path / "report.json"
    file.write_bytes(b"\xff\xfe\xff")
    assert problem(file) == "is not JSON, and so no report"


@pytest.mark.parametrize("content", [[], {}, "report", {"schema": 1}, {"provenance": None}])
def test_another_file_is_no_report(bench, tmp_path, content):
    assert problem(bench.write(tmp_path, content)) == "is not a report of reprise"


def test_an_earlier_report_has_nothing_to_compare(bench, tmp_path):
    content = bench.report()
    del content["comparison"]
    said = problem(bench.write(tmp_path, content))
    assert said.startswith("is of an earlier version") and "reprise report" in said


@pytest.mark.parametrize("schema", [0, 2, None])
def test_another_schema_is_refused(bench, tmp_path, schema):
    content = bench.report()
    content["comparison"]["schema"] = schema
    assert problem(bench.write(tmp_path, content)).startswith(f"has schema {schema}, and this")


def test_a_damaged_block_is_refused(bench, tmp_path):
    content = bench.report()
    bench.document(content)["claims"]["B1"]["verdict"] = "fine"
    assert problem(bench.write(tmp_path, content)).startswith("is damaged")
    content = bench.report()
    del content["provenance"]["code"]
    assert problem(bench.write(tmp_path, content)).startswith("is damaged")
