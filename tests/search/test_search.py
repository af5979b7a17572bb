"""A search finds the setting behind printed numbers, and calls no other one an explanation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from search.bench import SLUG, Project

from reprise.cli import main
from reprise.documents.plan import Plan
from reprise.files import write_atomically
from reprise.problems import DocumentError
from reprise.search.kept import kept_search
from reprise.search.outcome import EXPLAINS, FITS, MISSES
from reprise.search.words import sentence

Make = Callable[..., Project]

TANH = {"model.activation": "tanh"}
SINGLES = {
    "learning-rate-0.25",
    "learning-rate-0.1",
    "scaling-raw",
    "scaling-standard",
    "activation-tanh",
    "activation-relu",
    "train-count-30000",
}


def names(found: dict[str, Any], outcome: str | None = None) -> list[str]:
    return [s["name"] for s in found["settings"] if outcome in (None, s["outcome"])]


def test_the_hidden_setting_is_found_and_comes_first(project: Make) -> None:
    found = project(TANH).found()
    assert found["tried"] == 7 and set(names(found)) == {"as stated", *SINGLES}
    best = found["settings"][0]
    assert (best["name"], best["outcome"]) == ("activation-tanh", EXPLAINS)
    assert best["fitting"] == best["df"] == len(found["numbers"]) == 3
    assert best["missing"] == 0 and best["seeds"] == 4 and best["chance"] <= 0.05
    assert names(found, EXPLAINS) == ["activation-tanh"]
    statistics = [setting["statistic"] for setting in found["settings"]]
    assert statistics == sorted(statistics)
    assert sentence(found).startswith(
        "Searched: 7 settings of base, the best is activation-tanh, fits 3 of 3 numbers: explains"
    )


def test_numbers_of_no_setting_are_explained_by_none(project: Make) -> None:
    elsewhere = project({"data.scaling": "raw", "model.activation": "relu"})
    found = elsewhere.found()
    assert names(found, EXPLAINS) == names(found, FITS) == []


def test_a_single_number_is_not_enough_to_explain(project: Make) -> None:
    one = project(TANH)
    claims = json.loads((one.layout.results.parent / f"documents/{SLUG}/claims.yaml").read_text())
    write_atomically(
        one.layout.results.parent / f"documents/{SLUG}/claims.yaml", json.dumps(claims[:1])
    )
    found = one.found()
    best = found["settings"][0]
    assert (best["name"], best["outcome"]) == ("activation-tanh", FITS)
    assert "of 7 wrong ones would fit as well with a chance of" in best["why"]


def test_the_pair_of_promising_ones_is_found(project: Make) -> None:
    hidden = {"model.activation": "tanh", "optimizer.learning_rate": 0.25}
    pair = "activation-tanh_learning-rate-0.25"
    found = project(hidden).found(most_pairs=4)
    assert found["tried"] == 11
    assert found["settings"][0]["name"] == pair
    assert found["settings"][0]["settings"] == hidden
    assert names(found, EXPLAINS) == [pair]


def test_what_was_tried_before_goes_on_counting(project: Make) -> None:
    bench = project(TANH)
    assert bench.found(most_pairs=3)["tried"] == 10
    before = len(bench.trainer.trained)
    assert bench.found(most_pairs=0)["tried"] == 10
    assert len(bench.trainer.trained) == before, "records that exist are not made again"


def test_the_runs_are_those_that_a_build_with_the_alternatives_makes(project: Make) -> None:
    bench = project(TANH)
    bench.found()
    searched = {run.id for run in bench.trainer.trained}
    file = bench.layout.results.parent / f"documents/{SLUG}/experiments.yaml"
    text = file.read_text().replace("reason: usual", "reason: usual\n      run_alternatives: true")
    file.write_text(text.replace(", of its own", ""))
    planned = {run.id for run in bench.plan.runs()}
    assert len(planned) == 28 and planned <= searched


def test_the_cheapest_come_first_and_the_rest_is_named(project: Make) -> None:
    bench = project(TANH)
    stated = sum(run.expected_seconds for run in bench.plan.runs())
    found = bench.found(minutes=1.99 * stated / 60)
    spent = sum(run.expected_seconds for run in bench.trainer.trained)
    assert stated < spent <= 1.99 * stated
    assert set(names(found)) == {"as stated", "train-count-30000"}, "half the images, in less time"
    told = {one["name"]: one["why"] for one in found["left_out"]}
    assert SINGLES - {"train-count-30000"} <= told.keys()
    assert told["scaling-raw"].endswith("more than the budget leaves")
    more = bench.found(minutes=2.01 * stated / 60)
    assert len(names(more)) == 4, "what has its records costs nothing"


def test_a_budget_for_nothing_tries_nothing(project: Make) -> None:
    bench = project(TANH)
    found = bench.found(minutes=0.001)
    assert found["settings"] == [] and not bench.trainer.trained
    assert {"as stated", *SINGLES} <= {one["name"] for one in found["left_out"]}
    assert sentence(found) == "Searched: 0 settings of base, none within the budget."


def test_what_is_no_value_of_the_engine_is_named(project: Make) -> None:
    found = project(TANH).found()
    (told,) = found["left_out"]
    assert told["name"] == "activation-of-its-own"
    assert told["why"].startswith("cannot be run: ")


def test_a_run_that_fails_counts_as_missing(project: Make) -> None:
    bench = project(TANH)
    bench.trainer.fail = lambda run: run.variant == "scaling-raw"
    found = bench.found()
    last = found["settings"][-1]
    assert (last["name"], last["missing"], last["outcome"]) == ("scaling-raw", 3, MISSES)
    assert found["settings"][0]["outcome"] == EXPLAINS


def test_cut_runs_explain_nothing(project: Make) -> None:
    bench = project(TANH)
    bench.config = bench.config.model_copy(update={"scale": "quick"})
    best = bench.found()["settings"][0]
    assert (best["name"], best["outcome"]) == ("activation-tanh", FITS)
    assert best["why"].startswith("budget: training.epochs 1 of 2")


def test_a_dry_run_trains_and_writes_nothing(project: Make) -> None:
    bench = project(TANH)
    told = bench.search(dry_run=True)
    assert all(name in told for name in ("as stated", *SINGLES)) and "left for pairs" in told
    assert not bench.trainer.trained and not bench.layout.results.exists()


def test_nothing_to_search(project: Make) -> None:
    bench = project(TANH)
    with pytest.raises(DocumentError, match="search: claim X9: there is no such claim"):
        bench.search("X9")
    file = bench.layout.results.parent / f"documents/{SLUG}/experiments.yaml"
    file.write_text(file.read_text().split("  assumed:")[0])
    with pytest.raises(DocumentError, match="base: its assumptions have no alternative"):
        bench.search()


def test_a_kept_search_is_shown_as_long_as_it_holds(project: Make) -> None:
    bench = project(TANH)

    def kept(plan: Plan | None = None) -> Any:
        return kept_search(plan or bench.plan, bench.layout, SLUG, "X1")

    assert kept() is None
    found = bench.found()
    assert kept()["experiments"] == [found]
    file = bench.layout.results.parent / f"documents/{SLUG}/claims.yaml"
    text = file.read_text()
    file.write_text(text.replace("0.005", "0.004"))
    assert kept() is None
    file.write_text(text)
    assert kept() is not None
    bench.layout.record(found["settings"][3]["runs"][0]).unlink()
    assert kept() is None


def test_the_command_refuses_what_makes_no_sense(capsys: pytest.CaptureFixture) -> None:
    for wrong in (["--budget", "0"], ["--pairs", "-1"], ["--cores", "0"]):
        with pytest.raises(SystemExit):
            main(["search", "X1", *wrong])
    assert "must be a number above 0" in capsys.readouterr().err
