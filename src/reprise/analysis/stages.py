"""The stages ``collect`` and ``claims``: from records to tables and verdicts on disk."""

from __future__ import annotations

import json
import shlex

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.analysis.summary import summary
from reprise.analysis.table import table
from reprise.analysis.verdicts import document_verdicts
from reprise.config import Config
from reprise.documents.plan import Run
from reprise.files import write_atomically
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.training.health import DAMAGED

MOST_LINES = 20


class CollectError(Exception):
    """Records that a document needs and that are missing, damaged or stale, one line each, with
    the command that repairs them."""


def collect(config: Config, slug: str, *, partial: bool = False) -> None:
    """Write a document's table and summary.

    Raises
    ------
    CollectError
        When a record is missing, damaged or of another key. With ``partial`` such a run counts
        as not run.
    """
    layout, measurements = _load(config, slug)
    missing = measurements.missing(slug)
    if missing and not partial:
        raise CollectError(_complaint(config, layout, measurements, slug, missing))
    write_tables(slug, measurements, layout)


def write_tables(slug: str, measurements: Measurements, layout: Layout) -> None:
    """The table and summary of the records that there are."""
    frame = table(measurements, slug)
    write_atomically(layout.table(slug), frame.to_csv(index=False))
    write_atomically(layout.summary(slug), summary(frame).to_csv(index=False))


def claims(config: Config, slug: str) -> None:
    """Write a document's verdicts; runs without a healthy record count as not run."""
    layout, measurements = _load(config, slug)
    write_verdicts(slug, measurements, layout)


def write_verdicts(slug: str, measurements: Measurements, layout: Layout) -> None:
    """As ``claims``, from measurements."""
    verdicts = document_verdicts(measurements.plan.documents[slug], measurements)
    content = json.dumps(verdicts, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.verdicts(slug), content + "\n")


def _load(config: Config, slug: str) -> tuple[Layout, Measurements]:
    plan, layout = make_plan(config), layout_of(config)
    if slug not in plan.documents:
        known = ", ".join(plan.documents) or "none"
        raise CollectError(f"there is no document '{slug}'; known are {known}")
    return layout, load_measurements(plan, layout, [slug], check_arrays=True)


def _complaint(
    config: Config, layout: Layout, measurements: Measurements, slug: str, missing: list[Run]
) -> str:
    reasons = {run.id: words for run, words in measurements.damaged}
    lines = [f"{slug}: {len(missing)} records are missing or damaged; set those aside that are:"]
    for run in missing[:MOST_LINES]:
        record = layout.record(run.id)
        reason = reasons.get(run.id, f"{record}: there is no record")
        lines.append(f"  {reason}")
        if run.id in reasons:
            aside = record.with_name(record.name + DAMAGED)
            lines.append(f"    mv {shlex.quote(str(record))} {shlex.quote(str(aside))}")
    if len(missing) > MOST_LINES:
        lines.append(f"  and {len(missing) - MOST_LINES} more")
    lines.append("and make them again:")
    lines.append(f"    snakemake {slug} --config scale={config.scale}")
    return "\n".join(lines)
