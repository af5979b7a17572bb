"""``precision`` in the configuration: which runs it changes, and that it is no cut of a budget."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from toy import PROJECT, plan_of, write_document

from reprise.analysis.budget import cuts_of
from reprise.config import Config, parse_config
from reprise.documents.plan import Plan, Run
from reprise.problems import DocumentError

EXTRA = """
cnn:
  ledger: [X-E3]
  title: A convolutional network
  locator: "3"
  seeds: 1
  spec: &cnn
    engine: torch_nets
    data: {dataset: mnist, scaling: unit}
    model: {layers: [{conv: 2, kernel: 5}, relu, flatten, {linear: classes}]}
    optimizer: {kind: sgd, learning_rate: 0.1}
    training: {batch_size: 20, epochs: 2}
  scales: {quick: {change: {training.epochs: 1}}}
dense:
  ledger: [X-E4]
  title: A network without convolutions
  locator: "4"
  seeds: 1
  like: cnn
  change: {model.layers: [flatten, {linear: classes}]}
both:
  ledger: [X-E5]
  title: In both precisions
  locator: "5"
  seeds: 1
  like: cnn
  sweep: {precision: [float32, bfloat16]}
batches:
  ledger: [X-E6]
  title: Batches of test images
  locator: "6"
  from: cnn
  headline: batches
  spec: {engine: evaluation, report: image-batches, batches: 2, images: 10}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_document(tmp_path)
    experiments = folder / "experiments.yaml"
    experiments.write_text(experiments.read_text() + EXTRA)
    shutil.copy(PROJECT / "documents" / "datasets.yaml", tmp_path)
    return tmp_path


def run_of(plan: Plan, experiment: str) -> Run:
    return plan.runs(experiment=experiment)[0]


def test_it_changes_the_trainings_with_convolutions_and_what_builds_on_them(root) -> None:
    usual, other = plan_of(root, "full"), plan_of(root, "full", precision="bfloat16")
    assert run_of(usual, "cnn").spec["precision"] == "float32"
    assert run_of(other, "cnn").spec["precision"] == "bfloat16"
    for experiment in ("base", "sweep", "dense", "both"):
        keys = [[run.key for run in plan.runs(experiment=experiment)] for plan in (usual, other)]
        assert keys[0] == keys[1]
    assert run_of(usual, "batches").spec == run_of(other, "batches").spec
    assert run_of(usual, "batches").key != run_of(other, "batches").key


def test_left_out_it_changes_no_key(root) -> None:
    keys = [run.key for run in plan_of(root, "full").runs()]
    assert keys == [run.key for run in plan_of(root, "full", precision=None).runs()]


def test_a_sweep_over_precisions_keeps_them_and_shares_equal_runs(root) -> None:
    plan = plan_of(root, "full", precision="bfloat16")
    variants = plan.variants["toy-2020", "both"]
    found = {name: one.runs[0].spec["precision"] for name, one in variants.items()}
    assert found == {"precision-float32": "float32", "precision-bfloat16": "bfloat16"}
    assert variants["precision-bfloat16"].runs[0].key == run_of(plan, "cnn").key
    assert not any(variant.precision for variant in variants.values())


def test_a_chosen_precision_is_no_cut_and_hides_none(root) -> None:
    full = plan_of(root, "full", precision="bfloat16")
    (variant,) = full.variants["toy-2020", "cnn"].values()
    assert variant.cut == () and cuts_of(full, "toy-2020", "cnn", variant) == ()
    quick = plan_of(root, "quick", precision="bfloat16")
    (variant,) = quick.variants["toy-2020", "cnn"].values()
    assert variant.cut == ("training.epochs",) and variant.precision == "bfloat16"
    assert [cut.key for cut in cuts_of(quick, "toy-2020", "cnn", variant)] == ["training.epochs"]


def test_the_configuration_knows_two_precisions() -> None:
    assert Config().precision is None
    assert parse_config({"precision": "bfloat16"}).precision == "bfloat16"
    with pytest.raises(DocumentError, match="precision"):
        parse_config({"precision": "float16"})
