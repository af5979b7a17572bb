"""Sweeps over two values: a grid of cells."""

from __future__ import annotations

import csv
import io
import re

from figures.bench import Bench
from figures.pictures import CELLS, swept


def fills(svg: str) -> list[str]:
    return re.findall(r"fill:(#[0-9a-f]{6});stroke:#[0-9a-f]{6}", svg)


def test_each_cell_shows_its_mean(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(CELLS)
    for number in ("0.715", "0.745", "0.915", "0.945"):
        assert f">{number}</text>" in drawn.svg
    assert all(f">{label}<" in drawn.svg for label in ("10", "40", "0.1", "0.5", "batch size"))
    assert drawn.caption == (
        "In the cells: accuracy; darker is higher. Mean of 2 seeds; their spread is in the data. "
        "Highest 0.945 (sd 0.007) at batch size 40, learning rate 0.5, "
        "lowest 0.715 (sd 0.007) at batch size 10, learning rate 0.1."
    )
    assert drawn.alt == (
        "Grid of accuracy. Columns: batch size 10, 40. "
        "Rows by learning rate: 0.1: 0.715, 0.745; 0.5: 0.915, 0.945."
    )


def test_cells_darken_from_the_lowest_to_the_highest(picture_bench: Bench) -> None:
    colours = fills(picture_bench.draw(CELLS).svg)
    red = [int(colour[1:3], 16) for colour in colours]
    assert red == sorted(red, reverse=True)
    assert colours[0] == "#f4f8fb"
    assert colours[-1] == "#6aaedb"


def test_digits_and_csv(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(CELLS, digits=1)
    assert ">0.7</text>" in drawn.svg
    rows = list(csv.DictReader(io.StringIO(drawn.csv)))
    assert [(r["x"], r["y"]) for r in rows] == [
        ("10", "0.1"),
        ("40", "0.1"),
        ("10", "0.5"),
        ("40", "0.5"),
    ]
    assert float(rows[3]["mean"]) == 0.945


def test_equal_numbers_are_drawn(bench: Bench) -> None:
    run = bench.runs("machines", swept(0.1, 10)["variant"])[0]
    bench.write(run, metrics={"accuracy": 0.5})
    drawn = bench.draw({**CELLS, "cells": CELLS["cells"][:1]})
    assert fills(drawn.svg) == ["#f4f8fb"]


def test_cells_without_a_number_say_why(bench: Bench) -> None:
    bench.write(bench.runs("machines", swept(0.1, 10)["variant"])[0], metrics={"accuracy": 0.5})
    for run in bench.runs("machines", swept(0.5, 40)["variant"]):
        bench.write(run, metrics={"accuracy": None}, diverged=True)
    drawn = bench.draw(CELLS)
    assert drawn.svg.count(">not run<") == 2
    assert ">diverged<" in drawn.svg
    assert "0.1: 0.500, not run; 0.5: not run, diverged." in drawn.alt
    assert len(fills(drawn.svg)) == 1


def test_many_absences_are_counted(bench_at) -> None:
    quick = bench_at("quick")
    for run in quick.runs("machines", swept(0.5, 10)["variant"]):
        quick.write(run, metrics={"accuracy": 0.9})
    left_out = {"variant": swept(0.1, 40)["variant"]}
    cells = [{"x": 10, "y": 0.5, **swept(0.5, 10)}]
    cells += [{"x": size, "y": 0.1, **left_out} for size in range(10)]
    drawn = quick.draw({**CELLS, "cells": cells})
    assert "Not at this scale: 10 of 11." in drawn.caption
    assert ">not at this scale<" in drawn.svg
