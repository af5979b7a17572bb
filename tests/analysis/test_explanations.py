"""Which alternative explains a claim that the stated set-up does not reproduce."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from analysis.bench import Bench, measure

ASSUMING = """
    assuming:
      ledger: [X-E6]
      title: With two things left open
      locator: "6"
      seeds: 6
      like: base
      change: {training.batch_size: 60}
      assumed:
        - key: data.scaling
          value: unit
          reason: usual
          alternatives: [raw]
          run_alternatives: true
        - key: model.activation
          value: sigmoid
          reason: usual
          alternatives: [tanh, relu]
          run_alternatives: true
        - {key: training.order, value: shuffled, reason: usual, alternatives: [shuffled-once]}
      scales:
        quick: {change: {training.epochs: 4}, seeds: 6}
    stopped:
      ledger: [X-E7]
      title: The same, stopped early
      locator: "7"
      from: assuming
      spec: {engine: evaluation, report: early-stopping, watch: epoch.test_accuracy, patience: 1}
      headline: stop
      assumed:
        - key: patience
          value: 1
          reason: usual
          alternatives: [2]
          run_alternatives: true
    """

NEAR = [0.931, 0.932, 0.930, 0.933, 0.931]
FAR = [0.881, 0.882, 0.880, 0.883, 0.881]
FARTHER = [0.831, 0.832, 0.830, 0.833, 0.831]
RAW, TANH, RELU = "scaling-raw", "activation-tanh", "activation-relu"

Make = Callable[..., Bench]


@pytest.fixture
def assuming(bench_at: Make) -> Bench:
    """At full scale, with an experiment of which two values are assumed."""
    return bench_at("full", ASSUMING)


def value(bench: Bench, of: dict[str, Any] | None = None, **claim: Any) -> dict[str, Any]:
    part = {"label": "test", "of": of or measure("assuming"), "printed": "0.931"}
    tolerance = {"tau": 0.01, "origin": "the ledger"}
    return bench.judge("value", tolerance=tolerance, parts=[part], **claim)


def found(verdict: dict[str, Any]) -> list[tuple[Any, str]]:
    return [(item["value"] or item["label"], item["verdict"]) for item in verdict["explanations"]]


def test_the_alternative_that_gives_the_printed_number(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("assuming", NEAR, RAW)
    verdict = value(assuming)
    assert verdict["verdict"] == "not reproduced", "an explanation changes no verdict"
    (item,) = verdict["explanations"]
    assert (item["key"], item["value"], item["verdict"]) == ("data.scaling", "raw", "reproduced")
    assert item["label"] == "assuming with data.scaling"
    assert item["why"].startswith("measured 0.9314 ± 0.0011 (5 seeds), printed 0.931: ")
    assert item["runs"] == [run.id for run in assuming.runs("assuming", RAW)[:5]]
    assert item["misfit"] == 0
    assert not set(item["runs"]) & set(verdict["runs"])
    assert verdict["parts"][0]["measured"]["mean"] == pytest.approx(0.8814)
    assert json.loads(json.dumps(verdict, allow_nan=False)) == verdict


def test_an_alternative_that_does_not_explain_it_is_shown_as_such(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("assuming", FARTHER, RAW)
    assert found(value(assuming)) == [("raw", "not reproduced")]


def test_nothing_for_a_claim_that_is_reproduced_or_not_run(assuming: Bench) -> None:
    assuming.metric("assuming", NEAR, RAW)
    assert value(assuming)["verdict"] == "not run"
    assert value(assuming)["explanations"] == []
    assuming.metric("assuming", NEAR)
    assert value(assuming)["verdict"] == "reproduced"
    assert value(assuming)["explanations"] == []


def test_the_best_comes_first_and_of_equals_the_nearest(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("assuming", FARTHER, RAW)
    assuming.metric("assuming", FAR, TANH)
    assuming.metric("assuming", NEAR, RELU)
    verdict = value(assuming)
    assert found(verdict) == [
        ("relu", "reproduced"),
        ("tanh", "not reproduced"),
        ("raw", "not reproduced"),
    ]
    misfits = [item["misfit"] for item in verdict["explanations"]]
    assert misfits == sorted(misfits) and misfits[1] == pytest.approx(4.91)


def test_an_alternative_without_a_number_comes_after_those_with_one(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    for run in assuming.runs("assuming", RAW):
        assuming.write(run, metrics={"accuracy": float("nan")}, diverged=True)
    assuming.metric("assuming", [0.931], TANH)
    assert found(value(assuming)) == [("tanh", "inconclusive"), ("raw", "inconclusive")]


def test_an_inconclusive_claim_is_explained_too(assuming: Bench) -> None:
    assuming.metric("assuming", [0.90, 0.93, 0.96])
    assuming.metric("assuming", NEAR, TANH)
    verdict = value(assuming)
    assert verdict["verdict"] == "inconclusive"
    assert found(verdict) == [("tanh", "reproduced")]


def test_cut_runs_explain_nothing(bench_at: Make) -> None:
    bench = bench_at("quick", ASSUMING)
    bench.metric("assuming", FAR)
    bench.metric("assuming", NEAR, RAW)
    verdict = value(bench)
    assert verdict["why"].startswith("budget: ")
    (item,) = verdict["explanations"]
    assert item["verdict"] == "inconclusive" and item["why"].startswith("budget: ")
    assert item["cut"] == ["training.epochs"]
    assert item["parts"][0]["measured"] == pytest.approx(0.9314)
    assert found(value(bench, any_budget=True)) == [("raw", "reproduced")]


def test_a_variant_that_is_no_main_one_has_no_alternatives(assuming: Bench) -> None:
    assuming.metric("assuming", FAR, TANH)
    assuming.metric("assuming", NEAR, RAW)
    verdict = value(assuming, measure("assuming", variant=TANH))
    assert verdict["verdict"] == "not reproduced" and verdict["explanations"] == []


def test_an_order_is_tried_with_one_side_moved(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("base", [number + 0.01 for number in FAR])
    assuming.metric("assuming", [number + 0.001 * i for i, number in enumerate(NEAR)], RAW)
    sides = {"larger": measure("assuming"), "smaller": measure("base")}
    verdict = assuming.judge("order", parts=[{"label": "test", **sides}])
    assert verdict["verdict"] == "not reproduced"
    assert found(verdict) == [("raw", "reproduced")]
    used = {run.split("--")[2] for run in verdict["explanations"][0]["runs"]}
    assert used == {"scaling-raw", "main"}


def test_what_builds_on_an_experiment_has_its_alternatives_and_its_own(assuming: Bench) -> None:
    assuming.metric("stopped", FAR)
    assuming.metric("stopped", NEAR, RAW)
    assuming.metric("stopped", FARTHER, "patience-2")
    verdict = value(assuming, measure("stopped"))
    assert found(verdict) == [("raw", "reproduced"), (2, "not reproduced")]
    raw, patience = verdict["explanations"]
    assert raw["label"] == "assuming with data.scaling"
    assert patience["label"] == "stopped with patience"
    assert raw["runs"] == [run.id for run in assuming.runs("stopped", RAW)[:5]]


def test_an_experiment_and_what_builds_on_it_move_together(assuming: Bench) -> None:
    """As stated the two are equal, and with raw data too: only a mixture would be an order."""
    for variant, numbers in (("main", FAR), (RAW, [n + 0.001 * i for i, n in enumerate(NEAR)])):
        assuming.metric("assuming", numbers, variant)
        assuming.metric("stopped", numbers, variant)
    sides = {"larger": measure("assuming"), "smaller": measure("stopped")}
    verdict = assuming.judge("order", parts=[{"label": "test", **sides}])
    (item,) = verdict["explanations"]
    assert (item["value"], item["verdict"]) == ("raw", "not reproduced")
    both = [run.id for name in ("assuming", "stopped") for run in assuming.runs(name, RAW)[:5]]
    assert item["runs"] == both


def test_a_point_of_a_sweep_has_no_alternatives(assuming: Bench) -> None:
    assuming.metric("sweep", FAR, "learning-rate-0.5")
    verdict = value(assuming, measure("sweep", variant="learning-rate-0.5"))
    assert verdict["verdict"] == "not reproduced" and verdict["explanations"] == []


def test_an_explanation_is_not_held_against_itself(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("short", NEAR)
    sides = {"larger": measure("assuming"), "smaller": measure("short")}
    other = {"label": "fewer epochs", "instead_of": "assuming", "experiment": "short"}
    verdict = assuming.judge("order", parts=[{"label": "a", **sides}], explanations=[other])
    assert verdict["verdict"] == "not reproduced" and verdict["explanations"] == []


def test_a_claim_about_an_alternative_is_not_held_against_itself(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("assuming", [number + 0.002 * i for i, number in enumerate(NEAR)], RAW)
    sides = {"larger": measure("assuming"), "smaller": measure("assuming", variant=RAW)}
    verdict = assuming.judge("order", parts=[{"label": "test", **sides}])
    assert verdict["verdict"] == "not reproduced" and verdict["explanations"] == []


def test_a_trend_moves_with_its_experiment(assuming: Bench) -> None:
    falling, rising = [0.9, 0.7, 0.5], [0.5, 0.7, 0.9]
    assuming.curve("assuming", [rising] * 5)
    assuming.curve("short", [falling] * 5)
    stated = {"label": "test", "experiment": "assuming", "curve": "epoch.loss"}
    stated |= {"direction": "falling", "rule": "every-step"}
    other = {"label": "fewer epochs", "instead_of": "assuming", "experiment": "short"}
    verdict = assuming.judge("trend", parts=[stated], explanations=[other])
    assert found(verdict) == [("fewer epochs", "reproduced")]


def test_another_experiment_in_its_place(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("short", NEAR)
    assuming.metric("sweep", FARTHER, "learning-rate-0.1")
    substitutes = [
        {"label": "a low rate", "instead_of": "assuming", "experiment": "sweep"},
        {"label": "fewer epochs", "instead_of": "assuming", "experiment": "short"},
        {"label": "of others", "instead_of": "base", "experiment": "short"},
    ]
    substitutes[0]["variant"] = "learning-rate-0.1"
    verdict = value(assuming, explanations=substitutes)
    assert found(verdict) == [("fewer epochs", "reproduced"), ("a low rate", "not reproduced")]
    assert [item["key"] for item in verdict["explanations"]] == [None, None]
    assert verdict["experiments"] == ["toy-2020/assuming"]


def test_all_kinds_of_a_combined_claim_move_together(assuming: Bench) -> None:
    def write(variant: str, accuracy: list[float], parameters: int) -> None:
        for run, number in zip(assuming.runs("assuming", variant), accuracy, strict=False):
            assuming.write(run, metrics={"accuracy": number, "parameters": parameters})

    write("main", FAR, 6370)
    write(RAW, NEAR, 6370)
    write(TANH, NEAR, 6371)
    limit = {"label": "high", "of": measure("assuming"), "relation": "above", "limit": 0.9}
    count = {"label": "size", "of": measure("assuming", "parameters"), "stated": 6370}
    checks = [{"kind": "bound", "parts": [limit]}, {"kind": "count", "parts": [count]}]
    verdict = assuming.judge("combined", checks=checks)
    assert found(verdict) == [("raw", "reproduced"), ("tanh", "not reproduced")]
    opinion = {"kind": "not-checkable", "reason": "An opinion."}
    verdict = assuming.judge("combined", checks=[*checks, opinion])
    assert found(verdict) == [("raw", "not checkable"), ("tanh", "not reproduced")]


def sides(larger: str, smaller: str) -> dict[str, Any]:
    """The part of an order claim that sets one experiment above another."""
    return {"label": "a", "larger": measure(larger), "smaller": measure(smaller)}


def test_two_experiments_that_are_exchanged_together(assuming: Bench) -> None:
    assuming.metric("assuming", FAR)
    assuming.metric("short", NEAR)
    assuming.metric("sweep", FARTHER, "learning-rate-0.1")
    assuming.metric("base", NEAR)
    both = {"label": "both", "instead_of": "assuming", "experiment": "base"}
    other = {"instead_of": "short", "experiment": "sweep", "variant": "learning-rate-0.1"}
    part = sides("assuming", "short")
    alone = assuming.judge("order", parts=[part], explanations=[both])
    assert found(alone) == [("both", "not reproduced")], "as high as the other, which has not moved"
    moved = assuming.judge("order", parts=[part], explanations=[both | {"together": [other]}])
    assert found(moved) == [("both", "reproduced")]
    used = {run.split("--")[1] for run in moved["explanations"][0]["runs"]}
    assert used == {"base", "sweep"}


def test_one_of_two_variants_is_exchanged(assuming: Bench) -> None:
    low, high = "learning-rate-0.1", "learning-rate-0.25"
    assuming.metric("sweep", FAR, low)
    assuming.metric("sweep", NEAR, high)
    assuming.metric("short", FARTHER)
    larger, smaller = (measure("sweep") | {"variant": name} for name in (low, high))
    part = {"label": "a", "larger": larger, "smaller": smaller}
    other = {"label": "short", "instead_of": "sweep", "experiment": "short"}
    each = assuming.judge("order", parts=[part], explanations=[other])
    assert found(each) == [("short", "reproduced"), ("short", "not reproduced")]
    one = assuming.judge("order", parts=[part], explanations=[other | {"at": low}])
    assert found(one) == [("short", "not reproduced")]
