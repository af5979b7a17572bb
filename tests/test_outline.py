"""An outline names what its plan holds, also after it was kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy import plan_of, write_document

from reprise.documents.groups import by_document, by_experiment
from reprise.documents.plan import Plan
from reprise.outline import Outline, from_data, outline_of

BUILT_ON = """
images:
  ledger: [X-E5]
  title: Images of the weights
  locator: "5"
  from: base
  headline: images
  spec: {engine: evaluation, report: weight-images, layer: last}
"""


@pytest.fixture
def plan(documents_root: Path) -> Plan:
    base = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=base + BUILT_ON)
    return plan_of(documents_root, "full")


@pytest.fixture
def outline(plan: Plan) -> Outline:
    made = outline_of(plan, by_document(plan), by_experiment(plan))
    return from_data(json.loads(json.dumps(made.as_data())))


def test_it_is_the_same_after_it_was_kept(plan: Plan, outline: Outline) -> None:
    assert outline == outline_of(plan, by_document(plan), by_experiment(plan))


def test_runs_have_what_the_plan_says(plan: Plan, outline: Outline) -> None:
    assert list(outline.runs) == [run.id for run in plan.runs()]
    for run in plan.runs():
        found = outline.runs[run.id]
        assert (found.key, found.dataset) == (run.key, run.dataset)
        assert (found.source, found.exclusive) == (run.source, run.exclusive)
    assert any(run.source for run in outline.runs.values())


def test_the_same_runs_are_named(plan: Plan, outline: Outline) -> None:
    asked = [(None, None), ("toy-2020", None)]
    asked += [("toy-2020", name) for name in plan.documents["toy-2020"].entries]
    for slug, experiment in asked:
        wanted = [run.id for run in plan.runs(slug, experiment)]
        assert outline.named(slug, experiment) == wanted != []


def test_jobs_share_what_the_groups_share(plan: Plan, outline: Outline) -> None:
    for groups, jobs in ((by_document(plan), outline.wide), (by_experiment(plan), outline.narrow)):
        wanted = {group.id: [run.id for run in group.runs] for group in groups}
        assert {job.id: [run.id for run in job.runs] for job in jobs.values()} == wanted != {}


def test_a_job_is_as_urgent_as_what_waits_for_it(plan: Plan, outline: Outline) -> None:
    groups = {group.id: group for group in by_document(plan)}
    assert {name: job.seconds for name, job in outline.wide.items()} == {
        name: group.seconds for name, group in groups.items()
    }
    (last,) = (group for group in groups.values() if group.runs[0].source)
    (first,) = (group for group in groups.values() if not group.runs[0].source)
    assert outline.urgency[last.id] == last.seconds > 0
    assert outline.urgency[first.id] == first.seconds + last.seconds
    for run in plan.runs():
        assert outline.urgency[run.id] >= run.expected_seconds
