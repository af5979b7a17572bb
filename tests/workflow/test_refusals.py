"""What Snakemake is asked for wrongly: one line of ours, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from workflow_project import Project, copy_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_project(tmp_path_factory.mktemp("refused") / "project", documents=False)


def said(project: Project, *arguments: str) -> list[str]:
    """What follows Snakemake's own two lines on its profile and configuration."""
    result = project.snakemake(*arguments, "-n")
    output = result.stdout + result.stderr
    assert result.returncode == 2, output
    own = ("Using workflow", "Config file")
    return [line for line in output.splitlines() if line and not line.startswith(own)]


def test_a_misspelt_target(project: Project) -> None:
    assert said(project, "toy-2020/bas") == [
        "snakemake: toy-2020/bas: there is no such target; did you mean 'toy-2020/base'?"
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "config.yaml: the file is missing; it is looked for at config.yaml"),
        ("[]", "config.yaml: must have keys with values; write one such as scale: quick"),
    ],
)
def test_a_configuration_that_is_none(project: Project, content: str | None, line: str) -> None:
    file = Path(project.root / "config.yaml")
    kept = file.read_text()
    file.unlink()
    if content is not None:
        file.write_text(content)
    try:
        assert said(project) == [line]
    finally:
        file.write_text(kept)
