"""References to experiments: dangling ones are problems, proposed ones are not run yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from toy import TOY, plan_of, write_document

from reprise.analysis.measurements import load_measurements
from reprise.analysis.verdicts import claim_verdict
from reprise.documents.references import check_references
from reprise.paths import Layout

CARD = """
    title: A toy document
    authors: [Ada Lovelace]
    year: 2020
    letter: X
    summary: Trains a small network twice.
    proposals:
      deep-net: {ledger: X-E7, title: A deeper network}
    """

ORDER = """
    - id: X1
      locator: "1"
      text: Depth helps.
      kind: order
      parts:
        - label: depth
          larger: {experiment: deep-net, metric: test_accuracy}
          smaller: {experiment: base, metric: test_accuracy}
    """

FIGURE = """
    - id: one
      kind: curves
      title: A figure
      panels:
        - x: epoch
          y: loss
          series: [{label: a, experiment: deep-net, curve: epoch.test_loss}]
    """


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in check_references(plan_of(root, "full"))]


def verdict(root: Path, scale: str = "full") -> dict[str, Any]:
    plan = plan_of(root, scale)
    measurements = load_measurements(plan, Layout(root.parent / "results", scale))
    return claim_verdict(plan.documents["toy-2020"].claims[0], measurements, "toy-2020")


def test_what_was_proposed_is_not_run_and_is_named(documents_root: Path) -> None:
    write_document(documents_root, document__yaml=CARD, claims__yaml=ORDER)
    assert problems(documents_root) == []
    found = verdict(documents_root)
    assert found["verdict"] == "not run"
    assert found["why"] == "not run: deep-net (X-E7, which was proposed) and base"
    assert verdict(documents_root, "smoke")["verdict"] == "not run", "no scale leaves it out"


def test_another_document_may_have_proposed_it(documents_root: Path) -> None:
    write_document(documents_root, slug="zoo-2021", document__yaml=CARD, claims__yaml="[]")
    text = ORDER.replace("experiment: deep-net", "experiment: zoo-2021/deep-net")
    write_document(documents_root, claims__yaml=text)
    assert problems(documents_root) == []
    assert "zoo-2021/deep-net (X-E7, which was proposed)" in verdict(documents_root)["why"]


def test_what_nobody_proposed_is_a_problem(documents_root: Path) -> None:
    write_document(documents_root, claims__yaml=ORDER)
    (line,) = problems(documents_root)
    assert line.startswith("toy-2020/claims.yaml: claim X1: there is no experiment 'deep-net'; ")


def test_a_name_is_proposed_or_an_experiment_and_not_both(documents_root: Path) -> None:
    card = CARD.replace("deep-net", "sweep")
    write_document(documents_root, document__yaml=card)
    assert problems(documents_root) == [
        "toy-2020/document.yaml: proposals: "
        "'sweep' is an experiment by now; take it out of the proposals"
    ]


def test_a_figure_cannot_show_what_was_proposed(documents_root: Path) -> None:
    write_document(documents_root, document__yaml=CARD, figures__yaml=FIGURE)
    (line,) = problems(documents_root)
    assert "figures.yaml: figure one: there is no experiment 'deep-net'" in line


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"instead_of": "sweep"}, "explanations: it has no measure of 'sweep'"),
        (
            {"experiment": "base", "variant": "main"},
            "explanations: 'base' is what it measures itself; name another variant of it",
        ),
        ({"experiment": "swep"}, "there is no experiment 'swep'; did you mean 'sweep'?"),
        ({"variant": "learning-rate-9"}, "'sweep' has no variant 'learning-rate-9'; did you"),
        (
            {"at": "mein"},
            "explanations: it has no measure of variant 'mein' of 'base'; did you mean 'main'?",
        ),
        (
            {"together": "[{instead_of: sweep, experiment: base}]"},
            "explanations: it has no measure of 'sweep'",
        ),
    ],
)
def test_explanations_refer_to_what_is_there(
    documents_root: Path, change: dict[str, str], words: str
) -> None:
    good = {"label": "a", "instead_of": "base", "experiment": "sweep"}
    good["variant"] = "learning-rate-0.25"
    assert explained(documents_root, good) == []
    (line,) = explained(documents_root, good | change)
    assert line.startswith("toy-2020/claims.yaml: claim X1: ") and words in line


def explained(root: Path, substitute: dict[str, str]) -> list[str]:
    """The problems of the toy's claim with this explanation."""
    pairs = ", ".join(f"{key}: {value}" for key, value in substitute.items())
    claim = TOY["claims.yaml"].rstrip() + f"\n          explanations: [{{{pairs}}}]\n"
    write_document(root, claims__yaml=claim)
    return problems(root)


def test_an_explanation_leaves_nothing_behind(documents_root: Path) -> None:
    report = """
        report:
          ledger: [X-E3]
          title: A report of base
          locator: "3"
          from: base
          spec: {engine: evaluation, report: classification}
        """
    order = ORDER.replace("deep-net", "report").rstrip()
    substitute = "{label: a, instead_of: base, experiment: sweep, variant: learning-rate-0.25}"
    claims = f"{order}\n      explanations: [{substitute}]\n"
    text = TOY["experiments.yaml"].rstrip() + report
    write_document(documents_root, experiments__yaml=text, claims__yaml=claims)
    (line,) = problems(documents_root)
    assert line == (
        "toy-2020/claims.yaml: claim X1: explanations: 'report' builds on 'base' and would not "
        "move with it; claim them apart"
    )
