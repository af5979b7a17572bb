"""Tables: measured values beside the document's."""

from __future__ import annotations

import csv
import io
import statistics

import pytest
from figures.bench import TABLE, Bench

from reprise.figures.table import cell_text


def test_cells_hold_mean_sd_and_the_printed_value(full_bench: Bench) -> None:
    drawn = full_bench.draw(TABLE)
    assert drawn.svg is None
    assert drawn.table["columns"] == ["accuracy", "loss"]
    first, second = drawn.table["rows"]
    cell = first["cells"][0]
    numbers = [0.93, 0.931, 0.932]
    assert cell["text"] == "0.931 ± 0.001"
    assert cell["printed"] == "0.933"
    assert cell["mean"] == pytest.approx(statistics.fmean(numbers))
    assert cell["sd"] == pytest.approx(statistics.stdev(numbers))
    assert cell["n"] == 3
    assert cell["runs"] == [run.id for run in full_bench.runs("base")]
    assert not (cell["missing"] or cell["cut"] or cell["stand_in"])
    assert second["cells"][1] is None
    assert drawn.caption == (
        "Mean ± standard deviation over 3 seeds; a value without ± is the same for all seeds. "
        "Beside the measured values: those that the document prints."
    )
    assert drawn.experiments == ("toy-2020/base", "toy-2020/sweep")


def test_the_csv_holds_the_numbers(full_bench: Bench) -> None:
    rows = list(csv.DictReader(io.StringIO(full_bench.draw(TABLE).csv)))
    assert [(r["row"], r["column"]) for r in rows] == [
        ("base", "accuracy"),
        ("base", "loss"),
        ("slower", "accuracy"),
    ]
    assert float(rows[0]["mean"]) == pytest.approx(0.931)
    assert float(rows[0]["max"]) == pytest.approx(0.932)
    assert rows[0]["printed"] == "0.933"
    assert rows[1]["printed"] == ""
    assert rows[2]["variant"] == "learning-rate-0.25"


def test_one_seed_is_the_value_alone(bench: Bench) -> None:
    bench.write(bench.runs("base")[0], metrics={"accuracy": 0.93, "loss": -0.25})
    drawn = bench.draw(TABLE, digits=2)
    accuracy, loss = drawn.table["rows"][0]["cells"]
    assert accuracy["text"] == "0.93"
    assert accuracy["sd"] is None
    assert loss["text"] == "−0.25"
    assert drawn.caption.startswith("Values of one seed.")
    assert "Some seeds not run: base (seed 1, 2)." in drawn.caption


def test_cells_without_a_number_say_why(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write(run, metrics={"accuracy": None}, diverged=True)
    drawn = bench.draw(TABLE)
    cells = [cell for row in drawn.table["rows"] for cell in row["cells"] if cell]
    assert [cell["text"] for cell in cells] == ["diverged", "diverged", "not run"]
    assert all(cell["missing"] for cell in cells)
    assert "Not run: sweep (learning-rate-0.25)." in drawn.caption
    assert "Diverged: base (seed 0, 1, 2)." in drawn.caption
    assert drawn.missing == ("toy-2020/sweep (learning-rate-0.25)",)


def test_a_metric_that_is_not_there_is_named(bench: Bench) -> None:
    bench.write(bench.runs("base")[0], metrics={"loss": 0.25})
    drawn = bench.draw(TABLE)
    assert drawn.table["rows"][0]["cells"][0]["text"] == "no value"
    assert "No value: base (seed 0: its metric 'accuracy' is not in the record)." in drawn.caption


def test_what_was_cut_or_left_out_is_said(bench_at) -> None:
    bench = bench_at("quick")
    for run in bench.runs("base"):
        bench.write(run, metrics={"accuracy": 0.9, "loss": 0.3})
    drawn = bench.draw(TABLE)
    assert drawn.table["rows"][1]["cells"][0]["text"] == "not at this scale"
    assert drawn.table["rows"][0]["cells"][0]["cut"]
    assert "At reduced budget (epochs 4 of 10)." in drawn.caption
    assert "Not at this scale: sweep (learning-rate-0.25)." in drawn.caption
    assert drawn.cut


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([980.0, 980.0], "980"),
        ([0.93], "0.930"),
        ([0.25, 0.25], "0.250"),
        ([2.2e-16, 4.4e-16], "3.3e−16 ± 1.6e−16"),
        ([1e-9], "1.0e−09"),
        ([0.0], "0"),
        ([-0.5, -0.3], "−0.400 ± 0.141"),
    ],
)
def test_cell_texts(numbers: list[float], text: str) -> None:
    assert cell_text(numbers, 3) == text
