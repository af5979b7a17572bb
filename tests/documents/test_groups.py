"""Short runs share jobs: widely in a whole build, narrowly where one experiment is asked for."""

from __future__ import annotations

from graphlib import TopologicalSorter
from pathlib import Path

from toy import plan_of, write_document

from reprise.documents import groups
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
    found = by_experiment(extended(documents_root))
    assert found
    assert all(len(experiments) == 1 for experiments in groups_of(found))


def test_a_build_shares_jobs_across_experiments(documents_root: Path) -> None:
    found = by_document(extended(documents_root))
    assert any({"other", "sweep"} <= experiments for experiments in groups_of(found))


def test_runs_of_different_libraries_stay_apart(documents_root: Path) -> None:
    for group in by_document(extended(documents_root)):
        assert len({library(run) for run in group.runs}) == 1


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
    assert {"base", "other", "sweep"} in groups_of(found)


def test_what_a_long_run_builds_on_waits_for_the_same_group_in_both(
    documents_root: Path, monkeypatch
) -> None:
    plan = extended(documents_root)
    monkeypatch.setattr(groups, "is_short", lambda run: run.experiment != "images")
    wide, narrow = by_document(plan), by_experiment(plan)
    assert ids_of(wide, "base") == ids_of(narrow, "base") != set()
    assert not ids_of(wide, "images")
    assert {"other", "sweep"} in groups_of(wide)


def test_jobs_of_a_document_and_of_an_experiment_are_not_the_same(documents_root: Path) -> None:
    plan = extended(documents_root)
    assert not {g.id for g in by_document(plan)} & {g.id for g in by_experiment(plan)}


def test_what_builds_on_others_has_a_group_even_by_itself(
    documents_root: Path, monkeypatch
) -> None:
    monkeypatch.setattr(groups, "GROUP_SECONDS", -1.0)
    plan = extended(documents_root)
    wide = by_document(plan)
    assert all(run.source for group in wide for run in group.runs)
    assert {run.id for group in wide for run in group.runs} == {
        run.id for run in plan.runs() if run.source
    }
    assert {len(group.runs) for group in wide} == {1}
    assert by_experiment(plan) == []


def test_a_group_is_no_longer_than_its_limit(documents_root: Path, monkeypatch) -> None:
    plan = extended(documents_root)
    work = sorted(groups._work(run) for run in plan.runs())
    monkeypatch.setattr(groups, "GROUP_SECONDS", work[-1] * 1.5)
    for group in by_document(plan):
        assert sum(groups._work(run) for run in group.runs) <= work[-1] * 1.5
