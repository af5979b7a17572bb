"""A small document at a scale, with and without records."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from figures.bench import EXPERIMENTS, SLUG, Bench
from figures.pictures import write_pictures
from toy import PROJECT, write_document


@pytest.fixture
def bench_at(tmp_path: Path):
    """A bench at a scale of choice."""
    root = tmp_path / "documents"
    root.mkdir()
    shutil.copy(PROJECT / "documents" / "datasets.yaml", root)
    write_document(root, SLUG, experiments__yaml=EXPERIMENTS, claims__yaml="[]")
    return lambda scale: Bench(root, tmp_path / "results", scale)


@pytest.fixture
def bench(bench_at) -> Bench:
    """At full scale: nothing is cut, no data stand in."""
    return bench_at("full")


@pytest.fixture
def full_bench(bench: Bench) -> Bench:
    """With all records of the three figures."""
    bench.write_all()
    return bench


@pytest.fixture
def picture_bench(full_bench: Bench) -> Bench:
    """With the arrays and metrics of the other kinds, too."""
    write_pictures(full_bench)
    return full_bench
