"""What speaks against chance: the bound on false refutations, and what stays after correction."""

from __future__ import annotations

import numpy as np
import pytest
from analysis.bench import RATES, Bench, measure

from reprise.analysis.chance import chance, error_rate, is_test
from reprise.analysis.statistics import ONE_SIDED, p_against, p_sd_above, sd_interval


def part(verdict: str = "reproduced", p: float | None = 0.9, kind: str = "bound", **more) -> dict:
    found = {"verdict": verdict, "p_against": p, "kind": kind, "hindered": None, "stated": "1"}
    return {**found, "measured": {"n": 3}, **more}


def claim(*parts: dict, failing: dict | None = None) -> dict:
    return {"parts": list(parts), "cause": {"name": "any", "failing": failing or {}}}


def refuted(p: float) -> dict:
    return claim(part("not reproduced", p), failing={"measured": 1})


def test_claims_without_a_test_do_not_count() -> None:
    found = chance([claim(part(p=None)), claim(part(hindered="budget")), claim()])
    assert (found.claims, found.tests, found.refuted, found.at_most, found.firm) == (0, 0, 0, 0, 0)


def test_the_bound_is_the_sum_of_the_error_rates_and_one_at_most_for_a_claim() -> None:
    assert chance([claim(part(), part()), claim(part())]).at_most == pytest.approx(0.15)
    assert chance([claim(*[part()] * 30), claim(part())]).at_most == pytest.approx(1.05)


def test_error_rates() -> None:
    assert error_rate(part()) == ONE_SIDED
    assert error_rate(part(kind="trend", measured={"n": 5})) == 1 / 32
    assert error_rate(part(kind="gap")) == 2 * ONE_SIDED, "it may fail on either side"


def test_the_candidates_that_others_are_compared_with_are_no_tests_of_their_own() -> None:
    assert is_test(part(kind="argbest")) and not is_test(part(kind="argbest", stated=None))
    assert is_test(part(kind="order", stated=None))


def test_claims_that_fail_exactly_are_not_refuted_by_tests() -> None:
    exact = claim(part("not reproduced", 1e-9), failing={"exact": 1, "measured": 1})
    found = chance([exact, refuted(1e-9)])
    assert (found.claims, found.refuted, found.firm) == (2, 1, 1)


def test_a_gap_may_fail_on_either_side() -> None:
    gap = claim(part("not reproduced", 0.06, "gap"), failing={"measured": 1})
    assert (chance([refuted(0.06)]).firm, chance([gap]).firm) == (1, 0)


def test_few_stay_among_many_tests() -> None:
    assert chance([refuted(0.04)]).firm == 1
    assert chance([refuted(0.04), *[claim(part())] * 50]).firm == 0
    assert chance([refuted(1e-6), refuted(0.04), *[claim(part())] * 50]).firm == 1


def bound(bench: Bench, numbers: list[float], relation: str) -> dict:
    bench.metric("base", numbers)
    parts = [{"label": "b", "of": measure(), "relation": relation, "limit": 0.5}]
    return bench.judge("bound", parts=parts)["parts"][0]


@pytest.mark.parametrize("relation", ["above", "below"])
@pytest.mark.parametrize(
    "numbers", [[0.3, 0.4, 0.35], [0.7, 0.6, 0.65], [0.3, 0.7, 0.5], [0.5] * 3]
)
def test_a_bound_fails_where_the_test_against_it_says_so(bench: Bench, relation, numbers) -> None:
    found = bound(bench, numbers, relation)
    assert (found["verdict"] == "not reproduced") == (found["p_against"] <= ONE_SIDED)


@pytest.mark.parametrize("lead", [-0.1, -0.01, 0.0, 0.01, 0.1])
def test_the_other_kinds_fail_where_the_tests_against_them_say_so(bench: Bench, lead) -> None:
    noise = [0.0, 0.01, -0.01, 0.02, -0.02, 0.01]
    bench.metric("base", [0.5 + lead + e for e in noise])
    bench.metric("short", [0.5 - e for e in noise])
    for name, centre in zip(RATES, (lead, 0.0, 0.0, 0.0), strict=True):
        bench.metric("sweep", [centre + e * (1 + 3 * (not centre)) for e in noise], name)
    label, base, short = {"label": "l"}, measure(), measure("short")
    order = bench.judge("order", parts=[{**label, "larger": base, "smaller": short}])
    limits = {"at_least": -0.02, "at_most": 0.02}
    gap = bench.judge("gap", parts=[{**label, "of": base, "against": short, **limits}])
    tolerance = {"tau": 0.02, "origin": "a test"}
    value = bench.judge(
        "value", tolerance=tolerance, parts=[{**label, "of": base, "printed": "0.500"}]
    )
    spread = bench.judge("spread", parts=[{**label, "of": base, "at_most": 0.001 + abs(lead)}])
    among = [{"label": rate, "of": measure("sweep", variant=rate)} for rate in RATES]
    best = bench.judge("argbest", best="highest", among=among, stated=RATES[:1])
    for found in (order, gap, value, spread, best):
        first = found["parts"][0]
        fails = first["verdict"] == "not reproduced"
        assert fails == (first["p_against"] <= ONE_SIDED), (found["kind"], first)


def test_a_trend_fails_as_often_as_a_coin_would(bench: Bench) -> None:
    trend = {"label": "t", "experiment": "base", "curve": "epoch.loss", "direction": "rising"}
    bench.curve("base", [[3, 2, 1]] * 4)
    found = bench.judge("trend", parts=[{**trend, "rule": "every-step"}])["parts"][0]
    assert (found["verdict"], found["p_against"]) == ("not reproduced", 1 / 16)


def test_what_is_not_tested_has_no_p(bench_at) -> None:
    bench = bench_at("quick")
    assert bound(bench, [0.1, 0.2, 0.15], "above")["p_against"] is None


def test_p_against_is_uniform_where_the_mean_is_zero() -> None:
    draws = np.random.default_rng(5).normal(size=(4000, 4))
    share = np.mean([p_against(list(row)) <= ONE_SIDED for row in draws])
    assert abs(share - ONE_SIDED) < 4 * (ONE_SIDED * 0.95 / len(draws)) ** 0.5
    assert p_against([0.0, 0.0]) == 0.0 and p_against([1.0, 1.0]) == 1.0


def test_p_of_a_spread_belongs_to_its_interval() -> None:
    low, _ = sd_interval(0.3, 5)
    assert p_sd_above(0.3, 5, low) == pytest.approx(ONE_SIDED)
    assert p_sd_above(0.3, 5, 0.0) == 0.0 and p_sd_above(0.0, 5, 0.1) == 1.0
