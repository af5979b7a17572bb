"""value: verdicts, conditions, p-values, and the error rates that docs/verdicts.md states."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from analysis.bench import Bench, measure
from pydantic import ValidationError
from toy import PROJECT

from reprise.analysis.checks.value import rule
from reprise.analysis.printed import distance
from reprise.analysis.statistics import describe, prediction_half_width

NEAR_93 = [0.931, 0.932, 0.930, 0.933, 0.931]


def judge(bench: Bench, printed: str, tau: float = 0.01, **more: Any) -> dict[str, Any]:
    claim = {key: more.pop(key) for key in ("any_budget", "any_data") if key in more}
    return bench.judge(
        "value",
        tolerance={"tau": tau, "origin": "the ledger"},
        parts=[{"label": "test", "of": measure(), "printed": printed} | more],
        **claim,
    )


def test_reproduced(bench: Bench) -> None:
    bench.metric("base", NEAR_93)
    verdict = judge(bench, "0.933")
    assert verdict["verdict"] == "reproduced" and not verdict["provisional"]
    assert verdict["why"] == (
        "measured 0.9314 ± 0.0011 (5 seeds), printed 0.933: 0.0011 apart, "
        "within the tolerance of 0.01; without seed 5 of base (not run)"
    )
    part = verdict["parts"][0]
    assert part["d"] == pytest.approx(0.933 - 0.9314 - 0.0005)
    assert part["h"] == pytest.approx(2.776445 * np.std(NEAR_93, ddof=1) * (6 / 5) ** 0.5)
    assert part["measured"]["n"] == 5
    assert part["measured"]["values"] == {str(i): v for i, v in enumerate(NEAR_93)}
    assert (part["tau"], part["tau_origin"]) == (0.01, "the ledger")
    assert 0.05 < part["p"] < 1


@pytest.mark.parametrize("printed", ["0.963", "0.901"])
def test_a_wrong_number_is_not_reproduced(bench: Bench, printed: str) -> None:
    bench.metric("base", NEAR_93)
    verdict = judge(bench, printed)
    assert verdict["verdict"] == "not reproduced"
    assert "beyond the tolerance of 0.01 and beyond the 0.0035 that chance" in verdict["why"]
    assert verdict["parts"][0]["p"] < 0.05


def test_inconclusive_where_the_spread_is_wide(bench: Bench) -> None:
    bench.metric("base", [0.90, 0.93, 0.96])
    assert "more than twice the tolerance" in judge(bench, "0.93")["why"]
    assert judge(bench, "0.93")["verdict"] == "inconclusive"
    far = judge(bench, "0.95")
    assert far["verdict"] == "inconclusive" and "but chance alone explains" in far["why"]
    assert judge(bench, "0.93", tau=0.1)["verdict"] == "reproduced"


def test_one_seed_decides_nothing(bench: Bench) -> None:
    bench.metric("base", [0.933])
    verdict = judge(bench, "0.933")
    assert verdict["verdict"] == "inconclusive" and verdict["why"].startswith("one seed")
    assert verdict["parts"][0]["measured"]["mean"] == 0.933
    assert verdict["parts"][0]["h"] is None and verdict["parts"][0]["p"] is None


def test_few_seeds_are_provisional(bench: Bench) -> None:
    bench.metric("base", NEAR_93[:4])
    verdict = judge(bench, "0.933")
    assert (verdict["verdict"], verdict["provisional"]) == ("reproduced", True)


def test_the_rounding_of_the_printed_number_counts(bench: Bench) -> None:
    bench.metric("base", [0.934, 0.934, 0.934])
    assert judge(bench, "0.93", tau=0)["parts"][0]["d"] == 0
    assert judge(bench, "0.93", tau=0)["verdict"] == "reproduced"
    assert judge(bench, "0.930", tau=0)["verdict"] == "not reproduced"


def test_a_small_evaluation_set_widens_the_interval(bench: Bench) -> None:
    bench.metric("base", NEAR_93)
    assert judge(bench, "0.945", tau=0.005)["verdict"] == "not reproduced"
    subset = judge(bench, "0.945", tau=0.005, evaluated_on=1000)
    assert subset["verdict"] == "inconclusive"
    error = 1.959964 * (0.9314 * 0.0686 / 1000) ** 0.5
    assert subset["parts"][0]["h"] == pytest.approx(
        (judge(bench, "0.945")["parts"][0]["h"] ** 2 + error**2) ** 0.5
    )


@pytest.mark.parametrize(
    "of",
    [
        measure(metric="test_loss"),
        measure(curve="epoch.loss", at="last"),
        measure(timing="total_seconds"),
    ],
)
def test_only_a_share_is_counted_on_images(bench: Bench, of: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="'evaluated_on' goes with a share of images"):
        judge(bench, "0.9", of=of, evaluated_on=1000)


def test_a_count_has_no_sampling_error(bench: Bench) -> None:
    bench.metric("base", [93.1, 93.2, 93.0, 93.3, 93.1])
    found = judge(bench, "93.1", tau=1, evaluated_on=1000)
    assert found["verdict"] == "inconclusive"
    assert "it is no share of images, so that 'evaluated_on' gives it no" in found["why"]
    assert found["parts"][0]["h"] is None and found["parts"][0]["p"] is None
    assert judge(bench, "93.1", tau=1)["verdict"] == "reproduced"


def test_several_published_runs_narrow_it(bench: Bench) -> None:
    bench.metric("base", NEAR_93)
    one, ten = judge(bench, "0.933"), judge(bench, "0.933", published_runs=10)
    assert ten["parts"][0]["h"] == pytest.approx(one["parts"][0]["h"] * (0.3 / 1.2) ** 0.5)


def test_a_part_may_have_its_own_tolerance(bench: Bench) -> None:
    bench.metric("base", NEAR_93)
    own = {"tau": 0.1, "origin": "the text"}
    assert judge(bench, "0.963", tolerance=own)["verdict"] == "reproduced"


def test_diverged_runs_are_left_out(bench: Bench) -> None:
    bench.metric("base", NEAR_93)
    nothing = {"metrics": {"accuracy": float("nan")}, "diverged": True}
    bench.write(bench.runs("base")[0], **nothing)
    some = judge(bench, "0.933")
    assert some["verdict"] == "reproduced" and some["provisional"]
    assert "without seed 0 of base (diverged)" in some["why"]
    for run in bench.runs("base"):
        bench.write(run, **nothing)
    verdict = judge(bench, "0.933")
    assert verdict["verdict"] == "inconclusive"
    assert verdict["why"] == "diverged: no run of base gives accuracy"


RATES = re.compile(r"^\| (\d+) \| (none|4 sd) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)


def stated_rates() -> list[tuple[int, float, list[float]]]:
    text = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    rows = RATES.findall(text)
    return [
        (int(n), 0.0 if bias == "none" else 4.0, [float(r.rstrip(" %")) / 100 for r in rates])
        for n, bias, *rates in rows
    ]


DRAWS = 2500


def shares(rng: np.random.Generator, n: int, bias: float, tau: float) -> dict[str, float]:
    """How often each verdict falls, with a bias and a tolerance in seed standard deviations."""
    verdicts = []
    for ours, theirs in zip(rng.normal(size=(DRAWS, n)), rng.normal(bias, size=DRAWS), strict=True):
        sample = describe(dict(enumerate(ours)))
        h = prediction_half_width(sample.sd, n, 1)
        verdicts.append(rule(distance(sample.mean, f"{theirs:.9f}"), h, tau))
    words = ("reproduced", "inconclusive", "not reproduced")
    return {word: verdicts.count(word) / DRAWS for word in words}


def test_the_error_rates_are_those_that_the_documentation_states(
    rng: np.random.Generator,
) -> None:
    """tau of two seed-sd; one published run; a bias of none or of four seed-sd."""
    rows = stated_rates()
    assert [(n, bias) for n, bias, _ in rows] == [(n, b) for n in (3, 5, 10) for b in (0, 4)]
    for n, bias, stated in rows:
        for share, rate in zip(shares(rng, n, bias, tau=2).values(), stated, strict=True):
            error = (rate * (1 - rate) / DRAWS) ** 0.5
            assert share == pytest.approx(rate, abs=4 * error + 0.0005)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_what_the_documentation_says_of_other_tolerances(rng: np.random.Generator, n: int) -> None:
    text = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    stated = re.search(
        r"at τ = 1 sd (\d+) % or more are inconclusive without any bias, at τ = 3 sd a document "
        r"that is 4 sd off is called reproduced in (\d+) to (\d+) % of the cases",
        text,
    )
    at_one, low, high = (int(number) / 100 for number in stated.groups())
    errors = [4 * (rate * (1 - rate) / DRAWS) ** 0.5 + 0.005 for rate in (at_one, low)]
    assert shares(rng, n, 0, tau=1)["inconclusive"] >= at_one - errors[0]
    wrong = shares(rng, n, 4, tau=3)["reproduced"]
    assert low - errors[1] <= wrong <= high + errors[1]
