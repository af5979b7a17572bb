"""From spec to record with the real engine on embedded data."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock
from toy import plan_of, write_document

from reprise.data.errors import DataError
from reprise.data.prepare import prepare
from reprise.digest import canonical
from reprise.documents.plan import Plan, Run
from reprise.files import WriteError
from reprise.paths import Layout
from reprise.planning import run_slice, write_plan
from reprise.training import checkpoint as checkpoints
from reprise.training.numpy_mlp import network
from reprise.training.record import Record, read_arrays
from reprise.training.run import TrainingError, train, train_together

REPORT = """
report:
  ledger: [X-E3]
  title: A report
  locator: "3"
  from: base
  spec: {engine: evaluation, report: classification}
"""


@dataclass
class Bench:
    """A plan at smoke scale, with its data prepared."""

    plan: Plan
    layout: Layout
    data: Path

    def run(self, experiment: str = "base", variant: str = "main") -> Run:
        return self.plan.variants["toy-2020", experiment][variant].runs[0]

    def train(self, run: Run, layout: Layout | None = None) -> Record:
        layout = layout or self.layout
        write_plan(self.plan, layout)
        return train(layout.spec(run.id), layout.record(run.id), self.data)


@pytest.fixture(scope="session")
def digits(tmp_path_factory) -> Path:
    from toy import PROJECT

    from reprise.data.registry import load_datasets

    root = tmp_path_factory.mktemp("data")
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    prepare(datasets["digits"], root, [], upstream=False)
    return root


@pytest.fixture
def bench(documents_root: Path, tmp_path: Path, digits: Path) -> Bench:
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=text + REPORT)
    return Bench(plan_of(documents_root, "smoke"), Layout(tmp_path / "results", "smoke"), digits)


def comparable(record: Record) -> dict:
    content = record.model_dump()
    content.pop("timing")
    content.pop("environment")
    return content


def test_a_run_trains_and_its_record_is_complete(bench: Bench) -> None:
    record = bench.train(bench.run())
    assert record.status == "finished"
    assert record.metrics["parameters"] == 784 * 8 + 8 + 8 * 10 + 10
    assert record.metrics["updates"] == 2 * 30
    assert record.metrics["train_images"] == 600
    epoch = record.curves["epoch"]
    assert epoch["x"] == [1, 2]
    assert epoch["train_loss"][1] < epoch["train_loss"][0]
    assert record.metrics["test_accuracy"] > 0.3
    assert set(record.environment) >= {"python", "libraries", "processor", "host"}
    assert record.timing["training_seconds"] <= record.timing["total_seconds"]


def test_equal_specs_give_equal_records(bench: Bench, tmp_path: Path) -> None:
    first = bench.train(bench.run())
    second = bench.train(bench.run(), Layout(tmp_path / "elsewhere", "smoke"))
    assert comparable(first) == comparable(second)


def test_variants_share_initial_weights(bench: Bench) -> None:
    records = [
        bench.train(bench.run("sweep", name))
        for name in ("learning-rate-0.5", "learning-rate-0.25")
    ]
    assert records[0].metrics["initial_W1_sd"] == records[1].metrics["initial_W1_sd"]
    assert records[0].metrics["train_loss"] != records[1].metrics["train_loss"]


def test_a_finished_run_is_not_trained_again(bench: Bench) -> None:
    run = bench.run()
    bench.train(run)
    before = bench.layout.record(run.id).stat().st_mtime_ns
    bench.train(run)
    assert bench.layout.record(run.id).stat().st_mtime_ns == before


def test_an_equal_run_of_another_scale_is_taken_over(bench: Bench) -> None:
    run = bench.run()
    made = bench.train(run)
    layout = Layout(bench.layout.results, "quick")
    taken = bench.train(run, layout)
    assert taken == made
    assert layout.record(run.id).read_bytes() == bench.layout.record(run.id).read_bytes()


def test_a_damaged_record_is_made_again(bench: Bench) -> None:
    run = bench.run()
    made = bench.train(run)
    bench.layout.record(run.id).write_text("{")
    assert comparable(bench.train(run)) == comparable(made)


def test_code_that_changed_after_planning_is_refused(bench: Bench) -> None:
    run = bench.run()
    file = bench.layout.spec(run.id)
    file.parent.mkdir(parents=True)
    file.write_text(canonical(run_slice(run) | {"code": "0" * 64}))
    with pytest.raises(TrainingError, match="Run the same command again"):
        train(file, bench.layout.record(run.id), bench.data)
    assert not bench.layout.record(run.id).exists()


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("saves", [1, 7, 31, 45])
def test_an_interrupted_run_ends_with_the_same_record(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves: int
) -> None:
    run = bench.run()
    whole = bench.train(run, Layout(tmp_path / "undisturbed", "smoke"))
    monkeypatch.setattr(checkpoints.Checkpoint, "due", lambda self: True)
    monkeypatch.setattr(network, "AT_ONCE", 1)  # a checkpoint after every update
    save, done = checkpoints.Checkpoint.save, []

    def save_then_stop(self, state):
        save(self, state)
        done.append(state)
        if len(done) == saves:
            raise Interrupted

    monkeypatch.setattr(checkpoints.Checkpoint, "save", save_then_stop)
    with pytest.raises(Interrupted):
        bench.train(run)
    assert bench.layout.checkpoint(run.id).exists()
    assert not bench.layout.record(run.id).exists()
    monkeypatch.setattr(checkpoints.Checkpoint, "save", save)
    monkeypatch.setattr(network, "AT_ONCE", 7)
    resumed = bench.train(run)
    assert comparable(resumed) == comparable(whole)
    assert not bench.layout.checkpoint(run.id).exists()


def test_a_run_that_builds_on_another_reads_its_arrays(bench: Bench) -> None:
    source = bench.train(bench.run())
    record = bench.train(bench.run("report"))
    assert record.source == source.id
    assert record.metrics["test_accuracy"] == pytest.approx(source.metrics["test_accuracy"])
    arrays = read_arrays(bench.layout.record(bench.run().id), source)
    labels, predictions = arrays["test_labels"], arrays["test_predictions"]
    right = np.sum((labels == 3) & (predictions == 3))
    assert record.metrics["recall_3"] == pytest.approx(right / np.sum(labels == 3))
    supports = [record.metrics[f"support_{digit}"] for digit in range(10)]
    assert supports == np.bincount(labels, minlength=10).tolist()


def test_divergence_is_a_result(documents_root: Path, tmp_path: Path, digits: Path) -> None:
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    text = text.replace("activation: sigmoid", "activation: relu").replace(
        "learning_rate: 0.5", "learning_rate: 1.0e+30"
    )
    write_document(documents_root, experiments__yaml=text)
    bench = Bench(plan_of(documents_root), Layout(tmp_path / "results", "smoke"), digits)
    record = bench.train(bench.run())
    assert record.status == "diverged"
    assert record.headline.value is None
    assert 0 < record.metrics["updates"] < 60
    json.loads(bench.layout.record(bench.run().id).read_text())


def test_a_crash_among_runs_that_share_a_job_costs_its_own_run_only(bench: Bench) -> None:
    runs = [bench.run("sweep", name) for name in ("learning-rate-0.5", "learning-rate-0.25")]
    write_plan(bench.plan, bench.layout)
    slices = [bench.layout.spec(run.id) for run in runs]
    whole = slices[0].read_text()
    broken = json.loads(whole)
    broken["spec"]["model"]["hidden"] = [4_000_000_000]
    slices[0].write_text(canonical(broken))
    mark = bench.layout.group("both")
    with pytest.raises(TrainingError, match="1 of 2 runs failed"):
        train_together(slices, mark, bench.data)
    assert not mark.exists()
    assert not bench.layout.record(runs[0].id).exists()
    kept = bench.layout.record(runs[1].id).stat().st_mtime_ns
    slices[0].write_text(whole)
    train_together(slices, mark, bench.data)
    assert mark.exists()
    assert bench.layout.record(runs[0].id).exists()
    assert bench.layout.record(runs[1].id).stat().st_mtime_ns == kept


def test_a_damaged_parent_is_named_with_its_remedy(bench: Bench) -> None:
    bench.train(bench.run())
    bench.layout.record(bench.run().id).write_text("{")
    with pytest.raises(TrainingError, match="run the same command again"):
        bench.train(bench.run("report"))


def test_a_file_that_is_no_slice_is_refused(bench: Bench, tmp_path: Path) -> None:
    for content in ("", "[]", "{}"):
        (tmp_path / "s.json").write_text(content)
        with pytest.raises(TrainingError, match="no run's slice"):
            train(tmp_path / "s.json", bench.layout.record("x"), bench.data)


def test_memory_that_is_used_up_names_run_and_remedy(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_up(spec, context):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")

    monkeypatch.setattr("reprise.training.numpy_mlp.train", used_up)
    run = bench.run()
    with pytest.raises(TrainingError) as caught:
        bench.train(run)
    assert str(caught.value).startswith(f"{run.id}: the memory of ")
    assert "--cores 1" in str(caught.value) and "\n" not in str(caught.value)
    assert not bench.layout.record(run.id).exists()


def test_a_disk_that_is_full_at_the_end_leaves_nothing_and_a_clear_line(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, fsync = bench.run(), os.fsync
    written: list[int] = []

    def full_at_the_second(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    write_plan(bench.plan, bench.layout)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_at_the_second)
        with pytest.raises(WriteError, match=r"record.json cannot be written: No space left"):
            train(bench.layout.spec(run.id), bench.layout.record(run.id), bench.data)
    assert [file.name for file in bench.layout.run(run.id).iterdir()] == ["arrays.npz"]
    assert bench.train(run).status == "finished"


def test_what_killed_writers_left_is_removed(bench: Bench) -> None:
    run = bench.run()
    folder = bench.layout.run(run.id)
    folder.mkdir(parents=True)
    for name in (".record.json.a1b2", ".arrays.npz.c3d4", "notes.txt"):
        (folder / name).write_text("half")
    bench.train(run)
    assert {file.name for file in folder.iterdir()} == {"record.json", "arrays.npz", "notes.txt"}


def test_a_run_that_another_process_makes_is_waited_for(bench: Bench, caplog) -> None:
    """Both want the record; one trains, and the other finds what the first one made."""
    run = bench.run()
    write_plan(bench.plan, bench.layout)
    lock = FileLock(bench.layout.base / "locks" / run.id, thread_local=False)
    caplog.set_level("INFO", "reprise.train")
    lock.acquire()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(bench.train, run)
        deadline = time.monotonic() + 30
        while "another process makes it; waiting" not in caplog.text:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert not waiting.done() and not bench.layout.record(run.id).exists()
        lock.release()
        assert waiting.result(timeout=60).status == "finished"


def test_damaged_data_are_named_and_lose_their_stamp(bench: Bench, tmp_path: Path) -> None:
    shutil.copytree(bench.data, tmp_path / "data")
    broken = replace(bench, data=tmp_path / "data")
    array = broken.data / "prepared" / "digits" / "train_labels.npy"
    array.write_bytes(array.read_bytes()[:-3] + b"abc")
    with pytest.raises(DataError, match=r"train_labels.npy is damaged"):
        broken.train(broken.run())
    assert not array.with_name("stamp.json").exists()
    assert (bench.data / "prepared" / "digits" / "stamp.json").exists()
