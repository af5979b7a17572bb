"""A document that nobody knew goes from a folder of data to its chapter; no code is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from toy import write_document
from workflow_project import Project, copy_project

SLUG = "lovelace-1843"

DOCUMENT = {
    "document.yaml": """
        title: Notes on a small network
        authors: [Ada Lovelace]
        year: 1843
        letter: L
        summary: Trains a small network and derives the gradient of its loss.
        proposals:
          deep-net: {ledger: L-E3, title: The same network with a second hidden layer}
        """,
    "experiments.yaml": """
        small-net:
          ledger: [L-E1]
          title: A network with one hidden layer
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
            training: {batch_size: 20, epochs: 2}
        gradient:
          ledger: [L-E2]
          title: The gradient of softmax and cross-entropy
          locator: "2"
          seeds: 2
          headline: softmax_diagonal_error_as_printed
          spec: {engine: demonstration, name: softmax-derivation}
        """,
    "claims.yaml": """
        - id: L1
          locator: "1"
          text: The network has this many parameters.
          kind: count
          any_budget: true
          any_data: true
          parts:
            - {label: parameters, of: {experiment: small-net, metric: parameters}, stated: 6370}
        - id: L2
          locator: "1, Table 1"
          text: It reaches this accuracy on the test images.
          kind: value
          tolerance: {tau: 0.02, origin: two units of the last printed digit}
          parts:
            - label: test images
              of: {experiment: small-net, metric: test_accuracy}
              printed: "0.90"
        - id: L3
          locator: "2, eq. 3"
          text: Each output falls with the logits of the others, and rises with its own.
          kind: formula
          parts:
            - label: own logit
              printed: y_i (1 - y_i)
              error: {experiment: gradient, metric: softmax_diagonal_error_as_printed}
        - id: L4
          locator: "2, eq. 5"
          text: The gradient of the summed two-term loss is the output minus the target.
          kind: formula
          parts:
            - label: all outputs
              printed: '\\frac{\\partial L}{\\partial z_i} = y_i - t_i'
              error: {experiment: gradient, metric: two_term_softmax_error_as_printed}
              corrected:
                formula: 'y_i - t_i, \\quad L = -\\sum_j t_j \\log y_j'
                error: {experiment: gradient, metric: one_term_softmax_error_corrected}
        - id: L5
          locator: "3"
          text: A second hidden layer would raise the accuracy.
          kind: order
          parts:
            - label: depth
              larger: {experiment: deep-net, metric: test_accuracy}
              smaller: {experiment: small-net, metric: test_accuracy}
        """,
    "errata.yaml": """
        - id: L-X1
          locator: "2, eq. 5"
          printed: The gradient is said to be that of the two-term loss, summed over all outputs.
          right: It is that of the loss with one term.
          shown_by: L4
        - id: L-X2
          locator: "1"
          printed: The weights of both layers are said to add up to the parameters.
          right: The biases belong to them.
          check:
            kind: arithmetic
            parts:
              - {label: weights alone, of: ["6272", "80"], by: sum, gives: "6370"}
        """,
    "figures.yaml": """
        - id: losses
          kind: curves
          title: Loss over the epochs
          panels:
            - x: epoch
              y: loss
              series: [{label: test, experiment: small-net, curve: epoch.test_loss}]
        """,
    "prose.md": """
        ## Scope

        A network reaches {{ value('small-net', 'test_accuracy') }}, and the claim is
        {{ verdict('L2') }}.
        """,
}

VERDICTS = {
    "L1": "reproduced",
    "L2": "inconclusive",
    "L3": "reproduced",
    "L4": "not reproduced",
    "L5": "not run",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The toy document and the new one beside it, built at smoke scale."""
    project = copy_project(tmp_path_factory.mktemp("new") / "project", documents=False)
    files = {name.replace(".", "__"): text for name, text in DOCUMENT.items()}
    write_document(project.root / "documents", SLUG, **files)
    result = project.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return project


@pytest.fixture(scope="module")
def report(built: Project) -> dict[str, Any]:
    return json.loads((built.results / "report" / "report.json").read_text())


@pytest.fixture(scope="module")
def chapter(report: dict[str, Any]) -> dict[str, Any]:
    (found,) = (chapter for chapter in report["chapters"] if chapter["slug"] == SLUG)
    return found


def test_it_is_a_folder_of_data(built: Project) -> None:
    files = [p for p in (built.root / "documents" / SLUG).rglob("*") if p.is_file()]
    assert {file.suffix for file in files} == {".yaml", ".md"}
    assert not list(built.root.rglob("*.py"))


def test_both_experiments_have_their_records(built: Project) -> None:
    names = {run.split("--")[1] for run in built.records() if run.startswith(SLUG)}
    assert names == {"small-net", "gradient"}


def test_each_claim_has_its_verdict_in_the_chapter(chapter: dict[str, Any]) -> None:
    assert {claim["id"]: claim["badge"]["name"] for claim in chapter["claims"]} == VERDICTS
    why = {claim["id"]: claim["why"] for claim in chapter["claims"]}
    assert "stand-in data" in why["L2"]
    assert "deep-net (L-E3, which was proposed)" in why["L5"]


def test_formulas_stand_in_the_page_as_printed_and_as_corrected(
    built: Project, chapter: dict[str, Any]
) -> None:
    verdicts = json.loads((built.results / "claims" / f"{SLUG}.json").read_text())
    measured = verdicts["claims"][3]["parts"][0]["formula"]
    assert float(measured["error"]) > 0.1 and float(measured["corrected_error"]) < 1e-9
    page = (built.results / "report" / "report.html").read_text()
    found = {claim["id"]: claim for claim in chapter["claims"]}["L4"]["parts"][0]["formula"]
    assert found["printed"]["mathml"] in page and found["corrected"]["mathml"] in page


def test_errata_stand_or_not(report: dict[str, Any]) -> None:
    (found,) = (d for d in report["errata"]["documents"] if d["slug"] == SLUG)
    assert [item["state"]["name"] for item in found["items"]] == ["stands", "stands"]


def test_the_chapter_is_in_page_and_pdf(built: Project, chapter: dict[str, Any]) -> None:
    folder = built.results / "report"
    page = (folder / "report.html").read_text()
    assert DOCUMENT["document.yaml"].split("title: ")[1].splitlines()[0] in page
    assert all(f'id="{claim["anchor"]}"' in page for claim in chapter["claims"])
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_claim_is_explained_in_the_terminal(built: Project) -> None:
    said = built.reprise("explain", "--scale", "smoke", "claim", "L4")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(f"L4  {SLUG}, 2, eq. 5")
    assert "not reproduced at scale smoke" in said.stdout and "corrected error: " in said.stdout


def test_errata_are_checked_again_when_they_change(built: Project) -> None:
    file = f"documents/{SLUG}/errata.yaml"
    before = built.records()
    built.edit(file, 'gives: "6370"', 'gives: "6352"')
    result = built.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    content = json.loads((built.results / "claims" / f"{SLUG}.json").read_text())
    assert [erratum["stands"] for erratum in content["errata"]] == [True, False]
    Path(built.root / file).unlink()
    assert built.snakemake().returncode == 0
    content = json.loads((built.results / "claims" / f"{SLUG}.json").read_text())
    assert content["errata"] == []
    assert built.records() == before, "and nothing is trained again"
