"""The committed benchmarks stand in the report as they stand in the repository."""

from __future__ import annotations

import json
from pathlib import Path

from toy import PROJECT

from reprise.reporting.benchmarks import FILE, benchmarks

TEXT = """# Results

## First question

A machine,
of two cores

| case | ratio |
| --- | --- |
| one | 2.09 (2.07 to 2.15) |
| two, with `code` | 1.10 |

Target: at least 2.

## Second question

Nothing measured.
"""


def test_sections_hold_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    file = tmp_path / "results.md"
    file.write_text(TEXT)
    first, second = benchmarks(file)
    assert first["title"] == "First question"
    assert first["blocks"] == [
        {"text": "A machine, of two cores"},
        {
            "head": ["case", "ratio"],
            "rows": [["one", "2.09 (2.07 to 2.15)"], ["two, with `code`", "1.10"]],
        },
        {"text": "Target: at least 2."},
    ]
    assert second == {"title": "Second question", "blocks": [{"text": "Nothing measured."}]}


def test_without_the_file_there_is_no_section(tmp_path: Path) -> None:
    assert benchmarks(tmp_path / "results.md") == []


def test_all_committed_answers_are_shown_with_machine_and_target() -> None:
    assert FILE == PROJECT / "benchmarks" / "results.md"
    answers = json.loads(FILE.with_name("results.json").read_text())
    sections = benchmarks()
    assert [s["title"].lower() for s in sections] == [
        answer["question"].lower() for answer in answers.values()
    ]
    for section, answer in zip(sections, answers.values(), strict=True):
        texts = [block["text"] for block in section["blocks"] if "text" in block]
        assert answer["machine"]["processor"] in texts[0]
        assert any(text.startswith("Target: ") for text in texts)
        tables = [block for block in section["blocks"] if "rows" in block]
        assert len(tables[0]["rows"]) == len(answer["rows"])
        assert {len(row) for row in tables[0]["rows"]} == {len(tables[0]["head"])}
