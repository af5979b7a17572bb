"""Fixtures of the analysis."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from analysis.bench import EXPERIMENTS, SLUG, Bench
from toy import PROJECT, write_document


@pytest.fixture
def bench_at(tmp_path: Path):
    """A bench at a scale of choice, with more experiments and other files where they are given."""
    root = tmp_path / "documents"
    root.mkdir()
    shutil.copy(PROJECT / "documents" / "datasets.yaml", root)
    write_document(root, SLUG, experiments__yaml=EXPERIMENTS, claims__yaml="[]")

    def made(scale: str, more: str = "", **files: str) -> Bench:
        if more or files:
            files = {"claims__yaml": "[]", **files}
            write_document(root, SLUG, experiments__yaml=EXPERIMENTS + more, **files)
        return Bench(root, tmp_path / "results", scale)

    return made


@pytest.fixture
def bench(bench_at) -> Bench:
    """At full scale: nothing is cut, no data stand in."""
    return bench_at("full")
