from __future__ import annotations

from types import SimpleNamespace

from reprise.reporting.sparkline import HEIGHT, MOST_POINTS, WIDTH, sparkline


def record(curves, metric="test_accuracy"):
    return SimpleNamespace(curves=curves, headline=SimpleNamespace(metric=metric))


def test_the_headline_s_coarsest_curve_is_drawn():
    curves = {
        "update": {"x": [1, 2, 3], "train_loss": [3.0, 2.0, 1.0]},
        "epoch": {"x": [1, 2], "train_loss": [2.5, 1.0], "test_accuracy": [0.5, 0.9]},
    }
    drawn = sparkline(record(curves))
    assert drawn["name"] == "test_accuracy by epoch"
    assert (drawn["first"], drawn["last"]) == ("0.500", "0.900")
    (x0, y0), (x1, y1) = drawn["points"]
    assert x0 < x1 and y0 > y1  # it rises: y counts from above


def test_without_the_headline_the_first_curve_is_drawn():
    curves = {"epoch": {"x": [1, 2], "train_loss": [2.5, 1.0]}}
    assert sparkline(record(curves))["name"] == "train_loss by epoch"


def test_points_are_few_and_inside():
    xs = list(range(1000))
    drawn = sparkline(record({"step": {"x": xs, "test_accuracy": [x % 7 for x in xs]}}))
    assert len(drawn["points"]) == MOST_POINTS
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn["points"])


def test_gaps_and_constants_are_no_obstacle():
    flat = {"epoch": {"x": [1, 2, 3], "test_accuracy": [0.5, None, 0.5]}}
    assert len(sparkline(record(flat))["points"]) == 2
    assert sparkline(record({"epoch": {"x": [1], "test_accuracy": [0.5]}})) is None
    assert sparkline(record({})) is None
