"""Committed records are laid out as a build only where all of them are whole."""

from __future__ import annotations

import lzma
import shutil

import pytest
from archive.bench import Build

from reprise.packed import CURVES
from reprise.paths import layout_of
from reprise.problems import DocumentError


def test_curves_that_were_changed_are_named(build: Build) -> None:
    build.accept()
    file = next((build.records / "runs").glob(f"*/{CURVES}"))
    good = file.read_bytes()
    text = lzma.decompress(good)
    other = lzma.compress(text.replace(b"1", b"2", 1))
    for damaged in (other, good[:-20], good[:40] + b"\0" + good[41:], b"", b"no xz"):
        file.write_bytes(damaged)
        with pytest.raises(DocumentError, match=rf"{file.parent.name}/{CURVES}: .*restore it"):
            build.used()
    file.unlink()
    with pytest.raises(DocumentError, match=rf"{file.parent.name}/{CURVES}: .*restore it"):
        build.used()
    file.write_bytes(good)
    build.used()


def test_changed_arrays_are_named_and_the_report_that_is_there_stays(
    build: Build,
) -> None:
    build.accept()
    before = layout_of(build.used()).base
    file = next((build.records / "runs").glob("*/arrays.npz"))
    good = file.read_bytes()
    for damaged in (good[:-1], b"", None):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        with pytest.raises(DocumentError, match=rf"{file.parent.name}/arrays.npz: .*restore them"):
            build.used()
        shutil.rmtree(build.layout.run(file.parent.name), ignore_errors=True)
        with pytest.raises(DocumentError, match="restore them"):
            build.accept()
    assert any(before.rglob("record.json"))
    file.write_bytes(good)
    build.used()


def test_curves_that_another_xz_packed_are_the_same(build: Build) -> None:
    build.accept()
    file = next((build.records / "runs").glob(f"*/{CURVES}"))
    again = lzma.compress(lzma.decompress(file.read_bytes()), preset=0)
    assert again != file.read_bytes()
    file.write_bytes(again)
    build.used()


def test_only_what_the_index_names_is_laid_out(build: Build) -> None:
    build.accept()
    runs = build.records / "runs"
    shutil.copytree(next(runs.iterdir()), runs / "another")
    used = build.used()
    laid_out = {folder.name for folder in (build.layout.results / "from-records").glob("*/runs/*")}
    assert used.records == str(build.records)
    assert laid_out == {run.id for run in build.plan.runs()}
