"""The report shows a search with its claim, as long as it holds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from search.bench import SLUG, Project

from reprise.analysis.stages import claims
from reprise.archive.use import from_records
from reprise.archive.write import accept_records
from reprise.paths import layout_of
from reprise.planning import make_plan
from reprise.reporting.build import read_build
from reprise.reporting.context import content
from reprise.reporting.html import render_html


def test_a_claim_shows_its_search(project: Callable[..., Project]) -> None:
    bench = project({"model.activation": "tanh"})
    bench.search()
    claims(bench.config, SLUG)
    made = content(read_build(bench.config, bench.plan, bench.layout))
    first, second, _ = made["chapters"][0]["claims"]
    (line,) = first["searched"]["found"]
    assert line.startswith(
        "Searched: 7 settings of base, the best is activation-tanh, fits 3 of 3 numbers: explains, "
    )
    assert line.endswith(" %.")
    file = bench.layout.report / first["searched"]["file"]
    assert os.path.normpath(file) == str(bench.layout.search(SLUG, "X1"))
    assert second["searched"] is None, "it was made for the other claim"
    page = render_html(made, {})
    assert line in page and first["searched"]["file"] in page


def test_nothing_is_shown_of_one_that_holds_no_more(project: Callable[..., Project]) -> None:
    bench = project({"model.activation": "tanh"})
    bench.search()
    file = bench.layout.search(SLUG, "X1")
    file.write_text(file.read_text().replace('"tau": 0.005', '"tau": 0.004'))
    made = content(read_build(bench.config, bench.plan, bench.layout))
    assert [claim["searched"] for claim in made["chapters"][0]["claims"]] == [None] * 3


def test_a_search_goes_with_the_committed_records(
    project: Callable[..., Project], tmp_path: Path
) -> None:
    bench = project({"model.activation": "tanh"})
    bench.search()
    folder = tmp_path / "committed"
    accept_records(bench.config, folder, partial=True)
    runs = {file.parent.name for file in bench.layout.base.glob("runs/*/record.json")}
    assert {file.name for file in (folder / "runs").iterdir()} == runs, "also those it tried"
    for _ in range(2):  # accepting once more keeps them
        used = from_records(bench.config, folder)
        claims(used, SLUG)
        plan, layout = make_plan(used), layout_of(used)
        first = content(read_build(used, plan, layout))["chapters"][0]["claims"][0]
        assert "activation-tanh" in first["searched"]["found"][0]
        accept_records(bench.config, folder, partial=True)


def test_a_committed_search_stays_where_the_build_has_none(
    project: Callable[..., Project], tmp_path: Path
) -> None:
    bench = project({"model.activation": "tanh"})
    bench.search()
    folder = tmp_path / "committed"
    accept_records(bench.config, folder, partial=True)
    before = {file.relative_to(folder) for file in folder.rglob("*.json")}
    planned = {run.id for run in bench.plan.runs()}
    shutil.rmtree(bench.layout.search(SLUG, "X1").parent)
    for run in bench.layout.base.glob("runs/*"):
        if run.name not in planned:
            shutil.rmtree(run)
    accept_records(bench.config, folder, partial=True)
    assert {file.relative_to(folder) for file in folder.rglob("*.json")} == before
