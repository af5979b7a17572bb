"""What the report is made from: the plan, its records, and what the earlier stages wrote."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.analysis.naming import variant_label
from reprise.analysis.verdicts import SCHEMA as VERDICTS_SCHEMA
from reprise.analysis.verdicts import apply_benjamini_hochberg
from reprise.config import Config
from reprise.documents.groups import by_document, by_experiment
from reprise.documents.plan import Plan, Run
from reprise.figures.stage import SCHEMA as FIGURES_SCHEMA
from reprise.paths import Layout
from reprise.reporting import anchors

Json = dict[str, Any]

MOST_NAMED = 3
"""Variants that a list of runs names; where there are more, it counts them."""


@dataclass(frozen=True)
class Build:
    """The inputs of one report. Verdicts and figures are empty where a stage has not run yet."""

    config: Config
    plan: Plan
    layout: Layout
    measurements: Measurements
    verdicts: dict[str, dict[str, Json]]
    """By document, then by id of the claim."""
    errata: dict[str, dict[str, Json]]
    """By document, then by id of the erratum."""
    figures: dict[str, dict[str, Json]]
    """By document, then by id of the figure."""

    @cached_property
    def runs(self) -> dict[str, Run]:
        """All runs of the plan by id."""
        return {run.id: run for run in self.plan.runs()}

    @cached_property
    def jobs(self) -> dict[str, list[str]]:
        """The jobs that may have made a run: its own, and those that it shares with others."""
        found = {run_id: [run_id] for run_id in self.runs}
        for group in (*by_document(self.plan), *by_experiment(self.plan)):
            for run in group.runs:
                found[run.id].append(group.id)
        return found

    def path(self, target: Path) -> str:
        """A file as the report links to it: relative to the report's own folder."""
        return Path(os.path.relpath(target, self.layout.report)).as_posix()

    def trail(self, run_ids: Iterable[str]) -> list[Json]:
        """The runs behind a number, by variant, each with its place in the run appendix."""
        groups: dict[str, Json] = {}
        for run_id in run_ids:
            run = self.runs[run_id]
            anchor = anchors.variant(run.document, run.experiment, run.variant)
            label = variant_label(run.experiment, run.variant)
            place = anchors.experiment(run.document, run.experiment)
            group = {"label": label, "anchor": anchor, "experiment": place, "runs": []}
            group = groups.setdefault(anchor, group)
            group["runs"].append({"seed": run.seed, "anchor": anchors.run(run.id)})
        return list(groups.values())

    def anchor_of(self, run_ids: Iterable[str]) -> str | None:
        """The one place that a number links to: its run, or the first variant behind it."""
        trail = self.trail(run_ids)
        if not trail:
            return None
        only_one = len(trail) == len(trail[0]["runs"]) == 1
        return trail[0]["runs"][0]["anchor"] if only_one else trail[0]["anchor"]


def read_build(
    config: Config, plan: Plan, layout: Layout, measurements: Measurements | None = None
) -> Build:
    """Read what exists; what does not, or cannot be read, is shown as not run.

    So is a verdict or a figure made from runs that have no healthy record of this plan: a
    number stands in the report only together with the runs behind it. ``measurements`` are those
    of all documents, where they were read already.
    """
    if measurements is None:
        measurements = load_measurements(plan, layout)
    made = {run.id for run in plan.runs() if measurements.record(run) is not None}
    read = [_read(layout.verdicts(slug), VERDICTS_SCHEMA) for slug in plan.documents]
    checked = [found for found in read if found is not None]
    verdicts = {found["document"]: found for found in apply_benjamini_hochberg(checked)}
    figures = {slug: _read(layout.figure_index(slug), FIGURES_SCHEMA) for slug in plan.documents}
    return Build(
        config,
        plan,
        layout,
        measurements,
        {slug: _by_id(verdicts.get(slug), "claims", made) for slug in plan.documents},
        {slug: _by_id(verdicts.get(slug), "errata", made) for slug in plan.documents},
        {slug: _by_id(figures[slug], "figures", made) for slug in plan.documents},
    )


def _read(file: Path, schema: int) -> Json | None:
    """The output of an earlier stage; None where there is none that this version reads."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("schema") == schema else None


def _by_id(content: Json | None, name: str, made: set[str]) -> dict[str, Json]:
    """The items whose runs all exist."""
    return (
        {item["id"]: item for item in content[name] if made >= set(item["runs"])} if content else {}
    )
