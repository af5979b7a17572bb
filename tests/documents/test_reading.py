"""YAML is read as people mean it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reprise.reading import read_yaml


def read(tmp_path: Path, text: str):
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file, "a.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("2E5", 2e5),
        ("-.5", -0.5),
        ("3", 3),
        ("on", "on"),
        ("no", "no"),
        ("true", True),
        ("null", None),
        ("1.2.1", "1.2.1"),
    ],
)
def test_scalars(tmp_path: Path, text: str, value: object) -> None:
    content, problems = read(tmp_path, f"key: {text}\n")
    assert problems == []
    assert content["key"] == value
    assert type(content["key"]) is type(value)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    content, (problem,) = read(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert content is None
    assert "line 3" in str(problem)
    assert "'a' stands twice" in str(problem)


@pytest.mark.parametrize(
    "text", ["a: [1, 2\n", "a: 1\n\tb: 2\n", "a: !!python/object:os.system 1\n"]
)
def test_broken_yaml_is_one_line(tmp_path: Path, text: str) -> None:
    content, (problem,) = read(tmp_path, text)
    assert content is None
    assert "\n" not in str(problem)
    assert str(problem).startswith("a.yaml")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    _, (problem,) = read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert "missing" in str(problem)
