"""``reprise explain``: a run and its state, or a claim and all that its verdict rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from toy import plan_of, write_document

from reprise.analysis.stages import claims
from reprise.cli import main
from reprise.config import Config
from reprise.documents.plan import Plan
from reprise.explain import WIDTH, explain_claim, explain_run
from reprise.figures.stage import figures
from reprise.paths import Layout
from reprise.planning import run_slice
from reprise.problems import DocumentError
from reprise.search.candidates import STATED
from reprise.search.kept import SCHEMA
from reprise.search.printed import printed_numbers
from reprise.training.outcome import Outcome
from reprise.training.record import write_record

EXPERIMENTS = """
    base:
      ledger: [X-E1]
      title: A small network
      locator: "1"
      seeds: 5
      spec:
        engine: numpy_mlp
        data: {dataset: mnist, scaling: unit}
        model:
          hidden: [8]
          activation: sigmoid
          weights: {kind: uniform, scale: 0.5}
          biases: {kind: zeros}
        optimizer: {kind: sgd, learning_rate: 0.5}
        training: {batch_size: 20, epochs: 10}
      assumed:
        - key: data.scaling
          value: unit
          reason: usual
          alternatives: [raw]
          run_alternatives: true
    """

CLAIMS = """
    - id: X1
      locator: "section 1"
      text: >-
        The accuracy of this network, which the document states in one sentence and in a table, is
        the same in both places and lies above ninety in a hundred.
      note: Counted on the test set.
      kind: value
      tolerance: {tau: 0.01, origin: the ledger}
      parts:
        - {label: test set, of: {experiment: base, metric: accuracy}, printed: "0.931"}
    - id: X2
      locator: "section 2"
      text: The derivative.
      kind: formula
      parts:
        - label: one output
          printed: y (1 - y)
          error: {experiment: base, metric: error}
          corrected: {formula: y, error: {experiment: base, metric: corrected}}
          counterexample:
            at: two equal logits
            printed: {experiment: base, metric: printed}
            correct: {experiment: base, metric: corrected}
    - id: X3
      locator: "section 3"
      text: It is good.
      kind: not-checkable
      reason: An opinion.
    """


VALUE = """
    - id: {id}
      locator: "section 4"
      text: Numbers.
      kind: value
      tolerance: {{tau: {tau}, origin: the ledger}}
      parts:{parts}
    """

FIGURES = """
    - id: accuracies
      kind: table
      title: Accuracies
      columns: [accuracy]
      rows:
        - {label: base, cells: [{of: {experiment: base, metric: accuracy}}]}
    """


@pytest.fixture
def config(documents_root: Path) -> Config:
    write_document(documents_root, experiments__yaml=EXPERIMENTS, claims__yaml=CLAIMS)
    root = documents_root.parent
    settings = {"scale": "full", "results": str(root / "results")}
    return Config.model_validate({**settings, "documents_root": str(documents_root)})


def record(config: Config, variant: str, *numbers: float) -> list[str]:
    """Records of the variant's first runs; their ids."""
    plan: Plan = plan_of(Path(config.documents_root), "full")
    runs = plan.variants["toy-2020", "base"][variant].runs[: len(numbers)]
    for run, number in zip(runs, numbers, strict=True):
        metrics = {"accuracy": number, "error": 0.25, "corrected": 1e-16, "printed": 0.5}
        path = Layout(Path(config.results), "full").record(run.id)
        write_record(path, run_slice(run), Outcome(metrics), {})
    return [run.id for run in runs]


def said(lines: list[str]) -> str:
    """The words of the lines, however they were broken."""
    return " ".join(" ".join(lines).split())


def test_a_verdict_with_its_numbers_runs_and_explanations(config: Config) -> None:
    ids = record(config, "main", 0.881, 0.882, 0.880)
    raw = record(config, "scaling-raw", 0.931, 0.932, 0.930)
    lines = explain_claim(config, "X1").splitlines()
    assert lines[0] == "X1  toy-2020, section 1"
    assert "  not reproduced (provisional) at scale full" in lines
    assert max(map(len, lines)) <= WIDTH
    text = said(lines)
    assert "which the document states in one sentence and in a table" in text
    assert "note: Counted on the test set." in text
    numbers = "0.8810\u00a0±\u00a00.0010 (3 seeds), 0.879 to 0.883 (95\u202f%)"
    by_seed = "seed 0 0.8810, seed 1 0.8820, seed 2 0.8800"
    assert " ".join(f"accuracy of base: {numbers}; {by_seed}".split()) in text
    assert "origin of the tolerance: the ledger" in text
    for statistic in ("tolerance τ: 0.010", "distance d: 0.0", "half-width h: 0.0050", "p: 0.0"):
        assert statistic in text
    assert text.count("measured 0.8810") == 1, "the reason of an only part stands above it"
    assert "instead, base with data.scaling raw: reproduced: measured 0.9310 ± 0.0010" in text
    assert "cause: holds with data.scaling raw" in text
    assert [line.split()[-1] for line in lines if line.startswith("      run ")] == ids + raw


def test_its_tests_are_of_one_family_with_those_of_the_verdicts_that_lie_there(
    config: Config,
) -> None:
    part = '\n        - {{label: p{i}, of: {{experiment: base, metric: accuracy}}, printed: "{n}"}}'
    parts = "".join(part.format(i=i, n="0.881") for i in range(60))
    near = VALUE.format(id="X5", tau=0.001, parts=part.format(i=0, n="0.887"))
    many = CLAIMS + VALUE.format(id="X4", tau=0.01, parts=parts) + near
    write_document(Path(config.documents_root), experiments__yaml=EXPERIMENTS, claims__yaml=many)
    record(config, "main", 0.881, 0.882, 0.880)
    text = explain_claim(config, "X5")
    assert "p: 0.04" in text and "after Benjamini–Hochberg: significant" in text
    claims(config, "toy-2020")
    text = explain_claim(config, "X5")
    assert "p: 0.04" in text and "after Benjamini–Hochberg: not significant" in text


def test_the_figures_that_show_it(config: Config) -> None:
    root = Path(config.documents_root)
    write_document(root, experiments__yaml=EXPERIMENTS, claims__yaml=CLAIMS, figures__yaml=FIGURES)
    record(config, "main", 0.881, 0.882, 0.880)
    assert "seen in" not in explain_claim(config, "X1"), "nothing is drawn yet"
    figures(config, "toy-2020")
    assert explain_claim(config, "X1").endswith("\n  seen in Table 1.1")


def test_the_search_that_was_made_for_it(config: Config) -> None:
    ids = record(config, "main", 0.881, 0.882, 0.880)
    raw = record(config, "scaling-raw", 0.931, 0.932, 0.930)
    assert "Searched" not in explain_claim(config, "X1")
    outcome = {"fitting": 1, "outcome": "explains it", "why": "it fits"}
    settings = [
        {"name": STATED.name, "settings": {}, "runs": ids, **outcome},
        {"name": "scaling-raw", "settings": {}, "runs": raw, **outcome},
    ]
    plan = plan_of(Path(config.documents_root), "full")
    (number,) = printed_numbers(plan.documents["toy-2020"], "base")
    numbers = [{"label": number.label, "printed": number.printed, "tau": number.tau}]
    searched = {"experiment": "base", "tried": 2, "numbers": numbers, "settings": settings}
    file = Layout(Path(config.results), "full").search("toy-2020", "X1")
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"schema": SCHEMA, "experiments": [searched]}))
    text = explain_claim(config, "X1")
    assert "Searched: 2 settings of base, the best is scaling-raw, fits 1 of 1 number: " in text
    assert f"all of it in {file}" in text


def test_before_anything_was_run(config: Config) -> None:
    text = explain_claim(config, "toy-2020/X1")
    assert "  not run at scale full" in text and "not run: base" in text


def test_a_formula_shows_its_errors(config: Config) -> None:
    record(config, "main", 0.9)
    lines = [line.strip() for line in explain_claim(config, "X2").splitlines()]
    assert "printed: y (1 - y)" in lines and "error: 0.25" in lines
    assert "corrected error: 1.0e-16" in lines
    assert "counterexample: at two equal logits it gives 0.5, and 1e-16 is true" in lines


def test_a_formula_that_was_not_run_shows_no_errors(config: Config) -> None:
    text = explain_claim(config, "X2")
    assert "printed: y (1 - y)" in text
    assert "None" not in text and "error:" not in text and "counterexample" not in text


def test_an_opinion_has_its_reason_once(config: Config) -> None:
    text = explain_claim(config, "X3")
    assert text.count("An opinion.") == 1 and "not checkable at scale full" in text


def test_an_id_of_two_documents_is_asked_for_by_document(config: Config) -> None:
    write_document(Path(config.documents_root), slug="zoo-2021")
    with pytest.raises(DocumentError, match="it could be any of toy-2020/X1, zoo-2021/X1"):
        explain_claim(config, "X1")
    assert explain_claim(config, "zoo-2021/X1").startswith("X1  zoo-2021, 1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("X4", "explain: claim X4: there is no such claim; valid are X1, X2, X3"),
        ("toy-2020/Y7", "explain: claim toy-2020/Y7: there is no such claim; "),
        ("toy-2021/X1", "there is no document 'toy-2021'; did you mean 'toy-2020'?"),
    ],
)
def test_an_unknown_id_gives_a_hint(config: Config, name: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        explain_claim(config, name)
    assert words in str(caught.value)


@pytest.mark.parametrize("words", [["claim"], ["claim", "X1", "X2"], ["a", "b"]])
def test_the_command_says_what_it_takes(words: list[str], capsys: pytest.CaptureFixture) -> None:
    assert main(["explain", *words]) == 2
    assert "the word claim and a claim's id" in capsys.readouterr().err


def test_the_command_prints_it(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    file = tmp_path / "config.yaml"
    settings = f"scale: full\nresults: {config.results}\ndocuments_root: {config.documents_root}\n"
    file.write_text(settings)
    assert main(["explain", "--config", str(file), "claim", "X3"]) == 0
    assert capsys.readouterr().out.startswith("X3  toy-2020, section 3")
    assert main(["explain", "--config", str(file), "claim", "X33"]) == 2
    assert "did you mean 'X3'?" in capsys.readouterr().err


def test_a_run_by_the_first_part_of_its_id(config: Config) -> None:
    (run,) = record(config, "main", 0.9)
    text = explain_run(config, "toy-2020--base--main--s0")
    assert text.startswith(run) and "state      done" in text
    assert "used by    toy-2020/base (main)" in text and '"learning_rate": 0.5' in text
    assert "state      missing" in explain_run(config, "toy-2020--base--main--s1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("toy-2020--base--main", "5 runs begin so, the first is toy-2020--base--main--s0-"),
        ("toy-2020--bise--main--s0", "there is no such run at scale full; did you mean 'toy-2020"),
    ],
)
def test_a_run_that_is_not_found(config: Config, name: str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        explain_run(config, name)
    assert words in str(caught.value)
