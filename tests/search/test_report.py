"""The report shows a search with its claim, as long as it holds."""

from __future__ import annotations

import os
from collections.abc import Callable

from search.bench import SLUG, Project

from reprise.analysis.stages import claims
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
