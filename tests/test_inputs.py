"""The fingerprint of a plan changes with every byte that the plan is made from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from toy import PROJECT, write_document

from reprise import inputs
from reprise.config import parse_config
from reprise.inputs import fingerprint, plan_inputs

READ = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(args[0]))
from reprise.config import parse_config
from reprise.planning import check
from reprise.reporting.problems import content_problems
check(parse_config({"device": "cpu"}), also=content_problems)
for name in opened:
    if isinstance(name, str):
        print(os.path.realpath(name))
"""
"""Everything that making and checking a plan opens."""

NO_INPUTS = re.compile(r"__pycache__|\.venv|\.egg-info")
"""What Python keeps beside the code, and how the code was installed."""


@pytest.fixture
def project(documents_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(documents_root.parent)
    return documents_root.parent


def now(**changes: object) -> bytes | None:
    return fingerprint(parse_config({"scale": "smoke", "device": "cpu", **changes}))


def test_all_that_a_plan_reads_is_part_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    own = (PROJECT, inputs.PACKAGE)
    read = {path for line in done.stdout.splitlines() if (path := Path(line)).is_file()}
    read = {path for path in read if any(path.is_relative_to(folder) for folder in own)}
    read = {path for path in read if not NO_INPUTS.search(str(path))}
    config = parse_config({"documents_root": str(PROJECT / "documents")})
    known = {path.resolve() for path in plan_inputs(config)}
    assert {path.name for path in read} >= {"datasets.yaml", "experiments.yaml", "prose.md"}
    assert not sorted(str(path) for path in read - known)


def test_times_do_not_count(project: Path) -> None:
    before = now()
    for path in (project / "documents").rglob("*.yaml"):
        path.touch()
    assert before is not None
    assert now() == before


@pytest.mark.parametrize(
    "file",
    ["datasets.yaml", "toy-2020/experiments.yaml", "toy-2020/claims.yaml", "toy-2020/prose.md"],
)
def test_every_byte_of_the_documents_counts(project: Path, file: str) -> None:
    before = now()
    path = project / "documents" / file
    path.write_text(path.read_text() + "\n")
    assert now() != before


def test_a_new_document_or_file_counts(project: Path) -> None:
    first = now()
    (project / "documents/toy-2020/errata.yaml").write_text("[]")
    second = now()
    write_document(project / "documents", "other-2020")
    assert len({first, second, now()}) == 3


def test_a_document_behind_a_link_counts(project: Path, tmp_path: Path) -> None:
    elsewhere = write_document(tmp_path / "elsewhere", "linked-2020")
    (project / "documents/linked-2020").symlink_to(elsewhere)
    before = now()
    (elsewhere / "prose.md").write_text("Other words.")
    assert now() != before


def test_the_configuration_and_what_lies_in_the_way_count(project: Path) -> None:
    before = now()
    assert now(seeds=1) != before
    (project / "data").write_text("a file where a folder should be")
    assert now() != before
    (project / "data").unlink()
    (project / "data").symlink_to("nowhere")
    assert now() != before
    (project / "data").unlink()
    (project / "data").mkdir()
    assert now() == before


def test_the_packages_code_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = project / "package" / "training" / "engine.py"
    engine.parent.mkdir(parents=True)
    engine.write_text("RATE = 1\n")
    monkeypatch.setattr(inputs, "PACKAGE", project / "package")
    before = now()
    engine.write_text("RATE = 2\n")
    assert now() != before


def test_committed_records_count(project: Path) -> None:
    index = project / "records" / "index.json"
    index.parent.mkdir(parents=True)
    index.write_text("{}")
    before = now(records="records")
    index.write_text("[]")
    assert now(records="records") != before


def test_what_cannot_be_known_has_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(path: Path) -> bytes:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "read_bytes", unreadable)
    assert now() is None
