"""Confusion matrices: shares of the true classes, over seeds."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from figures.bench import CONFUSION, Bench

from reprise.figures.confusion import shares_of
from reprise.figures.confusion_drawing import draw_confusion


def test_shares_are_percent_of_the_row() -> None:
    shares = shares_of(np.array([[3, 1], [0, 0]], dtype=np.int32))
    np.testing.assert_array_equal(shares[0], [75.0, 25.0])
    assert np.isnan(shares[1]).all()


def test_caption_and_csv_follow_from_the_counts(full_bench: Bench) -> None:
    drawn = full_bench.draw(CONFUSION)
    rows = list(csv.DictReader(io.StringIO(drawn.csv)))
    assert len(rows) == 100
    cell = next(r for r in rows if (r["true"], r["predicted"]) == ("4", "9"))
    expected = [100 * 10 / (9 + 91 - seed + 9) for seed in range(3)]
    assert float(cell["mean_percent"]) == pytest.approx(np.mean(expected))
    assert float(cell["max_percent"]) == pytest.approx(max(expected))
    assert cell["n"] == "3"
    assert "Mean of 3 seeds" in drawn.caption
    assert f"Most frequent confusion: 4 taken for 9 ({np.mean(expected):.1f} %)." in drawn.caption
    accuracy = np.mean([10 * (91 - s) / (10 * (9 + 91 - s) + 9) for s in range(3)])
    assert f"Accuracy {accuracy:.3f} (sd " in drawn.caption
    assert "least: 4" in drawn.caption


def test_each_cell_shows_its_share(full_bench: Bench) -> None:
    svg = full_bench.draw(CONFUSION).svg
    assert len(re.findall(r">\d+\.\d</text>", svg)) == 100
    assert ">true class<" in svg


def test_classes_carry_the_names_of_the_data_set(full_bench: Bench) -> None:
    plan = full_bench.plan
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    plan.datasets["mnist"] = plan.datasets["mnist"].model_copy(update={"class_names": names})
    drawn = full_bench.draw(CONFUSION)
    assert "four taken for nine" in drawn.caption
    assert ">seven<" in drawn.svg


def test_a_class_without_images_stays_empty() -> None:
    shares = np.array([[100.0, 0.0], [np.nan, np.nan]])
    svg = draw_confusion(shares, ["a", "b"], "p-", "title", "words")
    assert ">100.0<" in svg
    assert ">0<" in svg
    assert "nan" not in svg


def test_long_names_are_slanted() -> None:
    names = ["airplane", "automobile", *"abcdefgh"]
    assert "rotate(-30" in draw_confusion(np.eye(10) * 100, names, "p-", "title", "words")


def test_not_run(bench: Bench) -> None:
    drawn = bench.draw(CONFUSION)
    assert drawn.svg is None
    assert drawn.caption == "Not run: report."
    assert drawn.missing == ("toy-2020/report",)


def test_records_without_a_matrix_are_named(bench: Bench) -> None:
    bench.write(bench.runs("report")[0], metrics={"accuracy": 0.9})
    drawn = bench.draw(CONFUSION)
    assert drawn.svg is None
    assert "No confusion matrix in the record: seed 0." in drawn.caption


def test_damaged_arrays_are_not_used(full_bench: Bench) -> None:
    run = full_bench.runs("report")[1]
    full_bench.layout.record(run.id).with_name("arrays.npz").write_bytes(b"broken")
    drawn = full_bench.draw(CONFUSION)
    assert "Mean of 2 seeds" in drawn.caption
    assert run.id not in drawn.runs
