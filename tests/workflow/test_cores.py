"""Where a build's time went is told from what Snakemake and the records noted."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from toy import PROJECT

SCALE = "quick"


def benchmark(name: str) -> ModuleType:
    """A file of ``benchmarks/``, which import each other by their bare names."""
    file = PROJECT / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cores() -> ModuleType:
    return benchmark("cores")


@pytest.fixture(scope="module")
def quick_build(cores: ModuleType) -> ModuleType:
    benchmark("measure")
    return benchmark("quick_build")


def note(root: Path, rule: str, name: str, start: float, end: float, **more: object) -> None:
    """What Snakemake writes for one output of a job."""
    folder = root / ".snakemake" / "metadata"
    folder.mkdir(parents=True, exist_ok=True)
    stage = "train" if rule.startswith("train") else rule
    content = {"rule": rule, "log": [f"logs/{stage}/{SCALE}--{name}.log"], "incomplete": False}
    content |= {"starttime": start, "endtime": end, **more}
    (folder / f"{len(list(folder.iterdir()))}").write_text(json.dumps(content))


def record(root: Path, run: str, when: float, **timing: float) -> None:
    file = root / "results" / SCALE / "runs" / run / "record.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"timing": timing}))
    os.utime(file, (when, when))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """On two cores: a run of 40 s beside two that share a job, then figures, then nothing."""
    note(tmp_path, "train", "d--long--main--s0-1", 1000, 1050)
    record(
        tmp_path,
        "d--long--main--s0-1",
        1049,
        total_seconds=45,
        training_seconds=38,
        evaluation_seconds=2,
    )
    note(tmp_path, "train_together", "d--short-2", 1000, 1020)
    for run, when in (("d--a--main--s0-2", 1010), ("d--b--main--s0-3", 1019)):
        record(tmp_path, run, when, total_seconds=6)
    record(tmp_path, "d--c--main--s0-4", 500, total_seconds=400)
    mark = tmp_path / "results" / SCALE / "groups" / "d--short-2.json"
    mark.parent.mkdir()
    mark.write_text(json.dumps(["d--a--main--s0-2", "d--b--main--s0-3", "d--c--main--s0-4"]))
    note(tmp_path, "collect", "d", 1050, 1052)
    note(tmp_path, "collect", "d", 1050.0003, 1051.9996)  # its second output
    note(tmp_path, "figures", "d", 1052, 1060)
    note(tmp_path, "figures", "d", 1052.0002, 1059.9997)
    return tmp_path


def test_each_second_of_a_core_is_counted_once(cores: ModuleType, built: Path) -> None:
    found = cores.cores_time(built, SCALE, 2)
    assert found["wall_seconds"] == 60
    assert found["work_seconds"] == 40 + 6 + 6 + 8
    assert found["loading_seconds"] == 70 - 52
    assert found["other_stages_seconds"] == 2
    assert found["waiting_seconds"] == 120 - 80
    assert found["share_outside"] == pytest.approx(0.5)
    assert found["jobs"] == 4


def test_a_build_of_another_day_or_scale_does_not_count(cores: ModuleType, built: Path) -> None:
    before = cores.cores_time(built, SCALE, 2)
    note(built, "report", "report", 90_000, 90_010)
    note(built, "claims", "d", 1060, 1070, log=["logs/claims/smoke--d.log"])
    note(built, "claims", "d", 1060, 1070, incomplete=True)
    assert cores.cores_time(built, SCALE, 2) == before


def test_it_is_said_in_one_sentence(cores: ModuleType, built: Path) -> None:
    told = cores.described(cores.cores_time(built, SCALE, 2))
    assert told.startswith("4 jobs, 60 s on 2 cores: 50.0% of the cores' time is training")


def test_where_nothing_was_built_it_says_so(cores: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no job of scale quick"):
        cores.cores_time(tmp_path, SCALE, 2)


def test_runs_are_told_apart_by_document(quick_build: ModuleType, built: Path) -> None:
    assert quick_build.by_document(built) == {"d": {"runs": 3, "seconds": 52}}
