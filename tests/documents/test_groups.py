"""Short runs share jobs: widely in a whole build, narrowly where one experiment is asked for."""

from __future__ import annotations

from dataclasses import replace
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest
from toy import plan_of, write_document

from reprise.documents import groups
from reprise.documents.groups import by_document, by_experiment, library, start_seconds

EXTRA = """
other:
  ledger: [X-E3]
  title: Another network
  locator: "3"
  seeds: 2
  like: base
  change: {model.hidden: [4]}
counts:
  ledger: [X-E4]
  title: A count
  locator: "4"
  seeds: 1
  headline: parameters_2_3
  spec: {engine: demonstration, name: parameter-count, options: {networks: [[2, 3]]}}
images:
  ledger: [X-E5]
  title: Images of the weights
  locator: "5"
  from: base
  headline: images
  spec: {engine: evaluation, report: weight-images, layer: last}
"""


def extended(root: Path):
    base = (root / "toy-2020" / "experiments.yaml").read_text()
    write_document(root, experiments__yaml=base + EXTRA)
    return plan_of(root, "full")


def groups_of(groups) -> list[set[str]]:
    return [{run.experiment for run in group.runs} for group in groups]


def test_an_experiments_own_groups_hold_no_other_run(documents_root: Path) -> None:
    found = by_experiment(extended(documents_root))
    assert found
    assert all(len(experiments) == 1 for experiments in groups_of(found))


def test_a_build_shares_jobs_across_experiments(documents_root: Path) -> None:
    found = by_document(extended(documents_root))
    assert any({"other", "sweep"} <= experiments for experiments in groups_of(found))


WITH_TORCH = """
circles:
  ledger: [X-E6]
  title: Points in circles
  locator: "6"
  seeds: 2
  spec:
    engine: circles
    version: manual
    model: {activation: tanh, hidden: 4, weights: {kind: zeros}, biases: {kind: zeros}}
    points: {kind: circles, noise: 0.1, factor: 0.5, train: 20, test: 20}
    optimizer: {learning_rate: 0.1}
    training: {batch_size: 10, epochs: 1}
steps:
  ledger: [X-E7]
  title: A demonstration with PyTorch
  locator: "7"
  seeds: 1
  spec: {engine: demonstration, name: train-eval-modes}
"""


def test_runs_that_load_the_same_lie_together_and_pytorch_comes_last(
    documents_root: Path,
) -> None:
    base = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=base + WITH_TORCH + EXTRA)
    (group,) = (
        group for group in by_document(plan_of(documents_root, "full")) if not group.runs[0].source
    )
    order = [run.experiment for run in group.runs]
    assert {*order[-3:]} == {"circles", "steps"}
    data = [str(run.spec.get("data")) for run in group.runs[:-3]]
    assert len([pair for pair in pairwise(data) if len(set(pair)) == 2]) == len(set(data)) - 1
    starts = {library(run): start_seconds(run) for run in group.runs}
    assert set(starts) == {"numpy", "torch"}
    work = [run.expected_seconds - start_seconds(run) for run in group.runs]
    assert group.seconds == pytest.approx(
        sum(starts.values()) + sum(max(seconds, 0.0) + groups.RUN_SECONDS for seconds in work)
    )


def test_no_two_jobs_wait_for_each_other(documents_root: Path) -> None:
    plan = extended(documents_root)
    found = by_document(plan)
    assert {"images"} < {run.experiment for group in found for run in group.runs}
    job_of = {run.id: group.id for group in found for run in group.runs}
    waits = {
        group.id: {job_of.get(run.source, run.source) for run in group.runs if run.source}
        for group in found
    }
    assert any(waits.values())
    tuple(TopologicalSorter(waits).static_order())  # raises where there is a cycle


def ids_of(groups, experiment: str) -> set[str]:
    return {g.id for g in groups if experiment in {run.experiment for run in g.runs}}


def test_runs_that_short_ones_build_on_share_jobs_with_all_others(documents_root: Path) -> None:
    found = by_document(extended(documents_root))
    assert {"base", "counts", "other", "sweep"} in groups_of(found)


def test_what_a_long_run_builds_on_waits_for_the_same_group_in_both(
    documents_root: Path, monkeypatch
) -> None:
    plan = extended(documents_root)
    monkeypatch.setattr(groups, "is_short", lambda run: run.experiment != "images")
    wide, narrow = by_document(plan), by_experiment(plan)
    assert ids_of(wide, "base") == ids_of(narrow, "base") != set()
    assert not ids_of(wide, "images")
    assert {"counts", "other", "sweep"} in groups_of(wide)


def test_jobs_of_a_document_and_of_an_experiment_are_not_the_same(documents_root: Path) -> None:
    plan = extended(documents_root)
    assert not {g.id for g in by_document(plan)} & {g.id for g in by_experiment(plan)}


def test_what_builds_on_others_has_a_group_even_by_itself(
    documents_root: Path, monkeypatch
) -> None:
    monkeypatch.setattr(groups, "LIMITS", (-1.0,))
    plan = extended(documents_root)
    wide = by_document(plan)
    assert all(run.source for group in wide for run in group.runs)
    assert {run.id for group in wide for run in group.runs} == {
        run.id for run in plan.runs() if run.source
    }
    assert {len(group.runs) for group in wide} == {1}
    assert by_experiment(plan) == []


def work_of(group) -> float:
    return sum(groups._work(run) for run in group.runs)


def test_a_group_is_no_longer_than_its_limit(documents_root: Path, monkeypatch) -> None:
    plan = extended(documents_root)
    limit = max(groups._work(run) for run in plan.runs()) * 1.5
    monkeypatch.setattr(groups, "LIMITS", (limit,))
    monkeypatch.setattr(groups, "REST", 0.0)
    for group in by_document(plan):
        assert work_of(group) <= limit


def test_a_small_rest_goes_into_the_last_group(documents_root: Path) -> None:
    (run, *_) = plan_of(documents_root, "full").runs()

    def lengths(*work: float) -> list[int]:
        start = start_seconds(run)
        runs = [replace(run, expected_seconds=start + seconds) for seconds in work]
        return [len(part) for part in groups._cut(runs, 30.0)]

    assert lengths(*[9.9] * 7) == [3, 3, 1]
    assert lengths(*[9.9] * 6, 2.9) == [3, 4]
    assert lengths(*[9.9] * 3) == [3]
    assert lengths(50.0, 10.0) == [1, 1]


@pytest.mark.parametrize(
    ("work", "limit"), [(1.0, 20.0), (101.0, 40.0), (399.0, 80.0), (799.0, 160.0), (9999.0, 160.0)]
)
def test_the_limit_is_a_part_of_a_documents_own_short_runs(
    documents_root: Path, work: float, limit: float
) -> None:
    run = plan_of(documents_root, "full").runs()[0]
    many = int(work // 40.0) + 1
    seconds = start_seconds(run) + work / many - groups.RUN_SECONDS
    runs = [replace(run, expected_seconds=seconds)] * many
    long_run = replace(run, expected_seconds=1e5)
    other = replace(run, document="other-2021", expected_seconds=50.0)
    assert groups._limits([*runs, long_run, other]) == {run.document: limit, "other-2021": 20.0}


def test_runs_without_any_work_still_fill_a_job(documents_root: Path) -> None:
    (run, *_) = plan_of(documents_root, "full").runs()
    parts = groups._cut([replace(run, expected_seconds=0.0)] * 2500, 20.0)
    assert [len(part) for part in parts] == [1000, 1000, 500]
