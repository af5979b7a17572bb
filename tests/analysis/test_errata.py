"""Errata: each stands or falls with the check of what the document prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from analysis.bench import SLUG, Bench

from reprise.analysis.stages import claims
from reprise.analysis.verdicts import document_verdicts
from reprise.config import Config
from reprise.documents.references import check_references
from reprise.problems import DocumentError

CLAIMS = """
    - id: X1
      locator: "1"
      text: The accuracy is high.
      kind: bound
      parts:
        - {label: a, of: {experiment: base, metric: accuracy}, relation: above, limit: 0.5}
    """

PARTS = """
    - id: X1
      locator: "1"
      text: The accuracy is high, and not too high.
      kind: bound
      parts:
        - {label: high, of: {experiment: base, metric: accuracy}, relation: above, limit: 0.5}
        - label: not too high
          of: {experiment: base, metric: accuracy}
          relation: below
          limit: 0.8
    """

ERRATA = """
    - id: X-X1
      locator: "1"
      printed: The accuracy is called high.
      right: It is low.
      shown_by: X1
    - id: X-X2
      locator: "2"
      printed: The network is said to have this many parameters.
      right: It has those of its biases besides.
      check:
        kind: count
        any_budget: true
        parts:
          - {label: parameters, of: {experiment: short, metric: parameters}, stated: 6300}
    """

Make = Callable[..., Bench]


def found(bench: Bench) -> list[dict[str, Any]]:
    document = bench.plan.documents[SLUG]
    content = document_verdicts(document, bench.measurements())
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    return content["errata"]


@pytest.fixture
def bench(bench_at: Make) -> Bench:
    return bench_at("full", claims__yaml=CLAIMS, errata__yaml=ERRATA)


def test_an_erratum_stands_where_what_is_printed_is_not_reproduced(bench: Bench) -> None:
    bench.metric("base", [0.1, 0.11, 0.1, 0.1, 0.11])
    bench.metric("short", [6370], name="parameters")
    by_claim, own = found(bench)
    assert by_claim["stands"] and own["stands"]
    assert (by_claim["shown_by"], by_claim["kind"]) == ("X1", "bound")
    assert by_claim["why"].startswith("measured 0.1")
    assert (own["shown_by"], own["kind"], own["id"], own["locator"]) == (None, "count", "X-X2", "2")
    assert "measured 6370, stated 6300" in own["why"]
    assert own["runs"] == [bench.runs("short")[0].id]
    assert own["right"] == "It has those of its biases besides."


def test_it_does_not_stand_where_the_document_is_right(bench: Bench) -> None:
    bench.metric("base", [0.9, 0.91, 0.9, 0.9, 0.91])
    bench.metric("short", [6300], name="parameters")
    assert [(e["stands"], e["verdict"]) for e in found(bench)] == [(False, "reproduced")] * 2


def test_it_does_not_stand_before_anything_was_run(bench: Bench) -> None:
    assert [(e["stands"], e["verdict"]) for e in found(bench)] == [(False, "not run")] * 2


def test_cut_runs_show_no_erratum(bench_at: Make) -> None:
    bench = bench_at("quick", claims__yaml=CLAIMS, errata__yaml=ERRATA)
    bench.metric("base", [0.1, 0.11, 0.1, 0.1, 0.11])
    assert [(e["stands"], e["verdict"]) for e in found(bench)] == [(False, "inconclusive")] * 2


@pytest.mark.parametrize(
    ("part", "stands", "verdict"),
    [("high", False, "reproduced"), ("not too high", True, "not reproduced")],
)
def test_one_part_of_a_claim_may_show_it(
    bench_at: Make, part: str, stands: bool, verdict: str
) -> None:
    errata = ERRATA.replace("shown_by: X1", f"shown_by: X1\n      part: {part}")
    bench = bench_at("full", claims__yaml=PARTS, errata__yaml=errata)
    bench.metric("base", [0.9, 0.91, 0.9, 0.9, 0.91])
    erratum = found(bench)[0]
    assert (erratum["stands"], erratum["verdict"], erratum["part"]) == (stands, verdict, part)
    assert [shown["label"] for shown in erratum["parts"]] == [part]
    assert erratum["why"] == erratum["parts"][0]["why"] and not erratum["provisional"]
    assert erratum["runs"] == [run.id for run in bench.runs("base")[:5]]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("by: X1", "by: X2", "there is no claim 'X2'; valid are X1"),
        ("by: X1", "by: X1\n      part: hihg", "claim X1 has no part 'hihg'; did you mean 'high'?"),
    ],
)
def test_evidence_that_is_not_there_is_told_of(
    bench_at: Make, old: str, new: str, words: str
) -> None:
    bench = bench_at("full", claims__yaml=PARTS, errata__yaml=ERRATA.replace(old, new))
    with pytest.raises(DocumentError) as caught:
        found(bench)
    assert str(caught.value).endswith(f"toy-2020/errata.yaml: erratum X-X1: {words}")
    (problem,) = check_references(bench.plan)
    assert str(problem) == f"toy-2020/errata.yaml: erratum X-X1: {words}"


def test_errata_are_written_with_the_verdicts(bench: Bench) -> None:
    config = Config.model_validate(
        {
            "scale": "full",
            "results": str(bench.layout.base.parent),
            "documents_root": str(bench.root),
        }
    )
    claims(config, SLUG)
    content = json.loads(bench.layout.verdicts(SLUG).read_text())
    assert [erratum["id"] for erratum in content["errata"]] == ["X-X1", "X-X2"]
    assert content["counts"]["not run"] == 1, "errata are no claims"


def test_a_document_without_errata_has_none(bench_at: Make) -> None:
    assert found(bench_at("full", claims__yaml=CLAIMS)) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("experiment: short", "experiment: shorter", "no experiment 'shorter'; did you mean"),
        ("metric: parameters}", "variant: b, metric: parameters}", "no variant 'b'"),
    ],
)
def test_a_check_of_what_is_not_there_is_a_problem(
    bench_at: Make, old: str, new: str, words: str
) -> None:
    assert old in ERRATA
    bench = bench_at("full", claims__yaml=CLAIMS, errata__yaml=ERRATA.replace(old, new))
    (problem,) = check_references(bench.plan)
    assert str(problem).startswith("toy-2020/errata.yaml: erratum X-X2: ") and words in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      shown_by: X1\n", "", "erratum X-X1: an erratum has either shown_by or a check"),
        ("      check:", "      shown_by: X1\n      check:", "either shown_by or a check"),
        (
            "        any_budget",
            "        note: A.\n        any_budget",
            "belong to claims",
        ),
        ("      check:", "      part: a\n      check:", "erratum X-X2: 'part' goes with shown_by"),
        ("id: X-X1", "id: X1", "erratum X1: id"),
        ("id: X-X2", "id: X-X1", "erratum X-X1: this id stands twice"),
        ("stated: 6300", "sated: 6300", "erratum X-X2: check.parts.1.sated: unknown key 'sated'"),
        ("kind: count", "kind: cont", "erratum X-X2: check: kind 'cont' is not known"),
        ("      right: It is low.\n", "", "the key 'right' is missing"),
    ],
)
def test_mistakes_are_told_in_a_line(bench_at: Make, old: str, new: str, words: str) -> None:
    assert old in ERRATA
    with pytest.raises(DocumentError) as caught:
        bench_at("full", claims__yaml=CLAIMS, errata__yaml=ERRATA.replace(old, new, 1))
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems)
    assert any(line.startswith("toy-2020/errata.yaml") and words in line for line in lines), lines
