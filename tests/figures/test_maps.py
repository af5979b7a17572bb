"""Decision maps: shading, boundary, points, and what is said of them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from figures.bench import Bench
from figures.pictures import AXIS, MAPS, POINTS, circle_arrays, machine_arrays, pixels

from reprise.figures.colours import LIGHT_BLUE, LIGHT_ORANGE

START, END, MACHINE = MAPS["panels"]


def rows(text: str, what: str) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(text)) if row["what"] == what]


def write(bench: Bench, **arrays: np.ndarray) -> None:
    bench.write(bench.runs("pictures")[0], arrays={**circle_arrays(), **arrays})


def test_shading_follows_the_map_with_x2_upwards(picture_bench: Bench) -> None:
    start, end, machine = pixels(picture_bench.draw(MAPS).svg)
    assert (start == start[0, 0]).all()
    assert end[0, 0, 2] > end[0, 0, 0]  # P = 0.1 at the left: blue
    assert end[0, -1, 0] > end[0, -1, 2]  # P = 0.9 at the right: orange
    assert tuple(end[2, 2]) == (255, 255, 255)  # P = 0.5
    assert tuple(machine[0, 0]) == LIGHT_ORANGE  # upper left: class 1
    assert tuple(machine[-1, -1]) == LIGHT_BLUE


def test_the_csv_holds_map_and_points(picture_bench: Bench) -> None:
    text = picture_bench.draw(MAPS).csv
    cells = rows(text, "map")
    assert len(cells) == 3 * 25
    machine = [r for r in cells if r["panel"] == "a machine"]
    for row in machine:
        x1, x2 = float(row["x1"]), float(row["x2"])
        assert float(row["value"]) == pytest.approx(x2 - x1 + 0.5, abs=1e-3)
        assert int(row["class"]) == (x2 - x1 + 0.5 > 0)
    points = [r for r in rows(text, "test point") if r["panel"] == "a machine"]
    found = np.array([[float(r["x1"]), float(r["x2"])] for r in points])
    np.testing.assert_allclose(found, POINTS)
    assert [r["class"] for r in points] == ["0", "1", "1", "1"]


def test_the_caption_gives_accuracies_and_counts(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(MAPS)
    assert drawn.caption.startswith("Seed 0 of 2 seeds. Shaded: the probability of class 1")
    assert "Shaded: the predicted class" in drawn.caption
    assert "Maps are computed at 5 × 5 places. On top: 4 test points." in drawn.caption
    assert "Test accuracy: at the end: 0.750; a machine: 0.500." in drawn.caption
    assert "Test accuracy not measured: at the start." in drawn.caption
    outside = "1 (at the start), 1 (at the end), 1 (a machine)"
    assert f"Points outside of the map: {outside}." in drawn.caption
    assert "at the start, 0 %; at the end, 40 %; a machine, 60 %" in drawn.alt


def test_a_snapshot_has_the_accuracy_of_its_epoch(bench: Bench) -> None:
    from reprise.training.outcome import Curve

    arrays = {**circle_arrays(), "snapshot_epochs": np.array([2, 10])}
    accuracy = Curve(np.arange(1, 11), {"test_accuracy": np.linspace(0.1, 1.0, 10)})
    bench.write(bench.runs("pictures")[0], curves={"epoch": accuracy}, arrays=arrays)
    drawn = bench.draw({**MAPS, "panels": [{**START, "snapshot": 2}]})
    assert "Test accuracy: at the start: 0.200." in drawn.caption


def test_boundaries_are_drawn_where_there_is_one(picture_bench: Bench) -> None:
    def lines(panels: list) -> int:
        return picture_bench.draw({**MAPS, "panels": panels}).svg.count("stroke:#2b2b2b")

    assert lines([START]) == 0  # all places on one side
    assert lines([END]) == 1
    assert lines([MACHINE]) == 1


def test_points_may_be_left_out(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(MAPS, points="none")
    assert "On top" not in drawn.caption
    assert ">class 0<" not in drawn.svg
    assert ">class 0<" in picture_bench.draw(MAPS).svg
    assert rows(drawn.csv, "test point") == []


def test_what_is_missing_is_named_and_the_rest_drawn(bench: Bench) -> None:
    write(bench)
    gone = {"label": "gone", "experiment": "pictures", "snapshot": 3}
    drawn = bench.draw({**MAPS, "panels": [gone, END, MACHINE]})
    assert len(pixels(drawn.svg)) == 1
    assert (
        "Not drawn: gone (pictures has no snapshot after epoch 3, but after 0, 10)."
        in drawn.caption
    )
    assert "Not run: a machine." in drawn.caption
    assert drawn.missing == ("toy-2020/machines (learning-rate-0.5_batch-size-10)",)


def test_not_at_this_scale(bench_at) -> None:
    quick = bench_at("quick")
    other = {**MACHINE, "variant": "learning-rate-0.1_batch-size-40"}
    drawn = quick.draw({**MAPS, "panels": [other]})
    assert drawn.caption == "Not at this scale: a machine."
    assert drawn.svg is None


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"maps": np.zeros((2, 5, 4))}, "a map of pictures has the shape 5 × 4, its axis 5 places"),
        ({"maps": np.zeros((1, 5, 5))}, "pictures has not one map for each snapshot"),
        ({"maps": np.full((2, 5, 5), np.nan)}, "not all values of the map of pictures are finite"),
        ({"map_axis": np.zeros((2, 2))}, "the map_axis of pictures has the shape 2 × 2"),
        ({"test_x": np.zeros((4, 3))}, "test_x of pictures has the shape 4 × 3, for 4 labels"),
    ],
)
def test_what_cannot_be_drawn_says_why(bench: Bench, arrays: dict, words: str) -> None:
    write(bench, **arrays)
    drawn = bench.draw({**MAPS, "panels": [END]})
    assert drawn.svg is None
    assert drawn.caption == f"Not drawn: {words}."


def test_a_record_without_a_map_is_named(bench: Bench) -> None:
    bench.write(bench.runs("pictures")[0], arrays={"images": np.zeros((1, 2, 2))})
    drawn = bench.draw({**MAPS, "panels": [END]})
    assert drawn.caption == (
        "Not drawn: pictures has no decision map in its record (maps or decision_map)."
    )
    machine = machine_arrays()
    del machine["test_x"]
    bench.write(bench.runs("pictures")[0], arrays=machine)
    drawn = bench.draw({**MAPS, "panels": [END]})
    assert "pictures has no array 'test_x' in its record" in drawn.caption


def test_a_machine_has_no_snapshots(picture_bench: Bench) -> None:
    drawn = picture_bench.draw({**MAPS, "panels": [{**MACHINE, "snapshot": 1}]})
    assert "has one map, and no snapshots" in drawn.caption


def test_axes_end_half_a_step_beyond_the_map(picture_bench: Bench) -> None:
    from reprise.figures.maps_reading import edges

    assert edges(AXIS) == (-2.5, 2.5)
    svg = picture_bench.draw({**MAPS, "panels": [END]}).svg
    assert all(f">{tick}<" in svg for tick in ("−2", "0", "2", "x₁", "x₂"))
