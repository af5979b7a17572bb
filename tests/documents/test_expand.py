"""Experiments x sweep x seeds -> runs: keys, sharing, scales, alternatives."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import plan_of, write_document

from reprise.documents.scales import CHEAP_SECONDS
from reprise.problems import DocumentError

EXPERIMENT = """
extra:
  ledger: [X-E9]
  title: An extra experiment
  locator: "9"
  seeds: 2
  like: base
"""


def with_extra(root: Path, text: str = "", replace: tuple[str, str] = ("", "")) -> None:
    base = (root / "toy-2020" / "experiments.yaml").read_text().replace(*replace)
    write_document(root, experiments__yaml=base + EXPERIMENT + text)


def keys(plan, experiment: str) -> set[str]:
    return {run.key for run in plan.runs("toy-2020", experiment)}


def test_ids_are_readable_and_carry_the_key(documents_root: Path) -> None:
    run = plan_of(documents_root, "full").runs("toy-2020", "base")[1]
    assert run.id == f"toy-2020--base--main--s1-{run.key[:8]}"


def test_equal_specs_are_one_run(documents_root: Path) -> None:
    plan = plan_of(documents_root, "full")
    shared = plan.variants["toy-2020", "sweep"]["learning-rate-0.5"].runs
    assert [run.experiment for run in shared] == ["base", "base"]
    assert len(plan.runs()) == 4


def test_changing_one_value_changes_its_runs_only(documents_root: Path) -> None:
    before = plan_of(documents_root, "full")
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=text.replace("0.25]", "0.125]"))
    after = plan_of(documents_root, "full")
    assert keys(before, "base") == keys(after, "base")
    assert len(keys(before, "sweep") - keys(after, "sweep")) == 2


def test_titles_claims_and_other_documents_change_no_key(documents_root: Path) -> None:
    before = {run.id for run in plan_of(documents_root, "full").runs()}
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    text = text.replace("A small network", "Another title").replace('locator: "1"', 'locator: "7"')
    write_document(documents_root, experiments__yaml=text, claims__yaml="[]")
    write_document(documents_root, slug="zoo-2021")
    after = {run.id for run in plan_of(documents_root, "full").runs()}
    assert before <= after


def test_more_seeds_keep_the_old_runs(documents_root: Path) -> None:
    before = keys(plan_of(documents_root, "full"), "base")
    text = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=text.replace("seeds: 2", "seeds: 3"))
    after = keys(plan_of(documents_root, "full"), "base")
    assert before < after


def test_the_device_is_part_of_the_key(documents_root: Path) -> None:
    cpu = plan_of(documents_root, "full")
    gpu = plan_of(documents_root, "full", device_of=lambda engine: "cuda")
    assert not {r.key for r in cpu.runs()} & {r.key for r in gpu.runs()}


def test_smoke_uses_stand_ins_one_seed_and_short_budgets(documents_root: Path) -> None:
    plan = plan_of(documents_root, "smoke")
    for run in plan.runs():
        assert run.dataset == "digits"
        assert run.seed == 0
        assert run.spec["training"]["epochs"] <= 2
    for variant in plan.variants["toy-2020", "sweep"].values():
        assert variant.stand_in
        assert "data.train_count" in variant.cut


@pytest.mark.parametrize(("epochs", "seeds"), [(1, 5), (60, 3)])
def test_quick_keeps_a_short_run_whole_and_all_seeds_of_a_cheap_one(
    documents_root: Path, epochs: int, seeds: int
) -> None:
    change = f"  change: {{training.epochs: {epochs}}}\n"
    text = EXPERIMENT.replace("seeds: 2", "seeds: 5") + change
    base = (documents_root / "toy-2020" / "experiments.yaml").read_text()
    write_document(documents_root, experiments__yaml=base + text)
    variant = plan_of(documents_root, "quick").variants["toy-2020", "extra"]["main"]
    assert (variant.runs[0].expected_seconds <= CHEAP_SECONDS) == (seeds == 5)
    assert [run.seed for run in variant.runs] == list(range(seeds))
    assert variant.cut == ()
    assert not variant.stand_in


def test_quick_cuts_what_the_experiment_says_with_one_seed(documents_root: Path) -> None:
    with_extra(documents_root, "  scales:\n    quick: {change: {training.epochs: 1}}\n")
    variant = plan_of(documents_root, "quick").variants["toy-2020", "extra"]["main"]
    assert variant.cut == ("training.epochs",)
    assert len(variant.runs) == 1


def test_alternatives_become_variants(documents_root: Path) -> None:
    with_extra(
        documents_root,
        """
  assumed:
    - {key: data.scaling, value: unit, reason: r, alternatives: [raw], run_alternatives: true}
""",
    )
    variants = plan_of(documents_root, "full").variants["toy-2020", "extra"]
    assert list(variants) == ["main", "scaling-raw"]
    assert variants["scaling-raw"].runs[0].spec["data"]["scaling"] == "raw"


def test_an_assumption_that_contradicts_the_spec_is_refused(documents_root: Path) -> None:
    with_extra(documents_root, "  assumed:\n    - {key: data.scaling, value: raw, reason: r}\n")
    with pytest.raises(DocumentError, match="is said to be 'raw'"):
        plan_of(documents_root, "full")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  sweep: {optimizer.learning_rates: [1.0]}\n", "did you mean 'learning_rate'?"),
        ("  sweep: {learning_rate: [1.0]}\n", "there is no key 'learning_rate'"),
        ("  sweep: {optimizer.learning_rate: []}\n", "is empty"),
        ("  sweep: {optimizer.learning_rate: [-1]}\n", "optimizer.learning_rate"),
        ("  change: {data.dataset: mnits}\n", "did you mean 'mnist'"),
        ("  change: {data.validation: {take: last, count: 60000}}\n", "leave none"),
        ("  change: {data.train_count: 2000000}\n", "60000 are there"),
        ("  sweep: {optimizer.learning_rate: [0.1, 0.10]}\n", "two variants are called"),
    ],
)
def test_bad_sweeps_and_data_sets(documents_root: Path, text: str, words: str) -> None:
    with_extra(documents_root, text)
    with pytest.raises(DocumentError) as caught:
        plan_of(documents_root, "full")
    assert words in str(caught.value)
    assert "experiment extra" in str(caught.value)


def test_a_run_that_builds_on_another_follows_its_variants_and_key(documents_root: Path) -> None:
    text = """
on-top:
  ledger: [X-E10]
  title: A report of the sweep
  locator: "10"
  from: sweep
  spec: {engine: evaluation, report: classification}
"""
    with_extra(documents_root, text)
    plan = plan_of(documents_root, "full")
    variants = plan.variants["toy-2020", "on-top"]
    assert list(variants) == ["learning-rate-0.5", "learning-rate-0.25"]
    parents = plan.variants["toy-2020", "sweep"]["learning-rate-0.25"].runs
    assert [r.source for r in variants["learning-rate-0.25"].runs] == [p.id for p in parents]
    assert len(keys(plan, "on-top")) == 4


def test_a_seed_cap_holds(documents_root: Path) -> None:
    assert {run.seed for run in plan_of(documents_root, "full", max_seeds=1).runs()} == {0}


def test_a_shared_run_is_cut_only_for_those_whose_budget_it_is_not(documents_root: Path) -> None:
    text = """
  change: {training.epochs: 5}
  scales:
    quick: {change: {training.epochs: 2}, seeds: 2}
"""
    with_extra(documents_root, text)
    plan = plan_of(documents_root, "quick")
    whole = plan.variants["toy-2020", "base"]["main"]
    short = plan.variants["toy-2020", "extra"]["main"]
    assert [run.key for run in whole.runs] == [run.key for run in short.runs]
    assert (whole.cut, short.cut) == ((), ("training.epochs",))


def test_a_shared_run_runs_alone_if_one_of_its_users_says_so(documents_root: Path) -> None:
    with_extra(documents_root, "  exclusive: true\n")
    plan = plan_of(documents_root, "full")
    assert all(run.exclusive for run in plan.variants["toy-2020", "base"]["main"].runs)
    assert not plan.variants["toy-2020", "sweep"]["learning-rate-0.25"].runs[0].exclusive


def test_what_builds_on_runs_may_have_a_sweep_of_its_own(documents_root: Path) -> None:
    text = """
stopped:
  ledger: [X-E10]
  title: Early stopping read off the sweep
  locator: "10"
  from: sweep
  spec: {engine: evaluation, report: early-stopping, watch: epoch.test_loss, patience: 1}
  sweep: {patience: [1, 2]}
"""
    with_extra(documents_root, text)
    plan = plan_of(documents_root, "full")
    variants = plan.variants["toy-2020", "stopped"]
    assert list(variants) == [
        "learning-rate-0.5_patience-1",
        "learning-rate-0.5_patience-2",
        "learning-rate-0.25_patience-1",
        "learning-rate-0.25_patience-2",
    ]
    found = variants["learning-rate-0.25_patience-2"]
    assert found.all_settings == {"optimizer.learning_rate": 0.25, "patience": 2}
    assert found.runs[0].spec["patience"] == 2
    assert len(keys(plan, "stopped")) == 8


def test_a_training_that_goes_on_with_another_is_cut_as_both_are(documents_root: Path) -> None:
    text = """
  scales:
    quick: {change: {training.epochs: 1}, seeds: 1}
longer:
  ledger: [X-E11]
  title: Goes on with the rest of the images
  locator: "11"
  from: extra
  like: base
  change: {data.train_rows: [30000, 60000]}
  scales:
    quick: {change: {data.train_rows: [30000, 30500]}}
"""
    with_extra(documents_root, text)
    plan = plan_of(documents_root, "quick")
    (variant,) = plan.variants["toy-2020", "longer"].values()
    assert set(variant.cut) == {"training.epochs", "data.train_rows"}
    smoke = plan_of(documents_root, "smoke").variants["toy-2020", "longer"]["main"]
    first, end = smoke.runs[0].spec["data"]["train_rows"]
    assert 0 < first < end <= 1797
    assert smoke.stand_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "  from: base\n  change: {model.hidden: [4]}\n",
            "numpy_mlp with hidden [8] leaves no weights for this network",
        ),
        (
            "counted:\n  ledger: [X-E12]\n  title: A count\n  locator: '1'\n  from: base\n  spec:"
            " {engine: demonstration, name: parameter-count, options: {networks: [[2, 3]]}}\n",
            "the engine 'demonstration' does not build on other runs",
        ),
        (
            "alone:\n  ledger: [X-E12]\n  title: A report of nothing\n  locator: '1'\n"
            "  spec: {engine: evaluation, report: classification}\n",
            "the engine 'evaluation' needs a source",
        ),
        ("  change: {data.train_rows: [5, 5]}\n", "5 to 5 are no rows of 60000"),
        ("  change: {data.train_rows: [0, 70000]}\n", "0 to 70000 are no rows of 60000"),
    ],
)
def test_what_a_run_cannot_build_on(documents_root: Path, text: str, words: str) -> None:
    with_extra(documents_root, text)
    with pytest.raises(DocumentError) as caught:
        plan_of(documents_root, "full")
    assert words in str(caught.value)
