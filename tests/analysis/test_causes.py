"""Why a claim is not reproduced, or inconclusive: one cause each, by rule."""

from __future__ import annotations

import pytest
from analysis.bench import RATES, Bench, measure

from reprise.analysis.causes import EXACT_KINDS, FAILED, UNDECIDED, WORDS, cause
from reprise.analysis.checks import CHECKS
from reprise.analysis.parts import PartVerdict

FAILS, HOLDS, OPEN = "not reproduced", "reproduced", "inconclusive"


def part(kind: str, verdict: str = FAILS, **more) -> PartVerdict:
    found = {"kind": kind, "runs": ("a run",), **more}
    return PartVerdict("a part", verdict, "because", **found)


PRINTED = part("wording", runs=())
FORMULA, CODE, COUNT = part("formula"), part("code"), part("count")
MEASURED = part("bound")
DISTANT = part("value", tau=0.1, d=0.4)


def tried(verdict: str = FAILS, label: str = "a cat", misfit: float | None = None, **more):
    found = {"label": label, "key": None, "value": None, "verdict": verdict, "misfit": misfit}
    return found | more


def failed(*parts: PartVerdict, explanations=()) -> dict:
    return cause(FAILS, [*parts, part("bound", HOLDS)], explanations)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ([PRINTED], "print"),
        ([part("argbest", runs=())], "print"),  # the document's own table
        ([FORMULA], "formula"),
        ([CODE], "exact"),
        ([COUNT], "exact"),
        ([MEASURED], "measured"),
        ([part("argbest")], "measured"),
        ([MEASURED, CODE], "exact"),
        ([MEASURED, FORMULA, CODE], "formula"),
        ([MEASURED, FORMULA, CODE, PRINTED], "print"),
    ],
)
def test_what_needs_no_chance_names_the_cause(parts, name) -> None:
    assert failed(*parts)["name"] == failed(*reversed(parts))["name"] == name


def test_only_parts_that_fail_count() -> None:
    parts = [part("wording", HOLDS, runs=()), part("formula", OPEN), MEASURED]
    assert failed(*parts)["name"] == "measured"
    mixed = failed(CODE, MEASURED, MEASURED, part("code", HOLDS))
    assert mixed["failing"] == {"exact": 1, "measured": 2}
    assert mixed["words"] == WORDS["exact"]


@pytest.mark.parametrize("parts", [[MEASURED], [CODE], [FORMULA, MEASURED]])
def test_an_alternative_that_gives_the_whole_claim_comes_first(parts) -> None:
    found = failed(*parts, explanations=[tried(HOLDS, "a hat"), tried()])
    assert (found["name"], found["words"]) == ("set-up", "holds with a hat")
    assert (found["tried"], found["alternative"]["label"]) == (2, "a hat")
    assumed = failed(*parts, explanations=[tried(HOLDS, key="data.scaling", value="raw")])
    assert assumed["words"] == "holds with data.scaling raw"


def test_of_what_was_measured_it_says_what_was_tried() -> None:
    assert failed(MEASURED)["words"] == "measured otherwise; no alternative was tried"
    assert failed(MEASURED)["tried"] == 0
    one = failed(DISTANT, explanations=[tried(misfit=2.0)])
    assert one["words"] == "measured otherwise; the one alternative does not give it either"
    assert one["alternative"]["misfit"] == 2.0
    far = failed(DISTANT, explanations=[tried(), tried()])
    assert far["words"] == "measured otherwise; none of 2 alternatives gives it"
    assert far["alternative"] is None, "without a distance none comes closest"
    alternatives = [tried(OPEN, "a hat", 1.94), tried(misfit=3.0)]
    near = failed(DISTANT, explanations=alternatives)
    assert near["words"] == (
        "measured otherwise; none of 2 alternatives gives it, 1 of them leaves it open; "
        "closest is a hat, 1.9 tolerances off"
    )
    nearer = failed(DISTANT, explanations=[tried(OPEN), tried(misfit=3.0), tried(label="a hat")])
    assert nearer["words"].endswith("closest is a cat, 3 tolerances off"), "whatever its verdict"
    undecided = failed(DISTANT, explanations=[tried(OPEN)])
    assert undecided["words"] == "measured otherwise; the one alternative leaves it open"
    assert near["alternative"]["label"] == "a hat"
    other = failed(DISTANT, MEASURED, explanations=alternatives)
    assert other["alternative"] is None, "the distance is that of other parts than those that fail"


def test_an_alternative_that_decides_nothing_explains_nothing() -> None:
    assert failed(MEASURED, explanations=[tried(OPEN)])["name"] == "measured"
    assert failed(CODE, explanations=[tried(FAILS, misfit=0.1)])["alternative"] is None


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ([part("value", OPEN, hindered="budget")], "budget"),
        ([part("value", OPEN, hindered="one seed")], "one seed"),
        ([part("value", OPEN, hindered="no number")], "no number"),
        ([part("value", OPEN)], "spread"),
        ([part("consistency", OPEN, runs=())], "rounding"),
        ([part("value", OPEN), part("value", OPEN, hindered="budget")], "budget"),
        ([part("value", OPEN), part("value", OPEN, hindered="one seed")], "one seed"),
        ([part("value", OPEN), part("value", HOLDS, hindered=None)], "spread"),
    ],
)
def test_why_a_claim_is_inconclusive(parts, name) -> None:
    found = cause(OPEN, parts, [])
    assert (found["name"], found["words"]) == (name, WORDS[name])


@pytest.mark.parametrize("verdict", [HOLDS, "not run", "not checkable"])
def test_the_other_verdicts_have_no_cause(verdict) -> None:
    assert cause(verdict, [part("value", verdict)], []) is None


def test_every_cause_has_its_words_and_every_exact_kind_is_one() -> None:
    assert set(WORDS) == {*FAILED, *UNDECIDED} - {"set-up", "measured"}
    assert set(EXACT_KINDS) < set(CHECKS)


def bound(limit: float, **of) -> dict:
    return {"label": "a bound", "of": measure(**of), "relation": "above", "limit": limit}


def test_checks_say_what_hinders_them(bench_at) -> None:
    bench: Bench = bench_at("full")
    bench.metric("base", [0.9])
    assert bench.judge("bound", parts=[bound(0.5)])["cause"]["name"] == "one seed"
    bench.metric("base", [0.9, 0.1, 0.5])
    assert bench.judge("bound", parts=[bound(0.5)])["cause"]["name"] == "spread"
    bench.metric("short", [0.9, 0.1, 0.5], name="other")
    never = bench.judge("bound", parts=[bound(0.5, experiment="short")])
    assert never["cause"]["name"] == "no number"
    cut: Bench = bench_at("quick")
    cut.metric("base", [0.9, 0.91, 0.9])
    assert cut.judge("bound", parts=[bound(0.5)])["cause"]["name"] == "budget"
    counted = {"label": "n", "of": measure(), "stated": 3}
    assert cut.judge("count", parts=[counted])["cause"]["name"] == "budget"


def test_the_parts_of_a_combined_claim_keep_their_kinds(bench: Bench) -> None:
    bench.metric("base", [0.2, 0.21, 0.2, 0.21, 0.2])
    counted = {"label": "n", "of": measure(), "stated": 3}
    checks = [{"kind": "bound", "parts": [bound(0.5)]}, {"kind": "count", "parts": [counted]}]
    found = bench.judge("combined", checks=checks)
    assert [p["kind"] for p in found["parts"]] == ["bound", "count"]
    assert found["cause"]["name"] == "exact"
    assert found["cause"]["failing"] == {"exact": 1, "measured": 1}
    alone = bench.judge("bound", parts=[bound(0.5)])
    assert alone["parts"][0]["kind"] == "bound" and alone["cause"]["name"] == "measured"


def test_duels_without_pairs_have_one_seed(bench: Bench) -> None:
    for rate, numbers in zip(RATES, ([0.9, 0.9], [None, None, 0.8, 0.8]), strict=False):
        bench.metric("sweep", numbers, rate)
    among = [{"label": rate, "of": measure("sweep", variant=rate)} for rate in RATES[:2]]
    found = bench.judge("argbest", best="highest", among=among, stated=[RATES[0]])
    assert found["verdict"] == OPEN
    assert found["cause"]["name"] == "one seed"
