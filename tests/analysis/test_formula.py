"""formula: printed formulas against what they stand for, with their corrections and cases."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from analysis.bench import Bench, measure
from pydantic import ValidationError

PRINTED = r"y_i (1 - y_i)"

CORRECTED = {
    "formula": r"y_i (\delta_{ij} - y_j)",
    "error": measure(metric="corrected"),
}
CONDITION = {"holds_for": "one class alone", "error": measure(metric="case")}
COUNTEREXAMPLE = {
    "at": "two equal logits",
    "printed": measure(metric="at_printed"),
    "correct": measure(metric="at_true"),
}


def judge(bench: Bench, claim: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    part = {"label": "test", "printed": PRINTED, "error": measure(metric="error")} | more
    return bench.judge("formula", parts=[part], **(claim or {}))


def write(bench: Bench, *errors: float, **metrics: float) -> None:
    for run, error in zip(bench.runs("base"), errors, strict=False):
        bench.write(run, metrics={"error": error, **metrics})


def test_what_rounding_explains_is_reproduced(bench: Bench) -> None:
    write(bench, 2e-16, 5e-14)
    found = judge(bench)
    assert (found["verdict"], found["provisional"]) == ("reproduced", False)
    assert found["why"] == (
        "largest error 5.0e-14, where rounding explains 1e-09 (in 2 runs); "
        "without seeds 2, 3, 4 and 5 of base (not run)"
    )
    assert found["parts"][0]["formula"] == {"printed": PRINTED, "error": "5.0e-14"}


def test_one_run_with_an_error_refutes(bench: Bench) -> None:
    write(bench, 1e-16, 0.25)
    found = judge(bench)
    assert found["verdict"] == "not reproduced"
    assert found["why"].startswith("largest error 0.25, where rounding explains 1e-09 (in 2 runs)")


def test_the_margin_is_the_claims_own(bench: Bench) -> None:
    write(bench, 1e-7)
    assert judge(bench)["verdict"] == "not reproduced"
    assert judge(bench, {"within": 1e-6})["verdict"] == "reproduced"
    with pytest.raises(ValidationError, match="within"):
        judge(bench, {"within": 1.1e-6})


@pytest.mark.parametrize("errors", [(math.nan,), (math.nan, math.nan), (1e-16, math.nan)])
def test_what_gives_no_finite_number_refutes(bench: Bench, errors: tuple[float, ...]) -> None:
    write(bench, *errors, corrected=1e-15)
    found = judge(bench, corrected=CORRECTED)
    assert found["verdict"] == "not reproduced"
    reason = "gives no finite number: its shapes do not fit, or it is not defined"
    assert f"the printed formula {reason}" in found["why"]
    part = found["parts"][0]
    assert part["formula"]["error"] == reason
    assert part["formula"]["corrected_error"] == "1.0e-15"
    assert part["measured"] is None, "what has no value has no mean either"
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_a_metric_that_no_record_has_refutes_nothing(bench: Bench) -> None:
    bench.metric("base", [0.5], name="other")
    found = judge(bench)
    assert found["verdict"] == "inconclusive" and "'error' is not in the record" in found["why"]


def test_other_reasons_without_a_number_refute_nothing(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write(run, metrics={"error": 0.25, "zero": 0})
    found = judge(bench, error=measure(metric="error", scaled_by="zero"))
    assert found["verdict"] == "inconclusive" and "nothing can be divided" in found["why"]


def test_the_correction_is_shown_and_decides_nothing(bench: Bench) -> None:
    for corrected, shown in ((1e-12, "1.0e-12"), (0.125, "0.12")):
        write(bench, 0.25, corrected=corrected)
        found = judge(bench, corrected=CORRECTED)
        assert found["verdict"] == "not reproduced"
        content = found["parts"][0]["formula"]
        assert content["corrected"] == CORRECTED["formula"]
        assert content["corrected_error"] == shown


def test_a_condition_is_stated_only_where_it_was_measured_to_hold(bench: Bench) -> None:
    write(bench, 0.25, case=1e-15)
    found = judge(bench, condition=CONDITION)
    assert found["verdict"] == "not reproduced", "the case does not save the general statement"
    assert "; it holds for one class alone (in the one run)" in found["why"]
    content = found["parts"][0]["formula"]
    assert (content["holds_for"], content["condition_error"]) == ("one class alone", "1.0e-15")

    write(bench, 0.25, case=0.5)
    found = judge(bench, condition=CONDITION)
    assert "; nor does it hold for one class alone" in found["why"]
    assert "holds_for" not in found["parts"][0]["formula"]

    write(bench, 0.25)
    found = judge(bench, condition=CONDITION)
    assert "one class alone" not in found["why"]
    assert "holds_for" not in found["parts"][0]["formula"]


def test_a_counterexample_has_both_numbers(bench: Bench) -> None:
    write(bench, 0.25, at_printed=0.25, at_true=-0.25)
    content = judge(bench, counterexample=COUNTEREXAMPLE)["parts"][0]["formula"]
    shown = {"at": "two equal logits", "printed": "0.25", "correct": "-0.25"}
    assert content["counterexample"] == shown
    write(bench, 0.25, at_printed=math.nan, at_true=-0.25)
    content = judge(bench, counterexample=COUNTEREXAMPLE)["parts"][0]["formula"]
    assert content["counterexample"] == {**shown, "printed": "no value"}


def test_what_is_shown_beside_counts_as_used(bench: Bench) -> None:
    write(bench, 1e-16)
    bench.metric("short", [1e-16], name="corrected")
    other = {"formula": "x", "error": measure("short", metric="corrected")}
    found = judge(bench, corrected=other)
    assert found["experiments"] == ["toy-2020/base", "toy-2020/short"]
    assert found["runs"] == [bench.runs("base")[0].id, bench.runs("short")[0].id]


def test_nothing_run(bench: Bench) -> None:
    found = judge(bench, corrected=CORRECTED, condition=CONDITION, counterexample=COUNTEREXAMPLE)
    assert (found["verdict"], found["why"]) == ("not run", "not run: base")
    content = found["parts"][0]["formula"]
    assert content["error"] is content["corrected_error"] is None
    assert content["counterexample"] == {"at": "two equal logits", "printed": None, "correct": None}


@pytest.mark.parametrize(("held", "words"), [(1, "it is an identity"), (0, "it is not an")])
def test_what_symbols_say_is_told_and_decides_nothing(bench: Bench, held: int, words: str) -> None:
    write(bench, 1e-16, 1e-16, symbolic=held)
    found = judge(bench, symbolic=measure(metric="symbolic"))
    assert found["verdict"] == "reproduced"
    assert f"in symbols {words}" in found["why"]
