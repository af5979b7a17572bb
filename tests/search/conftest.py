"""Fixtures of the search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from search.bench import Project, outcome_of


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """A project whose document prints what some settings give."""

    def made(hidden: Mapping[str, Any], **files: str) -> Project:
        return Project(tmp_path, outcome_of(hidden), **files)

    return made
