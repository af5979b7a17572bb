"""What keeps a claim from being decided: nothing run, cut, stand-ins."""

from __future__ import annotations

from typing import Any

import pytest
from analysis.bench import Bench, measure


def judge(bench: Bench, *measures: dict[str, Any], **claim: Any) -> dict[str, Any]:
    stated = [
        {"label": f"part {i}", "of": of, "relation": "above", "limit": 0.5}
        for i, of in enumerate(measures or [measure()])
    ]
    return bench.judge("bound", parts=stated, **claim)


def test_nothing_run(bench: Bench) -> None:
    verdict = judge(bench)
    assert (verdict["verdict"], verdict["why"]) == ("not run", "not run: base")
    assert verdict["parts"][0]["measured"] is None


@pytest.mark.parametrize("limit_is_met", [True, False])
def test_a_cut_run_decides_nothing_but_is_shown(bench_at, limit_is_met: bool) -> None:
    bench = bench_at("quick")
    bench.metric("base", [0.9, 0.91, 0.9] if limit_is_met else [0.1, 0.11, 0.1])
    verdict = judge(bench)
    assert verdict["verdict"] == "inconclusive"
    assert verdict["why"].startswith("budget: training.epochs 4 of 10; measured 0.")
    assert verdict["parts"][0]["measured"]["n"] == 3
    assert (verdict["cut"], verdict["stand_in"]) == (["training.epochs"], False)
    assert judge(bench, any_budget=True)["verdict"] == (
        "reproduced" if limit_is_met else "not reproduced"
    )


def test_stand_in_data_need_any_data(bench_at) -> None:
    bench = bench_at("smoke")
    bench.metric("base", [0.9])
    plain, budget = judge(bench), judge(bench, any_budget=True)
    assert "stand-in data" in plain["why"] and "training.epochs" in plain["why"]
    assert budget["why"].startswith("budget: stand-in data")
    assert judge(bench, any_budget=True, any_data=True)["why"].startswith("one seed")
    assert judge(bench, any_data=True)["why"].startswith("budget: data.test_count")
    assert plain["stand_in"]


def test_what_the_scale_leaves_out(bench_at) -> None:
    bench = bench_at("smoke")
    verdict = judge(bench, measure("sweep", variant="learning-rate-0.05"))
    assert verdict["verdict"] == "inconclusive"
    assert verdict["why"] == "budget: this build leaves out sweep (learning-rate-0.05)"


def test_cuts_are_named_by_experiment_where_they_differ(bench_at) -> None:
    bench = bench_at("quick")
    bench.metric("base", [0.9, 0.9])
    bench.metric("long", [0.9, 0.9])

    def why(other: str) -> str:
        sides = {"larger": measure("base"), "smaller": measure(other)}
        return bench.judge("order", parts=[{"label": "test", **sides}])["why"]

    both = "budget: base: training.epochs 4 of 10; long: training.epochs 4 of 20; "
    assert why("long").startswith(both)
    bench.metric("clocked", [0.9, 0.9])
    assert why("clocked").startswith("budget: training.epochs 4 of 10; ")
    assert why("short").startswith("budget: training.epochs 4 of 10; ")


def test_a_misspelt_metric_is_named(bench: Bench) -> None:
    bench.metric("base", [0.9, 0.9])
    verdict = judge(bench, measure(metric="acuracy"))
    assert verdict["verdict"] == "inconclusive"
    assert verdict["why"] == (
        "no run of base gives acuracy: its metric 'acuracy' is not in the record"
    )


def test_the_worst_part_decides(bench: Bench) -> None:
    bench.metric("base", [0.9, 0.91, 0.9, 0.9, 0.91])
    bench.metric("short", [0.1, 0.11, 0.1])
    verdict = judge(bench, measure(), measure("clocked"), measure("short"), measure())
    assert verdict["verdict"] == "not reproduced"
    assert [part["verdict"] for part in verdict["parts"]] == [
        "reproduced",
        "not run",
        "not reproduced",
        "reproduced",
    ]
    assert verdict["why"].endswith(
        "(part 2; of 4 parts 2 reproduced, 1 not reproduced and 1 not run)"
    )
    assert verdict["provisional"]
    assert judge(bench, measure(), measure("clocked"))["verdict"] == "not run"


def test_one_firm_part_refutes_and_one_weak_part_keeps_it_provisional(bench: Bench) -> None:
    bench.metric("base", [0.1, 0.11, 0.1, 0.1, 0.11])
    bench.metric("short", [0.1, 0.11, 0.1])
    bench.metric("clocked", [0.9, 0.91, 0.9])
    assert not judge(bench, measure(), measure("short"))["provisional"]
    bench.metric("base", [0.9, 0.91, 0.9, 0.9, 0.91])
    assert judge(bench, measure(), measure("clocked"))["provisional"]
