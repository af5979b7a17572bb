"""The time that is left: the formula's, corrected by what such runs have taken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from toy import PROJECT, plan_of, write_document

from reprise.data.registry import load_datasets
from reprise.documents.engines import SPEC
from reprise.documents.groups import start_seconds
from reprise.documents.plan import Plan
from reprise.forecast import SHORTEST_SECONDS, Forecast, Slice, read_slices
from reprise.planning import run_slice
from reprise.training.environment import environment
from reprise.training.outcome import Outcome
from reprise.training.record import write_record


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    write_document(tmp_path)
    (tmp_path / "datasets.yaml").write_text((PROJECT / "documents/datasets.yaml").read_text())
    return plan_of(tmp_path, "full")


def slice_of(run, ratio: float, **changes) -> Slice:
    made = Slice(
        run.document, run.experiment, run.variant, run.engine, run.device, True, 2.0, 2.0 * ratio
    )
    return replace(made, **changes)


def test_without_slices_the_formula_stands(plan: Plan) -> None:
    run = plan.runs()[0]
    assert Forecast([]).ratio(run) == (1.0, "formula")


def test_the_closest_slices_decide(plan: Plan) -> None:
    base, other = plan.runs(experiment="base")[0], plan.runs(experiment="sweep")[-1]
    engine = slice_of(base, 3.0, document="another", experiment="else", variant="x")
    experiment = slice_of(base, 1.5, variant="another")
    variant = slice_of(base, 0.5)
    assert Forecast([engine]).ratio(base) == (3.0, "engine")
    assert Forecast([engine, experiment]).ratio(base) == (1.5, "experiment")
    assert Forecast([engine, experiment, variant]).ratio(base) == (0.5, "variant")
    assert Forecast([variant]).ratio(other) == (0.5, "engine")


def test_long_slices_weigh_more_and_other_devices_nothing(plan: Plan) -> None:
    run = plan.runs()[0]
    short, long = slice_of(run, 4.0), slice_of(run, 1.0, expected=30.0, measured=30.0)
    assert Forecast([short, long]).ratio(run)[0] == pytest.approx(38 / 32)
    assert Forecast([slice_of(run, 4.0, device="cuda")]).ratio(run) == (1.0, "formula")


def test_another_machines_slices_are_brought_to_this_ones_speed(plan: Plan) -> None:
    base, other = plan.runs(experiment="base")[0], plan.runs(experiment="sweep")[-1]
    there = [slice_of(base, 1.0, here=False), slice_of(other, 3.0, here=False)]
    assert Forecast(there).ratio(other) == (3.0, "variant")
    here = slice_of(base, 2.0)  # twice as slow as there
    assert Forecast([*there, here]).ratio(other) == (6.0, "variant")
    assert Forecast([*there, here]).ratio(base) == (2.0, "variant")


def test_runs_of_a_job_share_what_loading_takes(plan: Plan) -> None:
    runs = plan.runs()
    one, all_of_them = runs[:1], runs
    start = start_seconds(runs[0])
    assert len(runs) > 1 and all(run.expected_seconds < 10 for run in runs)
    alone = Forecast([]).estimates(plan, one)[runs[0].id].seconds
    shared = Forecast([]).estimates(plan, all_of_them)[runs[0].id].seconds
    assert alone == pytest.approx(runs[0].expected_seconds, abs=0.1)
    assert alone - shared == pytest.approx(start * (1 - 1 / len(runs)))


def record(root: Path, run, timing: dict[str, float], made_on: dict | None = None) -> Path:
    path = root / "quick" / "runs" / run.id / "record.json"
    write_record(path, run_slice(run), Outcome({}, {}, {}, timing), made_on or environment())
    return path


@pytest.fixture
def long_run(plan: Plan):
    """A run whose formula says more than a slice needs, so that it is not left out as short."""
    run = plan.runs()[0]
    spec = {**run.spec, "training": {**run.spec["training"], "epochs": 100}}
    return replace(run, spec=spec)


def test_a_slice_is_work_without_loading_beside_the_formulas(tmp_path, long_run) -> None:
    timing = {"training_seconds": 30.0, "evaluation_seconds": 2.0, "total_seconds": 40.0}
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    (found,) = read_slices([record(tmp_path, long_run, timing)], datasets)
    spec = SPEC.validate_python(long_run.spec)
    assert found.measured == 32.0 and found.here
    assert found.expected == spec.core_seconds(datasets["mnist"]) - start_seconds(spec)


def test_what_tells_nothing_is_no_slice(tmp_path, long_run) -> None:
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")

    def slices(timing: dict[str, float], **changes) -> list[Slice]:
        return list(read_slices([record(tmp_path, replace(long_run, **changes), timing)], datasets))

    told = {"training_seconds": 30.0}
    assert slices(told) and not slices({"training_seconds": SHORTEST_SECONDS / 2})
    assert not slices(told, spec={"engine": "numpy_mlp"})
    assert not slices({"total_seconds": 2 * start_seconds(long_run)})  # loading, mostly
    assert slices({"total_seconds": 40 * start_seconds(long_run)})
    damaged = record(tmp_path, long_run, told)
    assert list(read_slices([damaged, damaged], datasets)) == slices(told)  # each key once
    damaged.write_text(damaged.read_text()[:100])
    assert not list(read_slices([damaged, tmp_path / "none.json"], datasets))


def test_a_record_of_another_machine_is_told_apart(tmp_path, long_run) -> None:
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    elsewhere = json.loads(json.dumps(environment())) | {"processor": "another"}
    file = record(tmp_path, long_run, {"training_seconds": 30.0}, elsewhere)
    assert [one.here for one in read_slices([file], datasets)] == [False]
