"""docs/reliability.md names only tests and files that are there."""

from __future__ import annotations

import re

from toy import PROJECT

TEXT = (PROJECT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+)`", TEXT))
FILES = set(re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)`", TEXT))


def test_every_test_that_it_names_is_there() -> None:
    files = [
        file for file in (PROJECT / "tests").rglob("test_*.py") if "node_modules" not in file.parts
    ]
    there = {
        name
        for file in files
        for name in re.findall(r"^ *def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
    }
    assert len(NAMED) > 30
    assert not NAMED - there


def test_every_file_that_it_names_is_there() -> None:
    names = {str(file.relative_to(PROJECT)) for file in (PROJECT / "tests").rglob("test_*.py")}
    assert FILES
    assert not [file for file in FILES if not any(name.endswith(file) for name in names)]
