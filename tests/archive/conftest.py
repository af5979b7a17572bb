"""Fixtures of the committed records."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.bench import Build


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path)
