"""Fixtures of the builds with real Snakemake."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from workflow_project import Project, copy_project


@pytest.fixture
def toy_project(tmp_path: Path) -> Project:
    """The project with the toy document in place of its own."""
    return copy_project(tmp_path / "project", documents=False)


@pytest.fixture(scope="session")
def toy_build(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The toy document, built once for all tests; they get copies of it."""
    project = copy_project(tmp_path_factory.mktemp("toy") / "project", documents=False)
    result = project.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return project


@pytest.fixture
def built(toy_build: Project, tmp_path: Path) -> Project:
    """A finished build of the toy document, with all file times kept."""
    shutil.copytree(toy_build.root, tmp_path / "built")
    return Project(tmp_path / "built")
