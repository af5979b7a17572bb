"""One figure of each kind looks as it did when it was last looked at."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from figures.bench import CONFUSION, CURVES, TABLE, Bench
from figures.pictures import (
    BOXES,
    CELLS,
    FIELDS,
    IMAGES,
    LINES,
    MAPS,
    SAMPLES,
    SCATTER,
    with_network,
)
from figures.test_network import LAYERS, NETWORK
from golden import check_image, check_text, differing, raster

from reprise.figures.stage import DRAW

GOLDEN = Path(__file__).with_name("golden")
WIDTH = "6.8in"
DRAWINGS = {
    "curves": CURVES,
    "confusion": CONFUSION,
    "images-of-weights": IMAGES,
    "images-of-samples": SAMPLES,
    "maps": MAPS,
    "scatter": SCATTER,
    "sweep-lines": LINES,
    "sweep-cells": CELLS,
    "schema-boxes": BOXES,
    "schema-receptive-field": FIELDS,
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_looks_as_before(picture_bench: Bench, name: str) -> None:
    drawn = picture_bench.draw(DRAWINGS[name])
    check_image(raster(drawn.svg, WIDTH), GOLDEN / f"{name}.png")


def test_a_network_looks_as_before(bench: Bench) -> None:
    drawn = with_network(bench, LAYERS).draw(NETWORK)
    check_image(raster(drawn.svg, WIDTH), GOLDEN / "schema-network.png")


def test_a_table_reads_as_before(full_bench: Bench) -> None:
    drawn = full_bench.draw(TABLE)
    shown = json.dumps(drawn.table, indent=1, ensure_ascii=False)
    without_keys = re.sub(r"(--s\d+)-[0-9a-f]{8}\b", r"\1", f"{shown}\n{drawn.csv}")
    check_text(without_keys, GOLDEN / "table.txt")


def test_every_kind_has_one() -> None:
    kinds = {figure["kind"] for figure in (*DRAWINGS.values(), TABLE)}
    assert kinds == set(DRAW)


class TestWhatIsNoticed:
    """The tolerance lets smoothed edges pass, and nothing that a reader would see."""

    @pytest.fixture
    def svg(self, full_bench: Bench) -> str:
        return full_bench.draw(CURVES).svg

    @pytest.fixture
    def before(self, svg: str) -> np.ndarray:
        return raster(svg, WIDTH)

    def test_edges_that_are_smoothed_otherwise_pass(self, svg: str, before: np.ndarray) -> None:
        box = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
        moved = svg.replace(box.group(), f'viewBox="0.02 0.02 {box[1]} {box[2]}"')
        assert moved != svg and not np.array_equal(raster(moved, WIDTH), before)
        assert differing(raster(moved, WIDTH), before) == 0

    @pytest.mark.parametrize("by", [(2.0, 0.0), (0.0, 2.0)])
    def test_a_label_that_moved(self, svg: str, before: np.ndarray, by) -> None:
        label = re.search(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>', svg)
        x, y = float(label[1]) + by[0], float(label[2]) + by[1]
        other = label.group().replace(f'x="{label[1]}" y="{label[2]}"', f'x="{x}" y="{y}"')
        changed = raster(svg.replace(label.group(), other, 1), WIDTH)
        assert differing(changed, before) > 10

    def test_each_line_that_is_lost(self, svg: str, before: np.ndarray) -> None:
        lines = [line for line in re.findall(r"<path [^>]*/>", svg) if "clip-path" in line]
        assert len(lines) > 15  # curves, marks and the grid
        for line in lines:
            count = differing(raster(svg.replace(line, "", 1), WIDTH), before)
            assert count > 10 or _under_an_axis(line, svg), line

    def test_a_label_that_says_something_else(self, svg: str, before: np.ndarray) -> None:
        changed = svg.replace(">epoch<", ">epochs<", 1)
        assert changed != svg and differing(raster(changed, WIDTH), before) > 10

    def test_a_colour_that_changed(self, svg: str, before: np.ndarray) -> None:
        changed = svg.replace("#0072B2".lower(), "#D55E00".lower())
        assert changed != svg and differing(raster(changed, WIDTH), before) > 10


def _under_an_axis(line: str, svg: str) -> bool:
    """Whether a line of the grid lies where a darker one is drawn over it."""
    axes = [path for path in re.findall(r"<path [^>]*/>", svg) if "clip-path" not in path]
    height = _height_of(line)
    return height is not None and any(
        abs((_height_of(axis) or 0.0) - height) < 0.5 for axis in axes
    )


def _height_of(path: str) -> float | None:
    """Where a horizontal line lies, in points; None for all else."""
    found = re.search(r'd="M (\S+) (\S+) L (\S+) (\S+)"', path)
    return float(found[2]) if found and found[2] == found[4] else None
