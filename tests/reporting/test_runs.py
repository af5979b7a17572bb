"""What the appendix says of one run."""

from __future__ import annotations

from dataclasses import replace

from reprise.reporting import anchors
from reprise.reporting.build import Build
from reprise.reporting.runs import _run


def test_a_run_links_to_what_it_was_built_on_where_that_is_shown(build: Build) -> None:
    run, other, *_ = build.plan.runs()
    (shown,) = _run(build, replace(run, source=other.id), None)["source"]
    assert shown["runs"] == [{"seed": other.seed, "anchor": anchors.run(other.id)}]
    absent = replace(run, source=f"{other.id}-at-another-budget")
    assert _run(build, absent, None)["source"] == []
