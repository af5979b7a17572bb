"""Names of what records hold, misspelt: told before anything is trained."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import write_document

VALUE = """
    - id: X1
      locator: "1"
      text: A number.
      kind: bound
      parts:
        - {{label: a, of: {{experiment: base, {0}}}, relation: above, limit: 0.5}}
    """

MEASURES = [
    ("metric: test_acuracy", "'base' has no metric 'test_acuracy'; did you mean 'test_accuracy'?"),
    ("metric: initial_W1_mim", "did you mean 'initial_W1_min'?"),
    ("metric: macs", "'base' has no metric 'macs'; there are"),
    ("timing: total_second", "no timing 'total_second'; did you mean 'total_seconds'?"),
    ("curve: epoch.test_los, at: last", "no curve 'epoch.test_los'; did you mean 'epoch.test_"),
    ("curve: epoch.x, at: last", "no curve 'epoch.x'"),
    ("curve: step, at: last", "no curve 'step'"),
    (
        "curve: epoch.test_loss, at: share-below, below: epoch.train_lss",
        "no curve 'epoch.train_lss'; did you mean 'epoch.train_loss'?",
    ),
    ("metric: test_loss, scaled_by: parameter", "'parameter'; did you mean 'parameters'?"),
]

FIGURES = [
    (
        "{kind: curves, panels: [{x: a, y: b, series: [{label: a, experiment: base, "
        "curve: epochs.test_loss}]}]}",
        "no curve 'epochs.test_loss'; did you mean 'epoch.test_loss'?",
    ),
    (
        "{kind: table, columns: [a], rows: [{label: a, cells: "
        "[{of: {experiment: base, metric: tst_loss}}]}]}",
        "no metric 'tst_loss'; did you mean 'test_loss'?",
    ),
    (
        "{kind: sweep, x: a, y: b, series: [{label: a, experiment: sweep, metric: losss, points: "
        "[{x: 1, variant: learning-rate-0.5}]}]}",
        "'sweep' has no metric 'losss'; ",
    ),
    (
        "{kind: images, experiment: base, array: test_label, shape: [28, 28]}",
        "no array 'test_label'; did you mean 'test_labels'?",
    ),
    ("{kind: images, experiment: base}", "'base' has no array 'images'; "),
    ("{kind: confusion, experiment: base}", "'base' has no array 'confusion'; "),
    ("{kind: scatter, experiment: base}", "'base' has no array 'points'; "),
    ("{kind: maps, panels: [{label: a, experiment: base}]}", "'base' has no array 'map_axis'; "),
]


@pytest.mark.parametrize(("measure", "told"), MEASURES)
def test_in_a_claim(project: Path, refused, measure: str, told: str) -> None:
    write_document(project / "documents", claims__yaml=VALUE.format(measure))
    (line,) = refused()
    assert line.startswith("toy-2020/claims.yaml: claim X1: ") and told in line


@pytest.mark.parametrize(("figure", "told"), FIGURES)
def test_in_a_figure(project: Path, refused, figure: str, told: str) -> None:
    text = f"- {{id: one, title: A figure, {figure[1:]}\n"
    write_document(project / "documents", figures__yaml=text)
    lines = refused()
    assert any(told in line for line in lines), lines
    assert all(line.startswith("toy-2020/figures.yaml: figure one: ") for line in lines)


def test_in_prose(project: Path, refused) -> None:
    prose = "## Scope\n\nIt reaches {{ value('base', 'test_acuracy') }}.\n"
    write_document(project / "documents", prose__md=prose)
    assert refused() == [
        "toy-2020/prose.md: line 3: 'base' has no metric 'test_acuracy'; "
        "did you mean 'test_accuracy'?"
    ]


def test_as_a_headline(refused, replaced) -> None:
    replaced("experiments.yaml", "seeds: 2\n", "seeds: 2\n  headline: test_acuracy\n")
    assert refused() == [
        "toy-2020/experiments.yaml: experiment base: headline: its runs have no metric "
        "'test_acuracy'; did you mean 'test_accuracy'?"
    ]


STOPPED = """
    early:
      ledger: [X-E3]
      title: Where it would have stopped
      locator: "3"
      from: base
      spec: {engine: evaluation, report: early-stopping, watch: epoch.test_lss, patience: 1}
    """


def test_as_a_curve_that_is_watched(project: Path, refused, replaced) -> None:
    file = project / "documents" / "toy-2020" / "experiments.yaml"
    text = "\n".join(line[4:] for line in STOPPED.strip("\n").splitlines())
    file.write_text(f"{file.read_text()}{text}\n")
    assert refused() == [
        "toy-2020/experiments.yaml: experiment early: watch: 'base' has no curve "
        "'epoch.test_lss'; did you mean 'epoch.test_loss'?"
    ]


def test_in_what_an_explanation_puts_in_place(project: Path, refused) -> None:
    file = project / "documents" / "toy-2020" / "experiments.yaml"
    listing = """
listing:
  ledger: [X-E3]
  title: A listing
  locator: "3"
  spec: {engine: demonstration, name: heaviside}
"""
    file.write_text(f"{file.read_text()}{listing}")
    claim = VALUE.format("metric: test_accuracy").rstrip()
    claim += """
      explanations:
        - {label: other, instead_of: base, experiment: listing}
    """
    write_document(project / "documents", claims__yaml=claim, experiments__yaml=file.read_text())
    assert refused() == [
        "toy-2020/claims.yaml: claim X1: 'listing' has no metric 'test_accuracy'; "
        "valid are different_from_derivative, different_from_loop, diverged, elements, zeros"
    ]
