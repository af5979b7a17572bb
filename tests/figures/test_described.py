"""Figures as data: what may be written, and what is refused in words for people."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from figures.pictures import CELLS, IMAGES, LINES, MAPS, NETWORK
from pydantic import ValidationError
from toy import PROJECT

from reprise.documents.models.figure import FIGURE
from reprise.documents.references import references
from reprise.figures.stage import DRAW
from reprise.problems import of_validation


def problems(content: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        FIGURE.validate_python(content)
    return "\n".join(map(str, of_validation(caught.value, FIGURE, "figures.yaml", "")))


def test_the_examples_of_the_documentation_are_valid() -> None:
    text = (PROJECT / "docs" / "figures.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    kinds = {FIGURE.validate_python(one).kind for block in blocks for one in yaml.safe_load(block)}
    assert kinds == set(DRAW)


def test_the_keys_of_a_measure_are_filled_in() -> None:
    series = {
        "label": "a",
        "experiment": "lr",
        "metric": "test_accuracy",
        "points": [
            {"x": 1, "variant": "one"},
            {"x": 2, "experiment": "other"},
            {"x": 3, "of": {"experiment": "full", "timing": "training_seconds"}},
        ],
    }
    figure = FIGURE.validate_python({**LINES, "series": [series]})
    first, second, third = (point.of for point in figure.series[0].points)
    assert (first.experiment, first.variant, first.metric) == ("lr", "one", "test_accuracy")
    assert (second.experiment, second.variant) == ("other", "main")
    assert (third.experiment, third.metric) == ("full", None)
    assert list(references(figure)) == [("lr", "one"), ("other", "main"), ("full", "main")]


def test_all_references_are_found() -> None:
    assert list(references(FIGURE.validate_python(NETWORK))) == [("pictures", "main")]
    assert len(list(references(FIGURE.validate_python(CELLS)))) == 4
    assert ("pictures", "main") in list(references(FIGURE.validate_python(MAPS)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({**IMAGES, "predictions": True}, "give either titles or predictions"),
        ({**IMAGES, "titles": ["a"], "show": [1, 2]}, "1 titles for 2 images"),
        ({**MAPS, "panels": MAPS["panels"][:1] * 2}, "two panels have the label 'at the start'"),
        ({**CELLS, "series": LINES["series"]}, "give either series"),
        ({**LINES, "value": "v"}, "cells need a value"),
        ({**CELLS, "log_x": True}, "log_x, log_y and marks go with series"),
        ({**CELLS, "cells": CELLS["cells"][:1] * 2}, "cells: two points at (10.0, 0.1)"),
        ({**NETWORK, "boxes": []}, "boxes"),
        ({**NETWORK, "network": None}, "give one of network, boxes and receptive_field"),
    ],
)
def test_what_does_not_go_together_is_refused(content: dict, words: str) -> None:
    assert words in problems(content)


def test_mistakes_in_points_are_placed() -> None:
    series = {"label": "a", "experiment": "lr", "metric": "m", "points": [{"x": 1, "vriant": "b"}]}
    found = problems({**LINES, "series": [series]})
    assert found == "figures.yaml: series.1.points.1.vriant: unknown key 'vriant'; valid are of, x"
    del series["experiment"], series["points"][0]["vriant"]
    found = problems({**LINES, "series": [series]})
    assert found == "figures.yaml: series.1.points.1.of.experiment: the key 'experiment' is missing"
