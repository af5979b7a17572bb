"""What ``reprise status`` says before, while and after a build."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from toy import PROJECT, write_document

from reprise.config import Config
from reprise.packed import write_packed
from reprise.planning import layout_of, make_plan, run_slice
from reprise.status import core_time, status
from reprise.training.environment import environment
from reprise.training.outcome import Outcome
from reprise.training.record import read_record, write_record

LONG = """
long:
  ledger: [X-E3]
  title: The same for long
  locator: "3"
  seeds: 3
  like: base
  change: {training.epochs: 4000}
  scales: {quick: {change: {training.epochs: 40}, seeds: 1}}
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    folder = write_document(tmp_path / "documents")
    experiments = folder / "experiments.yaml"
    experiments.write_text(experiments.read_text() + LONG)
    shutil.copy(PROJECT / "documents" / "datasets.yaml", tmp_path / "documents")
    return Config.model_validate(
        {
            "documents_root": str(tmp_path / "documents"),
            "results": str(tmp_path / "results"),
            "data": {"root": str(tmp_path / "data")},
        }
    )


def write(config: Config, scale: str, experiment: str, seconds: float, root: Path | None = None):
    """Records of an experiment's runs at a scale, each of which took so long."""
    scaled = config.model_copy(update={"scale": scale})
    plan, layout = make_plan(scaled), layout_of(scaled)
    timing = {"training_seconds": seconds, "total_seconds": seconds + 1}
    for run in plan.runs(experiment=experiment):
        path = layout.record(run.id)
        if root is not None:
            path = root / path.relative_to(layout.results)
        write_record(path, run_slice(run), Outcome({}, {}, {}, timing), environment())


def line(text: str, start: str) -> str:
    (found,) = (line for line in text.splitlines() if line.startswith(start))
    return found


def test_before_anything_ran_the_formulas_say_what_it_costs(config: Config) -> None:
    text = status(config)
    assert "0 of 3 runs" in line(text, "toy-2020/long") and "left" in line(text, "toy-2020/long")
    assert line(text, "toy-2020: ").startswith("toy-2020: 0 of 7 runs")
    assert "0 of 7 runs" in line(text, "scale full, all:")
    assert "of 7 runs by formulas alone" in text and "slices" not in text


def test_slices_of_a_smaller_scale_are_extrapolated(config: Config) -> None:
    write(config, "quick", "long", 40.0)  # a hundredth of the epochs
    text = status(config)
    hours = float(re.search(r"([\d.]+) core-hours left", line(text, "toy-2020/long"))[1])
    assert hours == pytest.approx(3 * 4000 / 3600, rel=0.1)
    assert "of 3 runs from slices of the same variants" in text
    assert "runs from slices of other experiments of their engines" in text


def test_committed_records_serve_where_there_are_none_of_ones_own(config, tmp_path) -> None:
    write(config, "quick", "long", 40.0, root=tmp_path / "made")
    for file in (tmp_path / "made").glob("*/runs/*/record.json"):
        write_packed(tmp_path / "records" / "runs" / file.parent.name, read_record(file))
    assert "of 3 runs by formulas alone" not in status(config, committed=tmp_path / "records")
    assert "from slices of the same variants" in status(config, committed=tmp_path / "records")
    assert "slices" not in status(config)


def test_what_was_spent_stands_beside_what_is_left(config: Config) -> None:
    write(config, "full", "base", 29.0)
    text = status(config)
    assert "2 of 2 runs   60 s spent" in line(text, "toy-2020/base")
    assert "left" not in line(text, "toy-2020/base")
    assert "60 s spent" in line(text, "scale full, all:")


def test_records_of_another_scale_are_taken_over_and_cost_nothing(config: Config) -> None:
    write(config, "quick", "base", 9.0)  # not cut: the same keys
    text = status(config, each_run=True)
    assert "0 of 2 runs   2 to be taken over from another scale" in line(text, "toy-2020/base")
    assert sum(" elsewhere " in row for row in text.splitlines()) >= 2
    assert "2 to be taken over" in line(text, "scale full, all:")


def test_all_done_says_so_and_estimates_nothing(config: Config) -> None:
    for experiment in ("base", "sweep", "long"):
        write(config, "full", experiment, 9.0)
    text = status(config)
    assert "7 of 7 runs" in line(text, "scale full, all:")
    assert "left" not in text and "formulas" not in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (119, "119 s"), (150, "2 min"), (7199, "120 min"), (90_000, "25.0 core-hours")],
)
def test_core_time_in_words(seconds: float, words: str) -> None:
    assert core_time(seconds) == words
