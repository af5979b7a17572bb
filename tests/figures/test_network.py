"""Networks as boxes, from a spec or as given."""

from __future__ import annotations

import csv
import io

import pytest
from figures.bench import Bench
from figures.pictures import BOXES, NETWORK, with_network

LAYERS = [
    {"conv": 8, "kernel": 5, "padding": 2},
    "batch-norm",
    "relu",
    {"max-pool": 2},
    {"max-pool": 3, "stride": 2, "padding": 1},
    "flatten",
    {"linear": 20},
    {"dropout": 0.5},
    {"dropout": 0},
    "identity",
    {"linear": "classes"},
]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_boxes_follow_from_the_spec(bench: Bench) -> None:
    drawn = with_network(bench, LAYERS).draw(NETWORK)
    table = rows(drawn.csv)
    assert [(r["layer"], r["with"], r["kind"], r["output"]) for r in table] == [
        ("input", "", "input", "3 × 32 × 32"),
        ("convolution 5 × 5", "batch norm, ReLU", "convolution", "8 × 32 × 32"),
        ("maximum 2 × 2", "", "pooling", "8 × 16 × 16"),
        ("maximum 3 × 3, stride 2", "", "pooling", "8 × 8 × 8"),
        ("flatten", "", "other", "512"),
        ("dense", "dropout 0.5", "dense", "20"),
        ("dense", "", "dense", "10"),
    ]
    convolution = 8 * 3 * 25 + 8 + 2 * 8
    assert table[1]["parameters"] == str(convolution)
    total = convolution + 512 * 20 + 20 + 20 * 10 + 10
    grouped = f"{total:,}".replace(",", "\u202f")
    assert f"{grouped} parameters" in drawn.caption
    assert ">8 × 32 × 32<" in drawn.svg
    assert "convolution 5 × 5, 8 × 32 × 32" in drawn.alt


def test_it_needs_no_run(bench: Bench) -> None:
    drawn = with_network(bench, LAYERS).draw(NETWORK)
    assert drawn.svg is not None
    assert drawn.missing == ()
    assert drawn.runs == ()
    assert drawn.experiments == ("toy-2020/pictures",)


def test_given_boxes_are_drawn_as_given(bench: Bench) -> None:
    drawn = bench.draw(BOXES)
    assert ">convolution<" in drawn.svg  # the label is broken before 3 × 3, not within
    assert ">3 × 3<" in drawn.svg
    assert ">16 × 8 × 8<" in drawn.svg
    assert drawn.experiments == ()
    assert rows(drawn.csv)[2]["output"] == "10"


def test_many_layers_go_on_in_further_rows(bench: Bench) -> None:
    few = bench.draw(BOXES).svg
    many = bench.draw({**BOXES, "boxes": BOXES["boxes"] * 5}).svg
    height = [float(svg.split('viewBox="')[1].split('"')[0].split()[3]) for svg in (few, many)]
    assert height[1] > 2.5 * height[0]


def test_another_engine_is_said(bench: Bench) -> None:
    drawn = bench.draw(NETWORK)
    assert drawn.svg is None
    assert drawn.caption == (
        "Not drawn: pictures is of engine numpy_mlp; "
        "a network is drawn from a spec of engine torch_nets."
    )


def test_not_at_this_scale(bench_at) -> None:
    wanted = {"experiment": "machines", "variant": "learning-rate-0.1_batch-size-40"}
    drawn = bench_at("quick").draw({**NETWORK, "network": wanted})
    assert drawn.caption == ("Not at this scale: machines (learning-rate-0.1_batch-size-40).")


def test_layers_that_do_not_fit_are_said(bench: Bench) -> None:
    layers = [{"conv": 8, "kernel": 40}, "flatten", {"linear": "classes"}]
    drawn = with_network(bench, layers).draw(NETWORK)
    assert drawn.caption.startswith("Not drawn: pictures: layer 1 (conv): ")
    assert drawn.svg is None


@pytest.mark.parametrize("shape", [[3], [28, 28], [1, 1, 1], [4096, 1, 1]])
def test_all_shapes_can_be_drawn(bench: Bench, shape: list[int]) -> None:
    drawn = bench.draw({**BOXES, "boxes": [{"label": "one", "shape": shape}]})
    assert f">{' × '.join(map(str, shape))}<" in drawn.svg
