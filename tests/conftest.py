"""Fixtures of all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from toy import PROJECT, write_document


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(sum(map(ord, "reprise")))


@pytest.fixture
def documents_root(tmp_path: Path) -> Path:
    """A documents folder with the data sets' card and one toy document."""
    root = tmp_path / "documents"
    root.mkdir()
    shutil.copy(PROJECT / "documents" / "datasets.yaml", root)
    write_document(root)
    return root
