"""combined: checks of several kinds that make up one claim."""

from __future__ import annotations

from typing import Any

import pytest
from analysis.bench import Bench, measure
from pydantic import ValidationError

from reprise.documents.models.claim import CLAIM

BOUND = {
    "kind": "bound",
    "parts": [{"label": "high", "of": measure(), "relation": "above", "limit": 0.5}],
}
COUNT = {
    "kind": "count",
    "parts": [{"label": "parameters", "of": measure(metric="parameters"), "stated": 6370}],
}
OPINION = {"kind": "not-checkable", "reason": "An opinion."}


def write(bench: Bench, accuracy: float = 0.9, parameters: int = 6370) -> None:
    for run in bench.runs("base"):
        metrics = {"accuracy": accuracy + run.seed / 1000, "parameters": parameters}
        bench.write(run, metrics=metrics)


def test_all_of_it_must_hold(bench: Bench) -> None:
    write(bench)
    found = bench.judge("combined", checks=[BOUND, COUNT])
    assert found["verdict"] == "reproduced"
    assert [part["label"] for part in found["parts"]] == ["high", "parameters"]


@pytest.mark.parametrize("wrong", [{"accuracy": 0.1}, {"parameters": 6371}])
def test_one_check_that_fails_refutes(bench: Bench, wrong: dict[str, Any]) -> None:
    write(bench, **wrong)
    found = bench.judge("combined", checks=[BOUND, COUNT])
    assert found["verdict"] == "not reproduced"
    assert "of 2 parts 1 reproduced and 1 not reproduced" in found["why"]


def test_an_opinion_beside_it_keeps_it_from_being_reproduced(bench: Bench) -> None:
    write(bench)
    found = bench.judge("combined", checks=[COUNT, OPINION])
    assert found["verdict"] == "not checkable"


def test_what_the_claim_says_counts_for_its_checks(bench_at) -> None:
    bench = bench_at("quick")
    write(bench)
    cut = bench.judge("combined", checks=[BOUND, COUNT])
    assert cut["verdict"] == "inconclusive" and cut["why"].startswith("budget: training.epochs")
    whole = bench.judge("combined", checks=[BOUND, COUNT], any_budget=True)
    assert whole["verdict"] == "reproduced"
    own = bench.judge("combined", checks=[BOUND, {**COUNT, "any_budget": True}])
    assert [part["verdict"] for part in own["parts"]] == ["inconclusive", "reproduced"]


@pytest.mark.parametrize(
    "checks",
    [
        [BOUND],
        [BOUND, {**COUNT, "note": "A note that nobody would see."}],
        [BOUND, {"kind": "combined", "checks": [BOUND, COUNT]}],
        [BOUND, {**COUNT, "parts": []}],
        [BOUND, "count"],
        "count",
    ],
)
def test_what_cannot_be_combined_is_refused(checks: Any) -> None:
    claim = {"id": "X1", "locator": "1", "text": "A claim.", "kind": "combined"}
    with pytest.raises(ValidationError):
        CLAIM.validate_python({**claim, "checks": checks})
