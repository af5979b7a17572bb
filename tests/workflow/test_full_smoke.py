"""The project's own documents, all the way to the report, at smoke scale."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from workflow_project import Project, copy_project

from reprise.analysis.measurements import Measurements, load_measurements
from reprise.analysis.measures import DIVERGED
from reprise.config import read_config
from reprise.documents.names import names_of
from reprise.planning import layout_of, make_plan
from reprise.training.record import Record


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("smoke") / "project", documents=True)
    result = project.snakemake()
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def test_the_report_is_there_in_all_forms(built: Project) -> None:
    report = built.results / "report"
    content = json.loads((report / "report.json").read_text())
    assert content["overview"]["scale"]["name"] == "smoke"
    assert (report / "report.html").stat().st_size > 10_000
    assert (report / "report.pdf").read_bytes().startswith(b"%PDF")


def test_every_experiment_has_its_records(built: Project) -> None:
    status = built.reprise("status", "--scale", "smoke").stdout
    rows = [line for line in status.splitlines() if " of " in line]
    assert len(rows) > 15
    assert not [row for row in rows if " 0 of " in row]


def test_every_claim_has_a_verdict_and_only_what_was_proposed_is_not_run(built: Project) -> None:
    for file in sorted((built.results / "claims").glob("*.json")):
        claims = json.loads(file.read_text())["claims"]
        assert claims
        assert {claim["verdict"] for claim in claims} & {"inconclusive"}
        not_run = [claim for claim in claims if claim["verdict"] == "not run"]
        assert not [c["id"] for c in not_run if "which was proposed" not in c["why"]]


def test_a_second_build_does_nothing_and_is_quick(built: Project) -> None:
    before = {p: p.stat().st_mtime_ns for p in built.results.rglob("*") if p.is_file()}
    started = time.perf_counter()
    result = built.snakemake()
    elapsed = time.perf_counter() - started
    assert result.returncode == 0
    assert "nothing to be done" in (result.stdout + result.stderr).lower()
    assert {p: p.stat().st_mtime_ns for p in built.results.rglob("*") if p.is_file()} == before
    assert elapsed < 15


def test_no_file_holds_a_path_of_this_machine(built: Project) -> None:
    for name in ("report.json", "report.html"):
        assert str(built.root) not in (built.results / "report" / name).read_text()


def test_nothing_is_half_written(built: Project) -> None:
    def unfinished(path: Path) -> bool:
        if path.name == ".snakemake_timestamp":  # Snakemake's own, in a folder that is an output
            return False
        return path.name.startswith(".") or path.suffix == ".part"

    files = [p for p in built.results.rglob("*") if p.is_file() and p.name != "report.lock"]
    assert not [p for p in files if unfinished(p)]


def test_every_number_that_claims_and_tables_name_is_one_that_records_have(built: Project) -> None:
    config = read_config(built.root / "config.yaml").model_copy(
        update={
            "scale": "smoke",
            "documents_root": str(built.root / "documents"),
            "results": str(built.results.parent),
        }
    )
    plan = make_plan(config)
    measurements = load_measurements(plan, layout_of(config))
    unknown = [
        f"{slug}: {item.id}: {words}"
        for slug, document in plan.documents.items()
        for item in (*document.claims, *document.errata, *document.figures)
        for measure in _measures(item)
        for words in _unknown(measurements, slug, measure)
    ]
    assert not unknown


def test_every_name_in_these_records_is_one_that_check_knows(built: Project) -> None:
    records = {
        file.parent.name: json.loads(file.read_text())
        for file in (built.results / "runs").glob("*/record.json")
    }
    assert len(records) > 200
    unknown = set()
    for run_id, record in records.items():
        source = records[record["source"]]["spec"] if record["source"] else None
        names = names_of(record["spec"], source)
        arrays = {name for name in record["arrays"]["shapes"] if not name.endswith(".x")}
        found = {"metric": record["metrics"], "timing": record["timing"], "array": arrays}
        unknown |= {
            (run_id, w, n) for w, all_ in found.items() for n in all_ if not names.has(w, n)
        }
    assert not unknown


def _measures(item: Any) -> Iterator[Any]:
    """All below an item that names an experiment together with a metric, timing or curve."""
    if isinstance(item, BaseModel):
        names = ("metric", "timing", "curve")
        if hasattr(item, "experiment") and any(getattr(item, name, None) for name in names):
            yield item
        for name in type(item).model_fields:
            yield from _measures(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from _measures(part)


def _unknown(measurements: Measurements, slug: str, measure: Any) -> list[str]:
    """What no record of a variant has, unless this scale leaves out the variant or its options."""
    variant = measurements.variant(slug, measure.experiment, measure.variant)
    if variant is None or any(key.startswith("options.") for key in variant.cut):
        return []
    records = list(measurements.records(slug, measure.experiment, measure.variant).values())
    found = []
    for kind, has in (("metric", _has_metric), ("timing", _has_timing), ("curve", _has_curve)):
        name = getattr(measure, kind, None)
        if name and records and not any(has(record, name) for record in records):
            found.append(f"no record of {measure.experiment} has the {kind} '{name}'")
    return found


def _has_metric(record: Record, name: str) -> bool:
    return name in record.metrics or name == DIVERGED or record.status == "diverged"


def _has_timing(record: Record, name: str) -> bool:
    return name in record.timing


def _has_curve(record: Record, name: str) -> bool:
    axis, _, column = name.partition(".")
    return column in record.curves.get(axis, {})
