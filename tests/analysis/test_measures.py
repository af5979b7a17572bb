"""From records to one number per seed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from analysis.bench import SLUG, Bench, measure

from reprise.analysis.measures import Values, values
from reprise.analysis.reductions import REDUCTIONS
from reprise.documents.models.measure import Measure, Reduction
from reprise.training.outcome import Curve

Y = [0.9, 0.5, 0.4, 0.3, 0.45]


def found(bench: Bench, **content: Any) -> Values:
    return values(bench.measurements(), SLUG, Measure(**measure(**content)))


def only(bench: Bench, **content: Any) -> float:
    return found(bench, **content).by_seed[0]


def test_a_metric_of_each_seed(bench: Bench) -> None:
    bench.metric("base", [0.1, 0.2, 0.3])
    result = found(bench)
    assert result.by_seed == {0: 0.1, 1: 0.2, 2: 0.3}
    assert result.runs == [run.id for run in bench.runs("base")[:3]]
    assert result.not_made == [3, 4, 5]
    assert not (result.missing or result.left_out or result.cut or result.stand_in)
    assert result.label == "accuracy of base"
    assert result.experiment == f"{SLUG}/base"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("first", 0.9),
        ("last", 0.45),
        ("min", 0.3),
        ("max", 0.9),
        ("mean", np.mean(Y)),
        ("argmin", 4),
        ("argmax", 1),
        ("sd-of-differences", np.std([-0.4, -0.1, -0.1, 0.15], ddof=1)),
        ("last-relative-drop", -0.5),
        ("rise-from-min", 0.5),
        (2, 0.5),
    ],
)
def test_a_curve_brought_to_one_number(bench: Bench, at: Any, expected: float) -> None:
    bench.curve("base", [Y])
    assert only(bench, curve="epoch.loss", at=at) == pytest.approx(expected)


def test_every_reduction_has_its_function() -> None:
    assert {*REDUCTIONS, "share-below"} == set(Reduction.__args__)


def test_a_curve_from_a_point_on(bench: Bench) -> None:
    bench.curve("base", [Y])
    assert only(bench, curve="epoch.loss", at="max", since=3) == 0.45
    assert only(bench, curve="epoch.loss", at="argmax", since=3) == 5
    late = found(bench, curve="epoch.loss", at="max", since=9)
    assert late.absent == {0: "its curve 'epoch.loss' ends before 9"}


def test_the_first_point_that_reaches_a_level(bench: Bench) -> None:
    bench.curve("base", [[0.1, 0.5, 0.8, 0.7], [0.1, 0.2]])
    result = found(bench, curve="epoch.loss", reaches=0.5)
    assert result.by_seed == {0: 2}
    assert result.absent == {1: "its curve never reaches 0.5"}


def test_the_share_of_points_below_another_curve(bench: Bench) -> None:
    epochs = Curve(np.arange(3), {"a": np.array([1.0, 2, 3]), "b": np.array([2.0, 2, 4])})
    updates = Curve(np.arange(9), {"c": np.zeros(9)})
    bench.write(bench.runs("base")[0], curves={"epoch": epochs, "update": updates})
    below = {"curve": "epoch.a", "at": "share-below"}
    assert only(bench, **below, below="epoch.b") == pytest.approx(2 / 3)
    assert only(bench, **below, below="epoch.b", since=2) == 1
    assert "differ in points" in found(bench, **below, below="update.c").absent[0]


def test_a_long_curve_is_read_in_full(bench: Bench) -> None:
    y = np.ones(5000)
    y[1234] = 0.25  # a mean over a block would hide it
    bench.curve("base", [y], axis="update")
    assert only(bench, curve="update.loss", at="min") == 0.25
    assert only(bench, curve="update.loss", at="argmin") == 1235
    run = bench.runs("base")[0]
    (bench.layout.run(run.id) / "arrays.npz").write_bytes(b"")
    assert found(bench, curve="update.loss", at="min").by_seed == {}


def test_a_measure_scaled_by_a_metric(bench: Bench) -> None:
    run = bench.runs("base")[0]
    bench.write(run, metrics={"updates": 50, "none": 0}, timing={"seconds": 10.0})
    assert only(bench, timing="seconds", scaled_by="updates") == 0.2
    assert "is 0" in found(bench, timing="seconds", scaled_by="none").absent[0]


def test_what_the_record_lacks_is_said(bench: Bench) -> None:
    bench.metric("base", [0.5])
    assert found(bench, metric="acuracy").not_finite == ()
    assert found(bench, metric="acuracy").absent == {0: "its metric 'acuracy' is not in the record"}
    assert "'epoch.loss' is not in" in found(bench, curve="epoch.loss", at="last").absent[0]
    assert "'seconds' is not in" in found(bench, timing="seconds").absent[0]


def test_what_was_computed_without_a_finite_result_is_told_apart(bench: Bench) -> None:
    for run, number in zip(bench.runs("base"), (0.5, math.nan), strict=False):
        bench.write(run, metrics={"error": number})
    result = found(bench, metric="error")
    assert result.not_finite == (1,)
    assert result.absent == {1: "its metric 'error' is not a finite number"}


def test_a_diverged_run_keeps_what_it_had_before(bench: Bench) -> None:
    curve = Curve(np.arange(1, 4), {"loss": np.array([2.0, 9.0, np.nan])})
    bench.write(
        bench.runs("base")[0],
        metrics={"accuracy": float("nan"), "parameters": 6370},
        curves={"epoch": curve},
        timing={"seconds": 1.0},
        diverged=True,
    )
    assert only(bench, metric="parameters") == 6370
    assert only(bench, curve="epoch.loss", at="first") == 2
    assert only(bench, curve="epoch.loss", at=2) == 9
    assert only(bench, curve="epoch.loss", reaches=3) == 2
    for gone in (
        {"metric": "accuracy"},
        {"curve": "epoch.loss", "at": "last"},
        {"curve": "epoch.loss", "at": 3},
        {"timing": "seconds"},
    ):
        result = found(bench, **gone)
        assert (result.by_seed, result.diverged, result.missing) == ({}, [0], False)


def test_the_variant_of_another_document(bench: Bench) -> None:
    bench.metric("base", [0.5])
    assert only(bench, experiment=f"{SLUG}/base") == 0.5


def test_a_variant_that_the_scale_leaves_out(bench_at) -> None:
    bench = bench_at("smoke")  # two points per axis
    result = found(bench, experiment="sweep", variant="learning-rate-0.05")
    assert result.left_out and result.missing


def test_a_cut_says_how_much(bench_at) -> None:
    quick = found(bench_at("quick"))
    assert (quick.cut, quick.cut_words) == (("training.epochs",), ("training.epochs 4 of 10",))
    smoke = found(bench_at("smoke"))
    assert smoke.stand_in
    assert "data.train_count 600 of all" in smoke.cut_words


def test_a_run_that_is_whole_for_one_experiment_is_cut_for_another(bench_at) -> None:
    bench = bench_at("quick")
    assert bench.runs("base")[0].key == bench.runs("short")[0].key
    bench.metric("base", [0.5])
    whole, cut = found(bench, experiment="short"), found(bench, experiment="base")
    assert whole.by_seed == cut.by_seed == {0: 0.5}
    assert (whole.cut, cut.cut) == ((), ("training.epochs",))


def test_what_builds_on_a_cut_run_is_cut(bench_at) -> None:
    assert found(bench_at("quick"), experiment="report").cut == ("training.epochs",)


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ({}, "accuracy of base"),
        (
            {"experiment": "sweep", "variant": "learning-rate-0.5"},
            "accuracy of sweep (learning-rate-0.5)",
        ),
        ({"timing": "seconds", "scaled_by": "updates"}, "seconds per updates of base"),
        ({"curve": "epoch.loss", "at": "last"}, "last loss of base"),
        ({"curve": "epoch.loss", "at": 5}, "loss at epoch 5 of base"),
        (
            {"curve": "epoch.loss", "at": "min", "since": 3},
            "lowest loss (from epoch 3 on) of base",
        ),
        ({"curve": "epoch.acc", "reaches": 0.85}, "epoch at which acc reaches 0.85 of base"),
        (
            {"curve": "epoch.a", "at": "share-below", "below": "epoch.b"},
            "share of epochs with a below b of base",
        ),
    ],
)
def test_labels(bench: Bench, content: dict[str, Any], label: str) -> None:
    assert found(bench, **content).label == label
