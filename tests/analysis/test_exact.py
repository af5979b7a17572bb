"""Kinds that one run decides: counts and re-enacted code."""

from __future__ import annotations

from typing import Any

import pytest
from analysis.bench import Bench, measure
from pydantic import ValidationError


class TestCount:
    @staticmethod
    def judge(bench: Bench, stated: float, **more: Any) -> dict[str, Any]:
        within = {"within": more.pop("within")} if "within" in more else {}
        part = {"label": "test", "of": measure(metric="parameters"), "stated": stated}
        return bench.judge("count", parts=[{**part, **within}], **more)

    def test_verdicts(self, bench: Bench) -> None:
        bench.metric("base", [6370, 6370], name="parameters")
        assert self.judge(bench, 6370)["verdict"] == "reproduced"
        assert not self.judge(bench, 6370)["provisional"]
        wrong = self.judge(bench, 6371)
        assert wrong["verdict"] == "not reproduced"
        assert "measured 6370, stated 6371 (in 2 runs)" in wrong["why"]
        assert self.judge(bench, 6400, within=30)["verdict"] == "reproduced"
        assert self.judge(bench, 6400, within=29)["verdict"] == "not reproduced"

    def test_one_run_is_enough_and_one_wrong_run_too(self, bench: Bench) -> None:
        bench.metric("base", [6370], name="parameters")
        assert self.judge(bench, 6370)["verdict"] == "reproduced"
        bench.metric("base", [6370, 6371], name="parameters")
        wrong = self.judge(bench, 6370)
        assert wrong["verdict"] == "not reproduced" and "6370 and 6371" in wrong["why"]

    def test_inconclusive_where_the_budget_was_cut(self, bench_at) -> None:
        bench = bench_at("quick")
        bench.metric("base", [6370], name="parameters")
        assert self.judge(bench, 6370)["verdict"] == "inconclusive"
        assert self.judge(bench, 6370, any_budget=True)["verdict"] == "reproduced"

    def test_what_was_not_run_and_what_has_no_number(self, bench: Bench) -> None:
        assert self.judge(bench, 6370)["verdict"] == "not run"
        bench.metric("base", [float("nan")], name="parameters")
        absent = self.judge(bench, 6370, within=5)
        assert absent["verdict"] == "inconclusive"
        assert absent["why"] == (
            "no run of base gives parameters: its metric 'parameters' is not a finite number"
        )


class TestCode:
    @staticmethod
    def judge(bench: Bench, **stated: Any) -> dict[str, Any]:
        part = {"label": "test", "of": measure(metric="shown"), **stated}
        return bench.judge("code", parts=[part])

    @pytest.mark.parametrize(
        ("shown", "stated", "verdict", "words"),
        [
            (1, {}, "reproduced", "our run: yes, the document: yes (in the one run)"),
            (0, {}, "not reproduced", "our run: no, the document: yes (in the one run)"),
            (0, {"stated": False}, "reproduced", "our run: no, the document: no"),
            (1, {"stated": False}, "not reproduced", "our run: yes, the document: no"),
            (0.5, {}, "not reproduced", "our run: 0.5, the document: yes"),
            (1, {"stated": 1}, "reproduced", "our run: 1, the document: 1"),
            (4, {"stated": 3}, "not reproduced", "our run: 4, the document: 3"),
            (3.2, {"stated": 3, "within": 0.25}, "reproduced", "the document: 3 within 0.25"),
            (3.3, {"stated": 3, "within": 0.25}, "not reproduced", "the document: 3 within 0.25"),
            (3, {"relation": "above", "stated": 2}, "reproduced", "the document: above 2"),
            (2, {"relation": "above", "stated": 2}, "not reproduced", "the document: above 2"),
            (2, {"relation": "below", "stated": 2}, "not reproduced", "the document: below 2"),
            (1, {"relation": "below", "stated": 2}, "reproduced", "the document: below 2"),
        ],
    )
    def test_verdicts(
        self, bench: Bench, shown: float, stated: dict[str, Any], verdict: str, words: str
    ) -> None:
        bench.metric("base", [shown], name="shown")
        found = self.judge(bench, **stated)
        assert (found["verdict"], found["provisional"]) == (verdict, False)
        assert words in found["why"]

    def test_one_run_that_does_otherwise_refutes(self, bench: Bench) -> None:
        bench.metric("base", [1, 1, 0], name="shown")
        found = self.judge(bench)
        assert found["verdict"] == "not reproduced"
        assert found["why"].startswith("our run: 1 and 0, the document: yes (in 3 runs)")

    @pytest.mark.parametrize(
        ("stated", "words"),
        [
            ({"relation": "above"}, "needs a number"),
            ({"relation": "below", "stated": False}, "needs a number"),
            ({"relation": "below", "stated": 2, "within": 1}, "goes with relation: equal"),
        ],
    )
    def test_what_says_nothing_is_refused(
        self, bench: Bench, stated: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(ValidationError, match=words):
            self.judge(bench, **stated)
