"""Short runs share jobs: widely in a whole build, narrowly where one experiment is asked for."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path

from toy import plan_of, write_document

from reprise.documents.groups import by_document, by_experiment, library

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
    groups = by_experiment(extended(documents_root))
    assert groups
    assert all(len(experiments) == 1 for experiments in groups_of(groups))


def test_a_build_shares_jobs_across_experiments(documents_root: Path) -> None:
    groups = by_document(extended(documents_root))
    assert {"other", "sweep"} in groups_of(groups)


def test_runs_of_different_libraries_stay_apart(documents_root: Path) -> None:
    for group in by_document(extended(documents_root)):
        assert len({library(run) for run in group.runs}) == 1


def test_no_two_jobs_wait_for_each_other(documents_root: Path) -> None:
    plan = extended(documents_root)
    groups = by_document(plan)
    assert {"images"} < {run.experiment for group in groups for run in group.runs}
    job_of = {run.id: group.id for group in groups for run in group.runs}
    waits = {
        group.id: {job_of.get(run.source, run.source) for run in group.runs if run.source}
        for group in groups
    }
    assert any(waits.values())
    tuple(TopologicalSorter(waits).static_order())  # raises where there is a cycle


def test_a_run_that_others_build_on_is_grouped_the_same_way_in_both(documents_root: Path) -> None:
    plan = extended(documents_root)
    sources = {run.source for run in plan.runs()} - {None}
    assert sources

    def group_of(groups, run_id: str) -> list[str]:
        return [group.id for group in groups if run_id in [run.id for run in group.runs]]

    for source in sources:
        found = group_of(by_document(plan), source)
        assert found == group_of(by_experiment(plan), source)


def test_a_group_is_no_longer_than_its_limit(documents_root: Path, monkeypatch) -> None:
    from reprise.documents import groups

    plan = extended(documents_root)
    work = sorted(groups._work(run) for run in plan.runs())
    monkeypatch.setattr(groups, "GROUP_SECONDS", work[-1] * 1.5)
    for group in by_document(plan):
        assert sum(groups._work(run) for run in group.runs) <= work[-1] * 1.5
