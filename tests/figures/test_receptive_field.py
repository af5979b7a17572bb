"""Receptive fields as nested squares."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

import pytest
from figures.bench import Bench
from figures.pictures import FIELDS


def fields(*layers: tuple[str, str], side: int | None = 12) -> dict:
    wanted = {
        "experiment": "pictures",
        "side": side,
        "layers": [{"label": label, "metric": metric} for label, metric in layers],
    }
    return {**FIELDS, "receptive_field": wanted}


def test_squares_have_the_measured_sides(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(FIELDS)
    assert drawn.caption == (
        "What one unit sees of the image, in pixels: first: 3 × 3; second: 7 × 7. "
        "The image has 12 × 12."
    )
    assert ">7 × 7<" in drawn.svg
    widths = []
    for path in re.findall(r'<path d="([^"]*)"[^>]*stroke-width:1.6', drawn.svg):
        x = [float(value) for value in re.findall(r"[ML] (\S+)", path)]
        widths.append(max(x) - min(x))
    assert len(widths) == 2
    assert max(widths) / min(widths) == pytest.approx(7 / 3, rel=1e-3)
    rows = list(csv.DictReader(io.StringIO(drawn.csv)))
    assert [(r["layer"], r["pixels"]) for r in rows] == [("first", "3"), ("second", "7")]


def test_fields_larger_than_the_image_are_said(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(fields(("first", "receptive_field_layer_2"), side=5))
    assert "Reaching beyond the image: first." in drawn.caption
    assert drawn.svg is not None


def test_without_a_side_the_grid_is_as_large_as_needed(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(fields(("first", "receptive_field_layer_1"), side=None))
    assert "The image has" not in drawn.caption
    assert drawn.svg.count("stroke-opacity:0.22") == 2 * 5  # six pixels to a side


def test_labels_do_not_overlap(picture_bench: Bench) -> None:
    same = [(f"layer {k}", "receptive_field_layer_1") for k in range(6)]
    svg = picture_bench.draw(fields(*same)).svg
    heights = sorted(
        float(y) for y in re.findall(r'(?:y="|translate\(\S+ )([\d.]+)[^>]*>layer \d<', svg)
    )
    assert len(heights) == 6
    assert min(b - a for a, b in pairwise(heights)) > 2 * 7.5


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("receptive_field_layer_9", "did you mean 'receptive_field_layer_"),
        ("test_accuracy", "'test_accuracy' of pictures is 0.75, no number of pixels."),
    ],
)
def test_what_cannot_be_drawn_says_why(picture_bench: Bench, metric: str, words: str) -> None:
    drawn = picture_bench.draw(fields(("first", metric)))
    assert drawn.svg is None
    assert drawn.caption.startswith("Not drawn: ")
    assert words in drawn.caption


def test_not_run(bench: Bench) -> None:
    drawn = bench.draw(FIELDS)
    assert drawn.caption == "Not run: pictures."
    assert drawn.missing == ("toy-2020/pictures",)
