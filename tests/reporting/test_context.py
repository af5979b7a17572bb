"""The content model: what it says of runs that are there, missing, damaged, or stale."""

from __future__ import annotations

import json
import re

import pytest

from reprise.analysis.stages import claims
from reprise.figures.stage import figures
from reprise.reporting.build import read_build
from reprise.reporting.context import content


def texts(node):
    """Every string below a node."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from texts(list(node.values()))
    elif isinstance(node, list):
        for item in node:
            yield from texts(item)


def test_the_content_is_plain_data(report):
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_the_same_build_gives_the_same_content(build, report):
    assert content(build) == report


def test_no_absolute_path_stands_in_it(report, build):
    root = str(build.layout.results.parent)
    assert not [text for text in texts(report) if root in text or text.startswith("/")]


def test_every_anchor_that_is_linked_to_exists(report):
    dumped = json.dumps(report)
    linked = set(re.findall(r'"anchor": "([^"]+)"', dumped))
    places = {run["anchor"] for run in _runs(report)} | {v["anchor"] for v in _variants(report)}
    behind = {anchor for anchor in linked if anchor.startswith(("run-", "runs--"))}
    assert behind and behind <= places


def test_verdicts_are_counted_by_document(report, build):
    for chapter, row in zip(report["chapters"], report["overview"]["documents"], strict=True):
        names = [claim["badge"]["name"] for claim in chapter["claims"]]
        assert {c["badge"]["name"]: c["count"] for c in row["counts"]} == {
            c["badge"]["name"]: names.count(c["badge"]["name"]) for c in chapter["counts"]
        }
    total = {c["badge"]["name"]: c["count"] for c in report["overview"]["total"]["counts"]}
    assert sum(total.values()) == sum(len(d.claims) for d in build.plan.documents.values())


def test_claims_stand_in_the_document_s_order_with_their_verdicts(report, build):
    first = report["chapters"][0]
    assert [c["id"] for c in first["claims"]] == ["X1", "X2", "X3", "X4.b", "X5", "X6"]
    by_id = {claim["id"]: claim for claim in first["claims"]}
    assert by_id["X1"]["stated"] == "0.930"
    assert by_id["X1"]["measured"]["seeds"] == "3 seeds"
    assert len(by_id["X1"]["measured"]["by_seed"]) == 3
    assert by_id["X2"]["tally"].startswith("4 parts: ")
    assert by_id["X4.b"]["badge"]["name"] == "reproduced"
    assert by_id["X4.b"]["measured"]["interval"] is None  # it is the same for every seed
    assert by_id["X5"]["badge"]["name"] == "not checkable"
    assert by_id["X6"]["why"].startswith("Budget: ")


def test_experiments_say_how_much_was_run(report):
    small, large, rates = report["chapters"][0]["experiments"]
    assert (small["done"], small["of"], small["variants"], small["seeds"]) == (
        6,
        6,
        "2 variants",
        "3 seeds",
    )
    assert [value["label"] for value in small["values"]] == [None, "activation relu"]
    assert large["note"] and not large["cut"]
    assert rates["cut"] == ["training.epochs 5 of 20"] and rates["seeds"] == "1 seed"
    (only,) = report["chapters"][1]["experiments"]
    assert (only["done"], only["of"], only["time"]) == (0, 3, None)
    assert only["values"][0]["state"] == "missing"


def test_missing_runs_are_listed_with_their_command(report):
    (item,) = report["missing"]["experiments"]
    assert item["words"] == "3 runs not run"
    assert item["command"].startswith("snakemake second/only ")


def test_assumptions_show_what_their_alternatives_gave(report):
    activation, hardware = report["chapters"][0]["assumptions"]
    assert [item["value"] for item in activation["tried"]] == ["sigmoid", "relu"]
    assert all(item["result"]["state"] == "measured" for item in activation["tried"])
    assert hardware["tried"] == [] and hardware["alternatives"] == []


def test_a_run_that_two_experiments_share_stands_once(report, build):
    rates = report["appendix"]["documents"][0]["experiments"][2]
    assert rates["common"]["training.epochs"] == "5"
    assert [variant["own"] for variant in rates["variants"]] == [
        {"optimizer.learning_rate": rate} for rate in ("0.01", "0.1", "1")
    ]
    ids = [run["id"] for run in _runs(report)]
    assert sorted(ids) == sorted(build.runs)


def test_runs_carry_their_evidence(report, build):
    runs = {run["id"]: run for run in _runs(report)}
    made = [run for run in runs.values() if run["status"] != "not run"]
    assert len(made) == 12
    for run in made:
        assert (build.layout.report / run["record"]).resolve().is_file()
        assert (build.layout.report / run["arrays"]["path"]).resolve().is_file()
        assert run["sparkline"]["name"] == "test_accuracy by epoch"
        assert run["metrics"]["parameters"] == 7960


def test_provenance_names_code_configuration_and_machines(report):
    provenance = report["provenance"]
    assert {item["key"] for item in provenance["config"]} == {
        "scale",
        "device",
        "precision",
        "seeds",
        "strict_versions",
        "documents",
        "report.pdf",
    }
    (machine,) = provenance["machines"]
    assert (machine["processor"], machine["runs"]) == ("Example CPU at 2.5 GHz", "12")
    versions = {item["name"]: item["versions"][0]["version"] for item in provenance["libraries"]}
    assert versions == {"numpy": "2.4.6", "scipy": "1.17.1", "torch": "not installed"}
    (mnist,) = provenance["data"]
    assert (mnist["name"], mnist["prepared"]) == ("mnist", False)


def test_a_stamp_gives_the_checksums(factory, tmp_path):
    config = factory.make_project(tmp_path)
    stamp = {
        "files": {"MNIST/raw/x": "ab" * 32},
        "arrays": {"train_images": {"sha256": "cd" * 32, "shape": [60000, 28, 28]}},
    }
    path = tmp_path / "prepared" / "mnist" / "stamp.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(stamp))
    (mnist,) = content(read_build(config, *factory.plan_of(config)))["provenance"]["data"]
    assert mnist["files"] == [{"name": "MNIST/raw/x", "sha256": "ab" * 32}]
    assert mnist["arrays"][0]["shape"] == "60000 × 28 × 28"


@pytest.fixture
def made_before(factory, tmp_path):
    """A build whose verdicts and figures were made before something happens to a record."""
    config = factory.make_project(tmp_path)
    factory.write_records(config)
    plan, layout = factory.plan_of(config)
    claims(config, "first-2021")
    figures(config, "first-2021")
    return config, plan, layout


def test_a_verdict_without_its_runs_is_not_shown(made_before):
    config, plan, layout = made_before
    run = plan.variants["first-2021", "small"]["main"].runs[1]
    layout.record(run.id).unlink()
    report = content(read_build(config, plan, layout))
    verdicts = {c["id"]: c["badge"]["name"] for c in report["chapters"][0]["claims"]}
    assert {verdicts[name] for name in ("X1", "X2", "X3", "X4.b")} == {"not run"}
    assert verdicts["X5"] == "not checkable" and verdicts["X6"] == "inconclusive"
    assert [figure["shows"] for figure in report["chapters"][0]["results"]] == ["nothing"] * 2


def test_a_damaged_record_is_said(made_before):
    config, plan, layout = made_before
    run = plan.variants["first-2021", "small"]["main"].runs[1]
    layout.record(run.id).write_text("{")
    report = content(read_build(config, plan, layout))
    words = {item["experiment"]: item["words"] for item in report["missing"]["experiments"]}
    assert words["small"] == "1 run with a damaged record"


def test_an_index_that_cannot_be_read_counts_as_none(made_before):
    config, plan, layout = made_before
    layout.verdicts("first-2021").write_text("[]")
    layout.figure_index("first-2021").write_text('{"schema": 99}')
    chapter = content(read_build(config, plan, layout))["chapters"][0]
    assert {claim["badge"]["name"] for claim in chapter["claims"]} == {"not run"}
    assert {figure["shows"] for figure in chapter["results"]} == {"nothing"}


def _variants(report):
    for document in report["appendix"]["documents"]:
        for experiment in document["experiments"]:
            yield from experiment["variants"]


def _runs(report):
    for variant in _variants(report):
        yield from variant["runs"]
