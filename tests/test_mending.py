"""What a build sets aside before it begins, and what it need not read again."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from toy import PROJECT, plan_of

from reprise.data.prepare import prepare
from reprise.data.prepared import stamp_of
from reprise.data.registry import load_datasets
from reprise.documents.plan import Run
from reprise.mending import drop_outdated, mend
from reprise.paths import Layout
from reprise.planning import write_plan
from reprise.training import health
from reprise.training.run import train


@dataclass
class Made:
    """Two runs with their records, in a folder of their own."""

    runs: list[Run]
    layout: Layout
    data: Path

    def mend(self, *, dry: bool = False) -> list[str]:
        return mend(self.runs, self.layout, self.data, dry=dry)

    def record(self, index: int = 0) -> Path:
        return self.layout.record(self.runs[index].id)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Run], Path]:
    from toy import write_document

    root = tmp_path_factory.mktemp("made")
    (root / "documents").mkdir()
    shutil.copy(PROJECT / "documents" / "datasets.yaml", root / "documents")
    write_document(root / "documents")
    plan, layout = plan_of(root / "documents"), Layout(root / "results", "smoke")
    datasets = load_datasets(root / "documents" / "datasets.yaml")
    prepare(datasets["digits"], root / "data", [], upstream=False)
    write_plan(plan, layout)
    for run in plan.runs():
        train(layout.spec(run.id), layout.record(run.id), root / "data")
    return plan.runs(), root


@pytest.fixture
def made(template: tuple[list[Run], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    runs, root = template
    shutil.copytree(root, tmp_path / "made")
    monkeypatch.chdir(tmp_path / "made")
    return Made(runs, Layout(Path("results"), "smoke"), Path("data"))


def test_what_is_whole_stays_and_is_read_once(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made.mend() == []
    monkeypatch.setattr(health, "unseal", lambda text: pytest.fail("read again"))
    assert made.mend() == []


def test_a_changed_record_is_set_aside_and_named(made: Made) -> None:
    made.mend()
    file = made.record()
    old = file.read_text()
    accuracy = json.loads(old)["metrics"]["test_accuracy"]
    file.write_text(old.replace(f'"test_accuracy": {accuracy}', '"test_accuracy": 0.9999', 1))
    before = file.stat()
    (line,) = made.mend(dry=True)
    assert file.exists() and file.stat() == before
    assert line.startswith(f"{file} is damaged (")
    (line,) = made.mend()
    assert line.startswith(f"{file} is damaged (its checksum is not that of its content);")
    assert not file.exists()
    assert "0.9999" in file.with_name("record.json.damaged").read_text()
    assert made.mend() == []


def test_a_change_is_noticed_even_where_size_and_time_are_the_same(made: Made) -> None:
    """The time of the last change (ctime) cannot be set back."""
    made.mend()
    file = made.record(1).with_name("arrays.npz")
    content, state = bytearray(file.read_bytes()), file.stat()
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    (line,) = made.mend()
    assert line.startswith(f"{file} is not what its record was written with;")


@pytest.mark.parametrize("gone", ["arrays.npz", "another run's"])
def test_a_record_without_its_arrays_or_of_another_run_is_set_aside(made: Made, gone: str) -> None:
    if gone == "arrays.npz":
        made.record().with_name(gone).unlink()
        expected = f"{made.record().with_name(gone)} cannot be read: No such file or directory"
    else:
        shutil.copy(made.record(1), made.record(0))
        expected = f"{made.record()} is the record of another run"
    (line,) = made.mend()
    assert line.startswith(expected)
    assert not made.record().exists()


def test_the_stamp_of_damaged_data_is_dropped(made: Made) -> None:
    array = made.data / "prepared" / "digits" / "test_images.npy"
    array.write_bytes(array.read_bytes()[:-1] + b"x")
    stamp = array.with_name("stamp.json")
    (line,) = made.mend(dry=True)
    assert stamp.exists()
    (line,) = made.mend()
    assert line.startswith(f"{array} is damaged") and line.endswith(
        "digits is prepared again for the next run"
    )
    assert not stamp.exists()


def test_data_that_are_described_otherwise_are_prepared_again(made: Made) -> None:
    datasets = load_datasets(Path("documents") / "datasets.yaml")
    assert drop_outdated([datasets["digits"]], made.data) == []
    other = datasets["digits"].model_copy(update={"train_count": 1000, "test_count": 797})
    (line,) = drop_outdated([other], made.data, dry=True)
    assert line.startswith("digits: described otherwise") and "prepared again" in line
    assert stamp_of("digits", made.data).exists()
    assert drop_outdated([other], made.data) == [line]
    assert not stamp_of("digits", made.data).exists()
    assert drop_outdated([other], made.data) == [], "it is missing, and not outdated"


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "\ufffd"])
def test_a_damaged_note_costs_a_reading_and_nothing_else(made: Made, text: str) -> None:
    made.mend()
    (note,) = Path(".snakemake").glob("reprise.seen*")
    note.write_text(text)
    assert made.mend() == []
