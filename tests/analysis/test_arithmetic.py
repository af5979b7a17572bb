"""Printed numbers that follow from others: each operation, its rounding, and what flips it."""

from __future__ import annotations

from typing import Any

import pytest
from analysis.bench import Bench
from pydantic import ValidationError


def judge(bench: Bench, by: str, of: list[str], gives: str, **more: Any) -> dict[str, Any]:
    part = {"label": "test", "by": by, "of": of, "gives": gives, **more}
    return bench.judge("arithmetic", parts=[part])


RIGHT = [
    ("sum", ["980", "1135", "1032"], "3147", {}),
    ("product", ["3", "3", "64"], "576", {}),
    ("mean", ["2", "3", "7"], "4.0", {}),
    ("weighted-mean", ["2", "5"], "4.0", {"weights": ["1", "2"]}),
    ("harmonic-mean", ["2", "6"], "3.0", {}),
    ("quotient", ["1", "8"], "0.125", {}),
]


@pytest.mark.parametrize(("by", "of", "gives", "more"), RIGHT)
def test_each_operation(bench: Bench, by, of, gives, more) -> None:
    found = judge(bench, by, of, gives, **more)
    assert found["verdict"] == "reproduced"
    assert not found["provisional"] and not found["runs"]


@pytest.mark.parametrize(("by", "of", "gives", "more"), RIGHT)
def test_one_more_in_the_last_digit_flips_the_verdict(bench: Bench, by, of, gives, more) -> None:
    decimals = len(gives.partition(".")[2])
    for step in (1, -1):
        wrong = f"{float(gives) + step * 10**-decimals:.{decimals}f}"
        assert judge(bench, by, of, wrong, **more)["verdict"] == "not reproduced"


@pytest.mark.parametrize(("by", "of", "gives", "more"), RIGHT)
def test_another_operand_flips_the_verdict(bench: Bench, by, of, gives, more) -> None:
    moved = [str(int(of[0]) + 1), *of[1:]]
    assert judge(bench, by, moved, gives, **more)["verdict"] == "not reproduced"


@pytest.mark.parametrize(("by", "of", "gives", "more"), RIGHT)
def test_another_operation_flips_the_verdict(bench: Bench, by, of, gives, more) -> None:
    others = {"sum", "product", "mean", "harmonic-mean"} - {by}
    if len(of) == 2:
        others |= {"quotient"} - {by}
    for other in others:
        assert judge(bench, other, of, gives)["verdict"] == "not reproduced"


def test_order_matters_to_quotients_and_weights(bench: Bench) -> None:
    assert judge(bench, "quotient", ["8", "1"], "0.125")["verdict"] == "not reproduced"
    swapped = judge(bench, "weighted-mean", ["2", "5"], "4.0", weights=["2", "1"])
    assert swapped["verdict"] == "not reproduced"


class TestRounding:
    """Of the result, half a unit of its last digit; of operands with decimals, theirs too."""

    @pytest.mark.parametrize(
        ("of", "gives", "verdict"),
        [
            (["1", "3"], "0.3", "reproduced"),
            (["1", "3"], "0.33", "reproduced"),
            (["1", "3"], "0.333", "reproduced"),
            (["1", "3"], "0.3334", "not reproduced"),
            (["2", "3"], "0.67", "reproduced"),
            (["2", "3"], "0.66", "not reproduced"),  # cut off, not rounded
            (["2", "3"], "1", "reproduced"),
        ],
    )
    def test_of_the_result(self, bench: Bench, of, gives, verdict) -> None:
        assert judge(bench, "quotient", of, gives)["verdict"] == verdict

    @pytest.mark.parametrize("gives", ["0.5", "1"])
    def test_a_half_may_be_rounded_either_way(self, bench: Bench, gives) -> None:
        assert judge(bench, "quotient", ["1", "2"], gives)["verdict"] == "reproduced"
        assert judge(bench, "mean", ["0", "1"], gives)["verdict"] == "reproduced"

    @pytest.mark.parametrize(
        ("of", "gives"),
        [(["1", "8"], "0.12"), (["1", "8"], "0.13"), (["1135", "1000"], "1.13")],
    )
    def test_a_decimal_half_may_be_rounded_either_way(self, bench: Bench, of, gives) -> None:
        assert judge(bench, "quotient", of, gives)["verdict"] == "reproduced"

    @pytest.mark.parametrize(
        ("of", "gives", "verdict"),
        [
            # each from 0.05 below to 0.05 above, and the result half a unit of its own: 0.15
            (["1.0", "2.0"], "3.14", "not reproduced"),
            (["1.0", "2.0"], "3.10", "reproduced"),
            (["1.0", "2.0"], "3.1", "reproduced"),
            (["1.0", "2.0"], "3.2", "not reproduced"),
            (["1.0", "2.0"], "2.9", "reproduced"),
            (["1.0", "2.0"], "2.8", "not reproduced"),
            # integers are counts, and exact
            (["1", "2"], "3.1", "not reproduced"),
        ],
    )
    def test_of_the_operands(self, bench: Bench, of, gives, verdict) -> None:
        assert judge(bench, "sum", of, gives)["verdict"] == verdict

    @pytest.mark.parametrize(
        ("by", "of", "inside", "outside"),
        [
            ("product", ["2.0", "3.0"], "6.25", "6.26"),  # up to 2.05 * 3.05 = 6.2525
            ("product", ["2.0", "3.0"], "5.75", "5.73"),  # downwards the same distance is allowed
            ("product", ["-2.0", "3.0"], "-6.25", "-6.26"),
            ("quotient", ["1.0", "2.0"], "0.538", "0.540"),  # up to 1.05 / 1.95 = 0.53846
            ("mean", ["0.90", "0.80"], "0.855", "0.857"),  # up to 0.855
            ("harmonic-mean", ["0.5", "0.5"], "0.55", "0.56"),  # up to 0.55
        ],
    )
    def test_of_operands_at_the_ends_of_their_ranges(
        self, bench: Bench, by, of, inside, outside
    ) -> None:
        assert judge(bench, by, of, inside)["verdict"] == "reproduced"
        assert judge(bench, by, of, outside)["verdict"] == "not reproduced"

    @pytest.mark.parametrize("count", [2, 4, 5, 10])
    def test_of_many_operands_adds_up(self, bench: Bench, count: int) -> None:
        of = ["0.50"] * count  # each within 0.005
        high, beyond = (f"{0.5 * count + 0.005 * count + more:.4f}" for more in (-1e-4, 3e-4))
        assert judge(bench, "sum", of, high)["verdict"] == "reproduced"
        assert judge(bench, "sum", of, beyond)["verdict"] == "not reproduced"
        assert judge(bench, "mean", of, "0.504")["verdict"] == "reproduced"
        assert judge(bench, "mean", of, "0.507")["verdict"] == "not reproduced"

    @pytest.mark.parametrize(
        ("by", "of", "gives"),
        [("harmonic-mean", ["0.5"] * 5, "0.549"), ("product", ["1.0"] * 6, "1.338")],
    )
    def test_of_many_operands_that_move_together(self, bench: Bench, by, of, gives) -> None:
        assert judge(bench, by, of, gives)["verdict"] == "reproduced"  # 0.55 and 1.05 ** 6


def test_a_rounded_weight_of_zero_stays_a_weight(bench: Bench) -> None:
    """Its range ends at 0, not below: 0.0 to 0.05 against a weight of 0.05 to 0.15."""
    weights = {"weights": ["0.0", "0.1"]}
    assert judge(bench, "weighted-mean", ["1", "3"], "2.0", **weights)["verdict"] == "reproduced"
    found = judge(bench, "weighted-mean", ["1", "3"], "4.1", **weights)
    assert found["verdict"] == "not reproduced"


def test_many_operands_that_pull_one_way_are_taken(bench: Bench) -> None:
    weights = {"weights": ["1"] * 14}
    for verdict, gives in (("reproduced", "0.549"), ("not reproduced", "0.552")):
        assert judge(bench, "mean", ["0.5"] * 14, gives)["verdict"] == verdict
        assert judge(bench, "weighted-mean", ["0.5"] * 14, gives, **weights)["verdict"] == verdict


def test_the_report_of_scores_and_supports(bench: Bench) -> None:
    """Precision and recall give F1, and supports weigh the average."""
    assert judge(bench, "harmonic-mean", ["0.80", "0.90"], "0.85")["verdict"] == "reproduced"
    assert judge(bench, "harmonic-mean", ["0.80", "0.90"], "0.87")["verdict"] == "not reproduced"
    weights = {"weights": ["100", "300"]}
    assert judge(bench, "weighted-mean", ["0.80", "0.90"], "0.875", **weights)["verdict"] == (
        "reproduced"
    )
    assert judge(bench, "weighted-mean", ["0.80", "0.90"], "0.85", **weights)["verdict"] == (
        "not reproduced"
    )


def test_what_is_computed_is_said(bench: Bench) -> None:
    right = judge(bench, "sum", ["2", "3"], "5")["parts"][0]
    assert right["why"] == "the sum of 2 and 3 is 5, printed 5: equal within the rounding"
    assert right["stated"] == "5"
    wrong = judge(bench, "harmonic-mean", ["2", "6"], "4.0")["parts"][0]
    assert wrong["why"] == (
        "the harmonic mean of 2 and 6 is 3, printed 4.0: 1 apart, beyond the rounding"
    )


def test_the_worst_part_decides(bench: Bench) -> None:
    good = {"label": "good", "by": "sum", "of": ["1", "2"], "gives": "3"}
    bad = good | {"label": "bad", "gives": "4"}
    found = bench.judge("arithmetic", parts=[good, bad])
    assert found["verdict"] == "not reproduced"
    assert [part["verdict"] for part in found["parts"]] == ["reproduced", "not reproduced"]


@pytest.mark.parametrize(
    ("by", "of", "more", "words"),
    [
        ("weighted-mean", ["1", "2"], {}, "weights"),
        ("sum", ["1", "2"], {"weights": ["1", "1"]}, "weights"),
        ("weighted-mean", ["1", "2"], {"weights": ["1"]}, "2 numbers have 1 weights"),
        ("weighted-mean", ["1", "2"], {"weights": ["1", "-1"]}, "weights are 0 or more"),
        ("weighted-mean", ["1", "2"], {"weights": ["0", "0.0"]}, "not all of them 0"),
        ("weighted-mean", ["0.5"] * 12, {"weights": ["0.5", *["1"] * 11]}, "there are 13"),
        ("product", ["-0.5", *["0.5"] * 12], {}, "12 rounded numbers at most; there are 13"),
        ("quotient", ["1", "0"], {}, "second other than 0"),
        ("quotient", ["1", "2", "3"], {}, "two numbers"),
        ("harmonic-mean", ["1", "0"], {}, "above 0"),
        ("median", ["1", "2"], {}, "median"),
        ("sum", [], {}, "of"),
        ("sum", ["1e3"], {}, "of"),
    ],
)
def test_what_is_refused(bench: Bench, by, of, more, words) -> None:
    with pytest.raises(ValidationError, match=words):
        judge(bench, by, of, "1", **more)
