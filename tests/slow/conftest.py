"""All tests here are slow ones; each works on a build of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from slow.breaking import copy_of, finish, make_project
from workflow_project import Project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A build that nothing disturbed; tests compare with it and get copies of it."""
    project = make_project(tmp_path_factory.mktemp("undisturbed") / "project")
    finish(project)
    return project


@pytest.fixture
def built(undisturbed: Project, tmp_path: Path) -> Project:
    return copy_of(undisturbed, tmp_path / "built")


@pytest.fixture
def project(undisturbed: Project, tmp_path: Path) -> Project:
    """A project in which nothing was built yet but the data."""
    made = make_project(tmp_path / "project", pdf=False)
    (made.root / "data").mkdir()
    return made
