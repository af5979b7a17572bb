"""Points in the plane."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from figures.bench import Bench
from figures.pictures import POINTS, SCATTER

from reprise.figures.scatter import MOST_POINTS


def test_points_and_classes(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(SCATTER, classes=["inside", "outside"])
    assert drawn.caption == (
        "Seed 0 of 2 seeds. 4 points, inside: 1 (25.0 %); outside: 3 (75.0 %)."
    )
    assert "x₁ from −1.00 to 3.00 and x₂ from −1.00 to 0.500" in drawn.alt
    assert ">inside<" in drawn.svg
    rows = list(csv.DictReader(io.StringIO(drawn.csv)))
    np.testing.assert_allclose([[float(r["x1"]), float(r["x2"])] for r in rows], POINTS)
    assert [r["class"] for r in rows] == ["0", "1", "1", "1"]


def test_classes_differ_in_colour_and_marker(picture_bench: Bench) -> None:
    svg = picture_bench.draw(SCATTER).svg
    used = re.findall(r'<use [^>]*href="(#[^"]*)"[^>]*fill:(#\w+)', svg)
    looks = {colour: marker for marker, colour in used}
    assert len(looks) == 2
    assert len(set(looks.values())) == 2


def test_of_many_points_the_first_are_drawn(bench: Bench, rng: np.random.Generator) -> None:
    points = rng.normal(size=(MOST_POINTS + 500, 2))
    labels = np.zeros(len(points), dtype=np.uint8)
    bench.write(bench.runs("pictures")[0], arrays={"points": points, "labels": labels})
    drawn = bench.draw(SCATTER)
    assert f"The first {MOST_POINTS} of {MOST_POINTS + 500} points" in drawn.caption
    assert len(drawn.csv.splitlines()) == MOST_POINTS + 1
    assert len(drawn.svg) < 100_000


def test_axes_keep_their_proportions(bench: Bench) -> None:
    points = np.array([[0.0, 0.0], [10.0, 5.0]])
    bench.write(bench.runs("pictures")[0], arrays={"points": points, "labels": np.zeros(2, int)})
    (size,) = re.findall(r'<clipPath.*?width="([^"]*)" height="([^"]*)"', bench.draw(SCATTER).svg)
    width, height = map(float, size)
    assert width / height == pytest.approx(10.8 / 5.8, rel=0.01)  # 4 % of room on each side


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"points": np.zeros((4, 3)), "labels": np.zeros(4, int)}, "points need n × 2"),
        ({"points": np.zeros((4, 2)), "labels": np.zeros(3, int)}, "points need n × 2"),
        ({"points": np.zeros((0, 2)), "labels": np.zeros(0, int)}, "points need n × 2"),
        ({"points": np.full((1, 2), np.inf), "labels": np.zeros(1, int)}, "finite"),
        (
            {"points": np.zeros((2, 2)), "labels": np.array([0, 7])},
            "the labels in 'labels' are 0, 7",
        ),
        ({"points": np.zeros((2, 2))}, "has no array 'labels' in its record, but points"),
    ],
)
def test_what_cannot_be_drawn_says_why(bench: Bench, arrays: dict, words: str) -> None:
    bench.write(bench.runs("pictures")[0], arrays=arrays)
    drawn = bench.draw(SCATTER)
    assert drawn.svg is None
    assert drawn.caption.startswith("Not drawn: ")
    assert words in drawn.caption
