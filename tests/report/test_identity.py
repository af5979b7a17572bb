"""The same records give the same bytes: anywhere, in any order, with any hash seed and locale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reprise.planning import make_plan

AT_ONCE = "main(['report', '--partial', *asked])"
ONE_BY_ONE = """
for slug in reversed(slugs):
    for stage in ('figures', 'claims', 'collect'):
        assert main([stage, slug, *asked]) == 0
assert main(['report', *asked]) == 0
main(['pdf', *asked])
"""
SCRIPT = """
import sys
from reprise.cli import main
slugs, asked = sys.argv[2:], ['--config', sys.argv[1]]
{}
"""
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A locale whose encoding cannot hold half of what the report says."""


def built(factory, root: Path, order: str, **environment: str) -> dict[str, bytes]:
    """Every file that the stages after training write, by its path."""
    config = factory.make_project(root)
    factory.write_records(config, lambda run: True)
    file = root / "config.json"
    file.write_text(json.dumps(config.model_dump(mode="json")), encoding="utf-8")
    code, slugs = SCRIPT.format(order), list(make_plan(config).documents)
    made = subprocess.run(
        [sys.executable, "-c", code, str(file), *slugs],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    base = root / "results" / "quick"
    folders = ("tables", "claims", "figures", "report")
    files = (path for name in folders for path in base.joinpath(name).rglob("*"))
    return {str(f.relative_to(base)): f.read_bytes() for f in files if f.is_file()}


@pytest.fixture(scope="module")
def first(factory, tmp_path_factory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("one") / "project"
    return built(factory, root, AT_ONCE, PYTHONHASHSEED="1", LC_ALL="C.UTF-8", TZ="UTC")


def test_everything_is_written(first):
    names = {Path(name).name for name in first}
    assert {"report.json", "report.html", "report.pdf", "index.json", "losses.svg"} <= names
    assert {name.partition("/")[0] for name in first} == {"tables", "claims", "figures", "report"}


def test_another_place_order_hash_seed_and_locale_change_nothing(factory, tmp_path, first):
    root = tmp_path / "another place"
    away = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", **ASCII}
    second = built(factory, root, ONE_BY_ONE, **away)
    assert second.keys() == first.keys()
    assert [name for name in first if first[name] != second[name]] == []
