"""Each kind but value: reproduced, not reproduced, inconclusive."""

from __future__ import annotations

import typing
from typing import Any

import numpy as np
import pytest
from analysis.bench import RATES, Bench, measure

from reprise.analysis.checks import CHECKS
from reprise.documents.models.claim import Claim
from reprise.training.outcome import Curve

HIGH = [0.95, 0.96, 0.95, 0.97, 0.96]
LOW = [0.90, 0.92, 0.91, 0.91, 0.92]
WILD = [0.80, 0.99, 0.93, 0.97, 0.84]


def test_every_kind_has_its_check() -> None:
    union = typing.get_args(Claim)[0]
    kinds = {
        typing.get_args(member.model_fields["kind"].annotation)[0] for member in union.__args__
    }
    assert set(CHECKS) == kinds


class TestSpread:
    @staticmethod
    def judge(bench: Bench, at_most: float, **more: Any) -> str:
        stated = {"label": "test", "of": measure(), "at_most": at_most, **more}
        return bench.judge("spread", parts=[stated])["verdict"]

    @pytest.mark.parametrize(
        ("at_most", "verdict"),
        [(0.02, "reproduced"), (0.009, "inconclusive"), (0.004, "not reproduced")],
    )
    def test_verdicts(self, bench: Bench, at_most: float, verdict: str) -> None:
        bench.metric("base", HIGH)  # sd 0.0084, true value within 0.0054 to 0.0199 at 90 %
        assert self.judge(bench, at_most) == verdict

    def test_relative_to_the_mean(self, bench: Bench) -> None:
        bench.metric("base", [100 * value for value in HIGH])
        assert self.judge(bench, 0.022, relative=True) == "reproduced"
        assert self.judge(bench, 0.022) == "not reproduced"

    def test_equal_runs_have_no_spread(self, bench: Bench) -> None:
        bench.metric("base", [0.0, 0.0])
        assert self.judge(bench, 1e-9, relative=True) == "reproduced"

    def test_one_seed(self, bench: Bench) -> None:
        bench.metric("base", [0.9])
        assert self.judge(bench, 1.0) == "inconclusive"


class TestBound:
    @staticmethod
    def judge(bench: Bench, relation: str, limit: float, **more: Any) -> dict[str, Any]:
        stated = {"label": "test", "of": measure(**more), "relation": relation, "limit": limit}
        return bench.judge("bound", parts=[stated])

    @pytest.mark.parametrize(
        ("relation", "limit", "verdict"),
        [
            ("above", 0.9, "reproduced"),
            ("above", 0.99, "not reproduced"),
            ("above", 0.958, "inconclusive"),
            ("below", 0.9, "not reproduced"),
            ("below", 0.99, "reproduced"),
            ("below", 0.958, "inconclusive"),
        ],
    )
    def test_verdicts(self, bench: Bench, relation: str, limit: float, verdict: str) -> None:
        bench.metric("base", HIGH)
        found = self.judge(bench, relation, limit)
        assert (found["verdict"], found["provisional"]) == (verdict, False)

    def test_the_interval_that_is_shown_is_the_one_that_decides(self, bench: Bench) -> None:
        bench.metric("base", HIGH)
        measured = self.judge(bench, "above", 0.9)["parts"][0]["measured"]
        assert measured["level"] == 0.9
        inside, outside = measured["low"] + 1e-6, measured["low"] - 1e-6
        assert self.judge(bench, "above", inside)["verdict"] == "inconclusive"
        assert self.judge(bench, "above", outside)["verdict"] == "reproduced"

    def test_equal_numbers_are_certain(self, bench: Bench) -> None:
        bench.metric("base", [1.0, 1.0])
        assert self.judge(bench, "above", 0.999)["verdict"] == "reproduced"
        assert self.judge(bench, "above", 1.001)["verdict"] == "not reproduced"
        limit = self.judge(bench, "above", 1.0)
        assert limit["verdict"] == "not reproduced" and "the limit itself" in limit["why"]

    def test_one_seed(self, bench: Bench) -> None:
        bench.metric("base", [0.95])
        assert self.judge(bench, "above", 0.5)["verdict"] == "inconclusive"


class TestOrder:
    @staticmethod
    def judge(bench: Bench, larger: str, smaller: str) -> dict[str, Any]:
        sides = {"larger": measure(larger), "smaller": measure(smaller)}
        return bench.judge("order", parts=[{"label": "test", **sides}])

    def test_a_swapped_order_flips_the_verdict(self, bench: Bench) -> None:
        bench.metric("base", HIGH)
        bench.metric("short", LOW)
        right, wrong = self.judge(bench, "base", "short"), self.judge(bench, "short", "base")
        assert (right["verdict"], wrong["verdict"]) == ("reproduced", "not reproduced")
        assert not right["provisional"]
        assert right["why"].startswith("a difference of 0.0460 ± 0.0089 (5 seeds), ")
        assert right["why"].endswith(" (test)")
        (part,) = right["parts"]
        assert part["quantity"] == "accuracy of base minus accuracy of short"
        assert "the other way round" in wrong["why"]
        assert right["experiments"] == ["toy-2020/base", "toy-2020/short"]

    def test_pairs_see_what_means_do_not(self, bench: Bench) -> None:
        bench.metric("base", [w + 0.01 + 0.001 * i for i, w in enumerate(WILD)])
        bench.metric("short", WILD)
        assert self.judge(bench, "base", "short")["verdict"] == "reproduced"
        bench.metric("base", [w + 0.01 for w in WILD[1:] + WILD[:1]])
        assert self.judge(bench, "base", "short")["verdict"] == "inconclusive"

    def test_only_common_seeds_count(self, bench: Bench) -> None:
        bench.metric("base", [None, *HIGH[:4]])
        bench.metric("short", LOW[:4])
        verdict = self.judge(bench, "base", "short")
        assert list(verdict["parts"][0]["measured"]["values"]) == ["1", "2", "3"]
        assert verdict["provisional"]
        assert "without seeds 0 and 5 of base (not run)" in verdict["why"]
        assert self.judge(bench, "base", "clocked")["verdict"] == "not run"

    def test_no_common_seed(self, bench: Bench) -> None:
        bench.metric("base", [None, 0.9])
        bench.metric("short", [0.8])
        verdict = self.judge(bench, "base", "short")
        assert (verdict["verdict"], verdict["parts"][0]["measured"]) == ("inconclusive", None)

    def test_equal_in_every_run(self, bench: Bench) -> None:
        bench.metric("base", [0.5, 0.6])
        bench.metric("short", [0.5, 0.6])
        verdict = self.judge(bench, "base", "short")
        assert verdict["verdict"] == "not reproduced" and "equal in every run" in verdict["why"]

    def test_diverged_seeds_are_left_out_and_named(self, bench: Bench) -> None:
        bench.metric("base", HIGH)
        bench.metric("short", LOW)
        bench.write(bench.runs("short")[1], metrics={"accuracy": None}, diverged=True)
        verdict = self.judge(bench, "base", "short")
        assert (verdict["verdict"], verdict["provisional"]) == ("reproduced", True)
        assert "without seed 1 of short (diverged)" in verdict["why"]


class TestGap:
    @staticmethod
    def judge(bench: Bench, **limits: Any) -> dict[str, Any]:
        sides = {"of": measure("base"), "against": measure("short")}
        return bench.judge("gap", parts=[{"label": "test", **sides, **limits}])

    @pytest.mark.parametrize(
        ("limits", "verdict"),
        [
            ({"at_least": 0.03}, "reproduced"),
            ({"at_least": 0.046}, "inconclusive"),
            ({"at_least": 0.06}, "not reproduced"),
            ({"at_most": 0.06}, "reproduced"),
            ({"at_most": 0.03}, "not reproduced"),
            ({"at_least": 0.03, "at_most": 0.06}, "reproduced"),
            ({"at_least": -0.06, "at_most": -0.03}, "not reproduced"),
            ({"at_least": 0.045, "at_most": 0.047}, "inconclusive"),
            ({"as_ratio": True, "at_least": 1.02, "at_most": 1.08}, "reproduced"),
            ({"as_ratio": True, "at_most": 1.0}, "not reproduced"),
        ],
    )
    def test_verdicts(self, bench: Bench, limits: dict[str, Any], verdict: str) -> None:
        bench.metric("base", HIGH)
        bench.metric("short", LOW)
        assert self.judge(bench, **limits)["verdict"] == verdict

    def test_no_ratio_to_zero(self, bench: Bench) -> None:
        bench.metric("base", HIGH)
        bench.metric("short", [0.0] * 5)
        verdict = self.judge(bench, as_ratio=True, at_least=1)
        assert verdict["verdict"] == "inconclusive"
        assert "nothing can be divided by 0" in verdict["why"]


class TestTrend:
    @staticmethod
    def judge(bench: Bench, direction: str, rule: str = "every-step", **more: Any):
        where = {"experiment": "base", "curve": "epoch.loss"}
        stated = {"label": "test", **where, "direction": direction, "rule": rule, **more}
        return bench.judge("trend", parts=[stated])

    FALLING = np.array([0.9, 0.7, 0.6, 0.55, 0.54])

    @pytest.mark.parametrize("rule", ["every-step", "rank-correlation"])
    def test_a_reversed_trend_flips_the_verdict(self, bench: Bench, rule: str) -> None:
        bench.curve("base", [self.FALLING + 0.01 * seed for seed in range(5)])
        right, wrong = self.judge(bench, "falling", rule), self.judge(bench, "rising", rule)
        assert (right["verdict"], wrong["verdict"]) == ("reproduced", "not reproduced")
        assert not right["provisional"] and "in all 5 seeds" in right["why"]
        assert "in none of 5 seeds" in wrong["why"]

    @pytest.mark.parametrize("rule", ["every-step", "rank-correlation"])
    def test_inconclusive_where_seeds_disagree(self, bench: Bench, rule: str) -> None:
        bench.curve("base", [self.FALLING] * 4 + [self.FALLING[::-1]])
        verdict = self.judge(bench, "falling", rule)
        assert verdict["verdict"] == "inconclusive" and "in 4 of 5 seeds" in verdict["why"]

    def test_a_flat_step_is_no_falling_one(self, bench: Bench) -> None:
        bench.curve("base", [[0.9, 0.7, 0.7, 0.5]] * 2)
        assert self.judge(bench, "falling")["verdict"] == "not reproduced"
        assert self.judge(bench, "falling")["parts"][0]["measured"]["mean"] == pytest.approx(2 / 3)
        assert self.judge(bench, "falling", "rank-correlation")["verdict"] == "reproduced"

    def test_from_a_point_on(self, bench: Bench) -> None:
        bench.curve("base", [[0.1, 0.9, 0.8, 0.7]] * 2)
        assert self.judge(bench, "falling")["verdict"] == "not reproduced"
        assert self.judge(bench, "falling", since=2)["verdict"] == "reproduced"

    def test_one_seed_and_no_curve(self, bench: Bench) -> None:
        bench.curve("base", [self.FALLING])
        assert self.judge(bench, "falling")["verdict"] == "inconclusive"
        bench.metric("base", [0.5, 0.5])
        verdict = self.judge(bench, "falling")
        assert verdict["verdict"] == "inconclusive"
        assert "'epoch.loss' is not in the record" in verdict["why"]


class TestArgbest:
    @staticmethod
    def judge(
        bench: Bench, stated: list[str], best: str = "highest", **printed: str
    ) -> dict[str, Any]:
        among = [
            {"label": rate, "of": measure("sweep", variant=rate)}
            | ({"printed": printed[rate]} if rate in printed else {})
            for rate in RATES
        ]
        return bench.judge("argbest", best=best, among=among, stated=stated)

    @staticmethod
    def write(bench: Bench, *levels: float, spread: float = 0.001, n: int = 5) -> None:
        """One level per rate; seeds differ, and rates differ between seeds by the spread."""
        noise = np.random.default_rng(7).normal(scale=spread, size=(4, n))
        for rate, level, jitter in zip(RATES, levels, noise, strict=True):
            bench.metric("sweep", list(level + 0.01 * np.arange(n) + jitter), rate)

    def test_the_best_and_another_one(self, bench: Bench) -> None:
        self.write(bench, 0.5, 0.9, 0.7, 0.6)
        right, wrong = self.judge(bench, [RATES[1]]), self.judge(bench, [RATES[2]])
        assert (right["verdict"], wrong["verdict"]) == ("reproduced", "not reproduced")
        assert self.judge(bench, [RATES[0]], "lowest")["verdict"] == "reproduced"
        assert self.judge(bench, [RATES[1]], "lowest")["verdict"] == "not reproduced"
        assert len(right["parts"]) == 4
        assert "place 1 of 4" in right["parts"][1]["why"]
        assert (
            right["why"].startswith("measured 0.92")
            and "(learning-rate-0.25; all 4" in right["why"]
        )
        assert f"{RATES[2]} against {RATES[1]}: worse in paired runs" in wrong["why"]

    def test_the_two_best(self, bench: Bench) -> None:
        self.write(bench, 0.5, 0.9, 0.88, 0.6)
        assert self.judge(bench, [RATES[1], RATES[2]])["verdict"] == "reproduced"
        assert self.judge(bench, [RATES[1], RATES[3]])["verdict"] == "not reproduced"

    def test_too_close_to_call(self, bench: Bench) -> None:
        self.write(bench, 0.5, 0.9, 0.9, 0.6, spread=0.01)
        verdict = self.judge(bench, [RATES[1]])
        assert verdict["verdict"] == "inconclusive" and "too close to call" in verdict["why"]
        assert [part["verdict"] for part in verdict["parts"]] == [
            "reproduced",
            "inconclusive",
            "inconclusive",
            "reproduced",
        ]

    def test_a_loss_counts_at_95_percent_over_all_duels(self, bench: Bench) -> None:
        leads = np.array([0.01, 0.02, -0.002, 0.012, 0.015])  # one-sided p = 0.021
        numbers = 0.5 + 0.01 * np.arange(5)
        bench.metric("sweep", list(numbers), RATES[0])
        bench.metric("sweep", list(numbers + leads), RATES[1])
        for rate in RATES[2:]:
            bench.metric("sweep", list(numbers - 0.3), rate)
        assert self.judge(bench, [RATES[0]])["verdict"] == "inconclusive"
        assert self.judge(bench, [RATES[1]])["verdict"] == "reproduced"
        among = [{"label": r, "of": measure("sweep", variant=r)} for r in RATES[:2]]
        duel = bench.judge("argbest", best="highest", among=among, stated=[RATES[0]])
        assert duel["verdict"] == "not reproduced"

    def test_one_seed_and_one_candidate_missing(self, bench: Bench) -> None:
        self.write(bench, 0.5, 0.9, 0.7, 0.6, n=1)
        assert self.judge(bench, [RATES[1]])["verdict"] == "inconclusive"
        fresh = [{"label": "a", "of": measure("sweep", variant=RATES[0])}]
        fresh += [{"label": "b", "of": measure("short")}]
        verdict = bench.judge("argbest", best="highest", among=fresh, stated=["a"])
        assert (verdict["verdict"], "not run: short" in verdict["why"]) == ("not run", True)

    def test_the_documents_own_table(self, bench: Bench) -> None:
        self.write(bench, 0.5, 0.9, 0.7, 0.6)
        holds = self.judge(bench, [RATES[1]], **{RATES[0]: "0.4", RATES[1]: "0.8"})
        assert holds["verdict"] == "reproduced"
        assert f"rank {RATES[1]} (0.8) best, as it says" in holds["parts"][-1]["why"]
        other = self.judge(bench, [RATES[1]], **{RATES[0]: "0.9", RATES[1]: "0.8"})
        assert other["verdict"] == "not reproduced"
        assert f"rank {RATES[0]} (0.9) best, not {RATES[1]}" in other["why"]
        even = self.judge(bench, [RATES[1]], **{RATES[0]: "0.81", RATES[1]: "0.8"})
        assert even["parts"][-1]["verdict"] == "inconclusive"
        none = self.judge(bench, [RATES[1]], **{RATES[0]: "0.9"})
        assert len(none["parts"]) == 4


class TestConsistency:
    @pytest.mark.parametrize(
        ("first", "relation", "second", "verdict"),
        [
            ("7960", "equal", "7960", "reproduced"),
            ("7960", "equal", "7961", "not reproduced"),
            ("0.835", "equal", "0.834607", "reproduced"),
            ("0.835", "equal", "0.834407", "not reproduced"),
            ("0.938", "above", "0.933", "reproduced"),
            ("0.938", "below", "0.933", "not reproduced"),
            ("0.933", "above", "0.93", "inconclusive"),
            ("3432", "above", "620", "reproduced"),
            ("-1.5", "below", "-1.4", "reproduced"),
        ],
    )
    def test_verdicts(
        self, bench: Bench, first: str, relation: str, second: str, verdict: str
    ) -> None:
        pair = {"label": "test", "first": first, "relation": relation, "second": second}
        found = bench.judge("consistency", parts=[pair])
        assert found["verdict"] == verdict
        assert first in found["why"] and second in found["why"]
        assert (found["runs"], found["provisional"]) == ([], False)


def test_what_cannot_be_checked(bench: Bench) -> None:
    verdict = bench.judge("not-checkable", reason="An opinion.")
    assert (verdict["verdict"], verdict["why"]) == ("not checkable", "An opinion.")


class TestTimes:
    @staticmethod
    def judge(bench: Bench, experiment: str) -> dict[str, Any]:
        for run in bench.runs(experiment)[:5]:
            points = Curve(np.arange(1, 3), {"loss": np.ones(2)})
            timing = {"seconds": 2.0 + 0.01 * run.seed}
            bench.write(run, curves={"epoch": points}, timing=timing)
        of = measure(experiment, timing="seconds")
        stated = {"label": "test", "of": of, "relation": "above", "limit": 1}
        return bench.judge("bound", parts=[stated])

    def test_only_runs_that_ran_alone_count(self, bench: Bench) -> None:
        assert self.judge(bench, "clocked")["verdict"] == "reproduced"
        crowded = self.judge(bench, "base")
        assert crowded["verdict"] == "inconclusive" and "did not run alone" in crowded["why"]
        assert "2.02" in crowded["why"]
