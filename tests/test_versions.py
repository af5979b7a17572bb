"""Records made with other libraries, and packages other than the pinned ones, are told."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from toy import plan_of

from reprise.config import Config
from reprise.documents.plan import Plan
from reprise.paths import Layout
from reprise.versions import made_with_others, set_others_aside, version_lines

HERE = {"numpy": version("numpy"), "torch": None}


@pytest.fixture
def plan(documents_root: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.chdir(documents_root.parent)
    return plan_of(documents_root)


LAYOUT = Layout(Path("results"), "smoke")
CONFIG = Config(scale="smoke")


def write(path: Path, libraries: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"environment": {"libraries": libraries}}))


def test_where_all_agree_nothing_is_said(plan: Plan) -> None:
    for run in plan.runs():
        write(LAYOUT.record(run.id), HERE)
    Path("requirements.lock").write_text(f"numpy=={version('numpy')}\n# a comment\n")
    assert version_lines(CONFIG, plan) == []


def test_runs_made_with_others_are_counted_and_named(plan: Plan) -> None:
    first, *rest = plan.runs()
    write(LAYOUT.record(first.id), {**HERE, "numpy": "1.0"})
    for run in rest:
        write(LAYOUT.record(run.id), HERE)
    (line,) = version_lines(CONFIG, plan)
    assert line.startswith("versions: 1 run was made with others: numpy 1.0 (")
    assert "they are kept, and strict_versions: true" in line
    (line,) = version_lines(CONFIG.model_copy(update={"strict_versions": True}), plan)
    assert "makes them again" in line and "kept" not in line


def test_packages_that_are_not_the_pinned_ones_are_named(plan: Plan) -> None:
    Path("requirements.lock").write_text(
        'numpy==0.1\nno-such-package==1.0\nalien==1.0 ; sys_platform == "plan9"\n'
    )
    (line,) = version_lines(CONFIG, plan)
    assert f"numpy 0.1 ({version('numpy')} is installed)" in line
    assert "no-such-package 1.0 (none is installed)" in line and "alien" not in line
    assert line.endswith("pip install -r requirements.lock installs the pinned ones")


@pytest.mark.parametrize("content", [None, "", "[]", '{"environment": null}', "\x00"])
def test_a_record_that_cannot_be_read_is_another_matter(plan: Plan, content: str | None) -> None:
    path = LAYOUT.record(plan.runs()[0].id)
    path.parent.mkdir(parents=True)
    if content is not None:
        path.write_text(content)
    assert list(made_with_others(plan.runs(), LAYOUT)) == []


def test_strictness_sets_them_aside_at_every_scale_and_loses_nothing(plan: Plan) -> None:
    first, second, *_ = plan.runs()
    elsewhere = Layout(Path("results"), "quick")
    old = [LAYOUT.record(first.id), elsewhere.record(f"other-name-{first.key[:8]}")]
    for path in old:
        write(path, {"numpy": "1.0"})
    write(LAYOUT.record(second.id), HERE)
    (dry,) = set_others_aside(plan.runs(), LAYOUT, dry=True)
    assert "1 run was made with other versions: numpy 1.0" in dry
    assert all(path.exists() for path in old)
    (told,) = set_others_aside(plan.runs(), LAYOUT)
    assert told.startswith("strict_versions: 1 run was") and "record.json.other-versions" in told
    for path in old:
        assert not path.exists()
        assert path.with_name("record.json.other-versions").exists()
    assert LAYOUT.record(second.id).exists()
    assert set_others_aside(plan.runs(), LAYOUT) == []
