"""Sweeps over one value: lines, and markers where the values are words."""

from __future__ import annotations

import csv
import io
import re

import pytest
from figures.bench import Bench
from figures.pictures import LINES, swept


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def one(*points: dict, **more) -> dict:
    """A figure of one series."""
    series = {"label": "only", "experiment": "machines", "metric": "accuracy"}
    return {**LINES, "marks": [], "series": [{**series, "points": list(points)}], **more}


def test_the_csv_holds_each_point(picture_bench: Bench) -> None:
    table = rows(picture_bench.draw(LINES).csv)
    assert [(r["series"], r["x"]) for r in table] == [
        ("batch 10", "0.1"),
        ("batch 10", "0.5"),
        ("batch 40", "0.1"),
        ("batch 40", "0.5"),
    ]
    first = table[0]
    assert float(first["mean"]) == pytest.approx(0.715)
    assert (float(first["min"]), float(first["max"])) == pytest.approx((0.71, 0.72))
    assert float(first["sd"]) == pytest.approx(0.01 / 2**0.5)
    assert (first["n"], first["experiment"]) == ("2", "toy-2020/machines")
    assert first["variant"] == "learning-rate-0.1_batch-size-10"


def test_caption_and_alternative(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(LINES)
    assert drawn.caption == (
        "Mean of 2 seeds; the band spans the lowest and highest. "
        "Batch 10: highest 0.915 (sd 0.007) at 0.5, lowest 0.715 (sd 0.007) at 0.1; "
        "batch 40: highest 0.945 (sd 0.007) at 0.5, lowest 0.745 (sd 0.007) at 0.1. "
        "Dash-dotted: the document's value, 0.90."
    )
    assert drawn.alt == (
        "accuracy against learning rate (0.1 to 0.5). "
        "Batch 10, 0.1: 0.715, 0.5: 0.915; batch 40, 0.1: 0.745, 0.5: 0.945."
    )
    assert len(drawn.runs) == 8
    assert drawn.experiments == ("toy-2020/machines",)


def test_the_swept_values_are_the_ticks(picture_bench: Bench) -> None:
    svg = picture_bench.draw(LINES).svg
    assert ">0.1<" in svg
    assert ">0.5<" in svg
    assert ">0.2<" not in svg
    assert svg.count("fill-opacity") == 2  # a band for each series


def test_ticks_that_would_overlap_give_way_to_round_ones(picture_bench: Bench) -> None:
    close = {"x": 0.5001, **swept(0.5, 40)}
    drawn = picture_bench.draw(
        one({"x": 0.1, **swept(0.1, 10)}, {"x": 0.5, **swept(0.5, 10)}, close, log_x=False)
    )
    assert ">0.5001<" not in drawn.svg
    assert ">0.20<" in drawn.svg


def test_points_in_any_order_make_one_line(picture_bench: Bench) -> None:
    points = [{"x": x, **swept(x, 10)} for x in (0.1, 0.5)]
    forward, backward = (picture_bench.draw(one(*ps)) for ps in (points, points[::-1]))
    drawing = [re.sub(r"<desc.*?</desc>", "", drawn.svg) for drawn in (forward, backward)]
    assert drawing[0] == drawing[1]


def test_words_are_not_joined_by_a_line(picture_bench: Bench) -> None:
    points = [{"x": "small steps", **swept(0.1, 10)}, {"x": "large steps", **swept(0.5, 10)}]
    drawn = picture_bench.draw(one(*points, log_x=True))
    assert ">small steps<" in drawn.svg
    assert "bars span the lowest and highest" in drawn.caption
    assert "Accuracy: highest 0.915 (sd 0.007) at large steps" in drawn.caption
    assert "(2 choices)" in drawn.alt
    assert "fill-opacity" not in drawn.svg


def test_long_words_are_broken_into_lines(picture_bench: Bench) -> None:
    words = "hidden layers of 300, 200 and 100 units with batches of 64 images each and more"
    points = [{"x": f"{words} {k}", **swept(0.1, 10)} for k in range(4)]
    svg = picture_bench.draw(one(*points)).svg
    assert ">hidden layers of<" in svg
    assert "rotate(-30" not in svg
    slanted = [{"x": 30 * "w" + str(k), **swept(0.1, 10)} for k in range(4)]
    assert "rotate(-30" in picture_bench.draw(one(*slanted)).svg


def test_curves_and_other_experiments_may_be_points(full_bench: Bench) -> None:
    point = {"x": 1, "of": {"experiment": "base", "curve": "epoch.test_loss", "at": "min"}}
    drawn = full_bench.draw(one({"x": 2, "experiment": "base"}, point))
    assert [r["quantity"] for r in rows(drawn.csv)] == [
        "accuracy of base",
        "lowest test_loss of base",
    ]
    assert len(drawn.runs) == 3


def test_what_is_missing_is_named_and_the_rest_drawn(bench: Bench) -> None:
    for run in bench.runs("machines", swept(0.1, 10)["variant"]):
        bench.write(run, metrics={"accuracy": 0.9})
    for run in bench.runs("machines", swept(0.1, 40)["variant"]):
        bench.write(run, metrics={"loss": 0.9})
    for run in bench.runs("machines", swept(0.5, 40)["variant"])[:1]:
        bench.write(run, metrics={"accuracy": None}, diverged=True)
    drawn = bench.draw(LINES)
    assert "Batch 10: 0.900 (sd 0.000) at 0.1." in drawn.caption
    assert "Not run: batch 10 at 0.5." in drawn.caption
    assert "Some seeds not run: batch 40 at 0.5 (seed 1)." in drawn.caption
    assert "Diverged: batch 40 at 0.5 (seed 0)." in drawn.caption
    reason = "seed 0, 1: its metric 'accuracy' is not in the record"
    assert f"No value: batch 40 at 0.1 ({reason})." in drawn.caption
    assert ">batch 40<" not in drawn.svg
    assert drawn.missing == ("toy-2020/machines (learning-rate-0.5_batch-size-10)",)


def test_nothing_there_gives_no_drawing(bench: Bench) -> None:
    drawn = bench.draw(one({"x": 0.1, **swept(0.1, 10)}))
    assert drawn.svg is None
    assert drawn.caption == "Not run: learning rate 0.1."
    assert drawn.alt == "Nothing to show: Not run: learning rate 0.1."


def test_left_out_and_cut(bench_at) -> None:
    quick = bench_at("quick")
    for run in quick.runs("machines", swept(0.5, 10)["variant"]):
        quick.write(run, metrics={"accuracy": 0.9})
    drawn = quick.draw(LINES)
    assert "Not at this scale: batch 10 at 0.1, batch 40 at 0.1, batch 40 at 0.5." in drawn.caption


def test_equal_numbers_have_no_highest(bench: Bench) -> None:
    for size in (10, 40):
        bench.write(
            bench.runs("machines", swept(0.1, size)["variant"])[0], metrics={"accuracy": 0.5}
        )
    drawn = bench.draw(one({"x": 10, **swept(0.1, 10)}, {"x": 40, **swept(0.1, 40)}))
    assert "Accuracy: 0.500 at each." in drawn.caption
