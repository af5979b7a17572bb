"""Figures of curves: what is drawn, said and written."""

from __future__ import annotations

import csv
import io
import math
import re
import statistics
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from figures.bench import CURVES, Bench

from reprise.figures.curves import COLUMNS
from reprise.figures.style import COLOURS
from reprise.training.outcome import Curve


def figure(*panels: dict[str, Any]) -> dict[str, Any]:
    return {"id": "curves", "kind": "curves", "title": "Curves", "panels": list(panels)}


def panel(*series: tuple[str, str] | tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """Series as (label, experiment) or (label, experiment, variant), all of epoch.loss."""
    rows = [
        {"label": s[0], "experiment": s[1], "curve": "epoch.loss", "variant": (*s, "main")[2]}
        for s in series
    ]
    return {"x": "epoch", "y": "loss", "series": rows, **more}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_holds_all_points_of_all_seeds(full_bench: Bench) -> None:
    drawn = full_bench.draw(CURVES)
    table = rows(drawn.csv)
    assert tuple(table[0]) == COLUMNS
    assert len(table) == 4 * 10
    records = full_bench.measurements().records("toy-2020", "base", "main")
    for row in (r for r in table if (r["panel"], r["series"]) == ("Loss", "test")):
        at = int(float(row["x"])) - 1
        values = [record.curves["epoch"]["test_loss"][at] for record in records.values()]
        assert float(row["mean"]) == pytest.approx(statistics.fmean(values), rel=1e-7)
        assert float(row["min"]) == pytest.approx(min(values), rel=1e-7)
        assert float(row["max"]) == pytest.approx(max(values), rel=1e-7)
        assert int(row["n"]) == 3
        assert (row["experiment"], row["variant"]) == ("toy-2020/base", "main")


def test_the_caption_gives_the_end_values(bench: Bench) -> None:
    for run, end in zip(bench.runs("base"), (0.149, 0.152, 0.155), strict=True):
        bench.write_curves(run, loss=[1.0, end])
    drawn = bench.draw(figure(panel(("training loss", "base"))))
    assert drawn.caption == (
        "Mean of 3 seeds; the band spans the lowest and highest. "
        "At the end: training loss 0.152 (sd 0.003)."
    )
    assert drawn.alt == "loss over epoch (1 to 2), 1 curve: training loss goes from 1.00 to 0.152."
    assert drawn.runs == tuple(run.id for run in bench.runs("base"))
    assert drawn.experiments == ("toy-2020/base",)


def test_labels_that_are_numbers_stand_apart_from_the_values(bench: Bench) -> None:
    bench.write_curves(bench.runs("base")[0], loss=[1.0, 0.5])
    drawn = bench.draw(figure(panel(("0.5", "base"), ("rate", "base"))))
    assert "At the end: 0.5: 0.500, rate: 0.500." in drawn.caption


def test_one_seed_has_no_band(bench: Bench) -> None:
    bench.write_curves(bench.runs("base")[0], loss=[1.0, 0.5, 0.25])
    drawn = bench.draw(figure(panel(("loss", "base"))))
    assert "One seed." in drawn.caption
    assert "Some seeds not run: loss (1 of 3 there)." in drawn.caption
    assert "band" not in drawn.caption
    assert "fill-opacity" not in drawn.svg


def test_a_band_is_drawn_between_seeds(full_bench: Bench) -> None:
    assert full_bench.draw(CURVES).svg.count("fill-opacity") == 4


def test_what_was_not_run_is_named_and_the_rest_drawn(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    slow = ("slower", "sweep", "learning-rate-0.25")
    drawn = bench.draw(figure(panel(("loss", "base"), slow)))
    assert "Not run: slower." in drawn.caption
    assert drawn.missing == ("toy-2020/sweep (learning-rate-0.25)",)
    assert ">loss<" in drawn.svg
    assert ">slower<" not in drawn.svg


def test_nothing_there_gives_no_drawing(bench: Bench) -> None:
    drawn = bench.draw(CURVES)
    assert drawn.svg is None
    assert drawn.caption == "Not run: training, test."
    assert drawn.alt == "Nothing to show: Not run: training, test."
    assert drawn.missing == ("toy-2020/base",)
    assert rows(drawn.csv) == []
    assert drawn.runs == ()


def test_an_empty_panel_says_so(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    slow = ("slower", "sweep", "learning-rate-0.25")
    drawn = bench.draw(figure(panel(("loss", "base")), panel(slow, title="Second")))
    assert ">nothing to show<" in drawn.svg
    assert "Second: loss over epoch: nothing to show." in drawn.alt


def test_a_curve_that_is_not_in_the_records_is_named(bench: Bench) -> None:
    bench.write_curves(bench.runs("base")[0], other=[1.0, 0.5])
    drawn = bench.draw(figure(panel(("loss", "base"))))
    assert drawn.svg is None
    assert "Not in the records: loss (curve epoch.loss)." in drawn.caption


def test_reduced_budget_and_stand_in_data_are_said(bench_at) -> None:
    bench = bench_at("smoke")
    bench.write_curves(bench.runs("base")[0], loss=[1.0, 0.5])
    drawn = bench.draw(figure(panel(("loss", "base"))))
    assert "At reduced budget (" in drawn.caption
    assert "On stand-in data." in drawn.caption
    assert drawn.cut
    assert drawn.stand_in
    quick = bench_at("quick")
    quick.write_curves(quick.runs("base")[0], loss=[1.0, 0.5])
    slow = ("slower", "sweep", "learning-rate-0.25")
    drawn = quick.draw(figure(panel(("loss", "base"), slow)))
    assert "At reduced budget (epochs 4 of 10)." in drawn.caption
    assert "Not at this scale: slower." in drawn.caption
    assert "stand-in" not in drawn.caption


def test_a_diverged_run_is_drawn_as_far_as_it_went(bench: Bench) -> None:
    first, second, third = bench.runs("base")
    bench.write_curves(first, loss=[1.0, 0.5, 0.3])
    bench.write_curves(second, loss=[1.0, 0.5, 0.1])
    broken = Curve(np.arange(1, 4), {"loss": np.array([2.0, np.nan, np.nan])})
    bench.write(third, curves={"epoch": broken}, diverged=True)
    drawn = bench.draw(figure(panel(("loss", "base"))))
    assert "Diverged: loss (seed 2)." in drawn.caption
    assert [int(row["n"]) for row in rows(drawn.csv)] == [3, 2, 2]
    assert "nan" not in (drawn.csv + drawn.svg).lower()


def test_a_thinned_record_says_what_its_points_are(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, axis="update", loss=np.linspace(1, 0, 10_000))
    part = panel(("loss", "base"))
    part["series"][0]["curve"] = "update.loss"
    drawn = bench.draw(figure(part))
    assert "Each point is the mean over 5 updates." in drawn.caption
    assert len(rows(drawn.csv)) == 2000


def test_marks_are_drawn_labelled_and_listed(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    marks = [{"label": "test, Fig. 6", "printed": "0.300"}, {"label": "text", "printed": "0.310"}]
    drawn = bench.draw(figure(panel(("loss", "base"), marks=marks)))
    assert (
        "Dash-dotted: the document's values, 0.300 (test, Fig. 6), 0.310 (text)." in drawn.caption
    )
    labels = re.findall(r'translate\(\S+ (\S+)\)"[^>]*>(document: [^<]+)<', drawn.svg)
    height = {label: float(y) for y, label in labels}
    assert height["document: 0.300"] - height["document: 0.310"] > 2 * 7.5


def test_logarithmic_axes_leave_out_what_has_no_logarithm(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.1, 0.001, 0.0])
    marks = [{"label": "document", "printed": "0.00"}]
    drawn = bench.draw(figure(panel(("loss", "base"), log_y=True, log_x=True, marks=marks)))
    assert ">0.01<" in drawn.svg
    assert ">document: 0.00<" not in drawn.svg
    assert len(rows(drawn.csv)) == 4


def test_a_series_looks_the_same_whether_others_are_there_or_not(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    slow = ("slower", "sweep", "learning-rate-0.25")
    drawn = bench.draw(figure(panel(slow, ("loss", "base"))))
    assert COLOURS[1].lower() in drawn.svg
    assert COLOURS[0].lower() not in drawn.svg


def test_very_large_values_get_short_labels(bench: Bench) -> None:
    bench.write_curves(bench.runs("base")[0], loss=[1.0, 2.5e30])
    svg = bench.draw(figure(panel(("loss", "base")))).svg
    assert ">2×10³⁰<" in svg
    assert "1e30" not in svg


def test_many_series_are_summed_up(bench: Bench) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    many = [(f"series {i}", "base") for i in range(12)]
    drawn = bench.draw(figure(panel(*many)))
    assert "At the end: from 0.500 (sd 0.000) (series 0) to" in drawn.caption
    assert len(drawn.caption) < 300


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_panels_fit_the_page(bench: Bench, count: int) -> None:
    for run in bench.runs("base"):
        bench.write_curves(run, loss=[1.0, 0.5])
    parts = [panel(("loss", "base"), title=f"Panel {i}") for i in range(count)]
    svg = ElementTree.fromstring(bench.draw(figure(*parts)).svg)
    _, _, width, height = map(float, svg.get("viewBox").split())
    assert math.isclose(width, 6.8 * 72)
    assert height < 9 * 72
    titles = [n for n in svg.iter("{http://www.w3.org/2000/svg}text") if "Panel" in (n.text or "")]
    assert len(titles) == count
