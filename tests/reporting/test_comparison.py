"""The block that builds are compared by, and what the report says of the accepted build."""

from __future__ import annotations

import json
import shutil
from statistics import fmean, stdev

import html5lib
import pytest

from reprise.archive.use import from_records
from reprise.archive.write import accept_records
from reprise.comparing.accept import accept
from reprise.comparing.model import Comparison
from reprise.documents.plan import Plan
from reprise.reporting.build import read_build
from reprise.reporting.comparison import comparison
from reprise.reporting.context import content
from reprise.reporting.stage import report as make_report
from reprise.workflow import Build as WorkflowBuild


@pytest.fixture(scope="session")
def block(build) -> Comparison:
    return comparison(build)


def test_it_stands_in_the_report_as_data(report, block):
    assert report["comparison"] == block.as_json()
    assert report["changes"] is None


def test_it_holds_no_path_and_no_time(report, build):
    text = json.dumps(report["comparison"])
    assert str(build.layout.results.parent) not in text and "/" not in text
    assert "seconds" not in text


def test_claims_stand_with_their_verdicts(report, block):
    for chapter in report["chapters"]:
        claims = block.documents[chapter["anchor"].removeprefix("document--")].claims
        shown = {c["id"]: (c["badge"]["name"], c["provisional"]) for c in chapter["claims"]}
        assert {name: (c.verdict, c.provisional) for name, c in claims.items()} == shown
    first = block.documents["first-2021"].claims
    assert (first["X1"].seeds, first["X1"].cut) == (3, False)
    assert (first["X6"].seeds, first["X6"].cut) == (1, True)
    assert first["X5"].seeds is None


def test_numbers_are_those_of_the_records(block, build):
    runs = build.plan.variants["first-2021", "small"]["main"].runs
    found = block.documents["first-2021"].experiments["small"]["main"]
    assert set(found.metrics) == {"test_accuracy", "test_loss", "parameters"}
    for name, number in found.metrics.items():
        values = [build.measurements.record(run).metrics[name] for run in runs]
        assert (number.n, number.mean, number.sd) == (3, fmean(values), stdev(values))
    assert found.cut == []


def test_a_variant_that_no_claim_speaks_of_has_its_headline(block):
    small = block.documents["first-2021"].experiments["small"]
    assert set(small["activation-relu"].metrics) == {"test_accuracy"}


def test_cuts_are_said_and_one_seed_has_no_spread(block):
    rate = block.documents["first-2021"].experiments["rates"]["learning-rate-1.0"]
    assert rate.cut == ["training.epochs 5 of 20"]
    assert (rate.metrics["test_accuracy"].n, rate.metrics["test_accuracy"].sd) == (1, None)


def test_runs_that_are_made_stand_with_their_keys(block, build):
    runs = {id_: key for d in block.documents.values() for id_, key in d.runs.items()}
    assert len(runs) == 12 and block.missing == 3
    assert runs == {run.id: run.key for run in build.plan.runs() if build.measurements.record(run)}
    assert block.documents["second"].experiments == {"only": {}}


NAME = "Author and Böttcher 2021"


@pytest.fixture
def accepted(factory, tmp_path):
    """A project whose report was accepted, with its plan; and how it is rendered again."""
    config = factory.make_project(tmp_path, report={"pdf": False})
    factory.write_records(config)
    make_report(config, partial=True)
    accept(config, partial_ok=True)

    def again() -> dict:
        page = make_report(config, partial=True)
        return json.loads((page.parent / "report.json").read_text(encoding="utf-8"))

    plan, layout = factory.plan_of(config)
    return config, plan, layout, again


def edited(layout, change) -> None:
    """The accepted block, changed as if another build had been accepted."""
    old = json.loads(layout.accepted.read_text(encoding="utf-8"))
    change(old["comparison"]["documents"]["first-2021"], old)
    layout.accepted.write_text(json.dumps(old), encoding="utf-8")


def test_the_build_that_was_accepted_has_no_changes(accepted):
    changes = accepted[-1]()["changes"]
    assert changes["sentence"].startswith("Since the accepted build (quick scale, ")
    assert changes["sentence"].endswith("nothing changed.")
    assert not any(changes[name] for name in ("verdicts", "numbers", "lists", "more", "scales"))


def test_a_run_that_is_lost_later_is_said(accepted):
    _, plan, layout, again = accepted
    lost = _rates(plan)[1]
    layout.record(lost).unlink()
    changes = again()["changes"]
    assert "1 run removed" in changes["sentence"]
    assert {"name": "Runs removed", "count": 1, "items": [lost]} in changes["lists"]


def test_a_run_that_is_made_later_is_said(accepted, factory):
    config, plan, _, again = accepted
    new = next(run for run in plan.runs("second"))
    factory.write_records(config, lambda run: run.id == new.id)
    changes = again()["changes"]
    assert {"name": "Runs added", "count": 1, "items": [new.id]} in changes["lists"]


def test_a_verdict_that_flips_and_a_number_that_moves_lead_to_their_places(accepted):
    layout, again = accepted[2:]

    def change(document, _):
        document["claims"]["X1"]["verdict"] = "not reproduced"
        document["experiments"]["small"]["main"]["metrics"]["test_loss"]["mean"] += 1

    edited(layout, change)
    changes = again()["changes"]
    assert changes["verdicts"][0]["document"] == NAME
    (verdict,), (number,) = changes["verdicts"], changes["numbers"]
    assert verdict["old"]["name"] == "not reproduced" and verdict["new"]["name"] == "reproduced"
    assert number["how"] == "moved" and number["label"] == f"{NAME}: test_loss of small"
    text = (layout.report / "report.html").read_text(encoding="utf-8")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    top = tree.find(".//header[@id='overview']//section[@id='changes']")
    assert changes["sentence"] in "".join(top.itertext())
    ids = {e.get("id") for e in tree.iter()}
    links = {link.get("href")[1:] for link in top.iter("a")}
    assert links == {verdict["anchor"], number["anchor"]} and links <= ids


def test_long_lists_are_counted(accepted):
    layout, again = accepted[2:]

    def change(document, _):
        document["runs"] = {f"first-2021--old--main--s{n}-00000000": "0" for n in range(7)}
        for claim in document["claims"].values():
            claim["provisional"] = not claim["provisional"]
        for variant in document["experiments"]["small"].values():
            for number in variant["metrics"].values():
                number["mean"] += 10

    edited(layout, change)
    changes = again()["changes"]
    assert {"name": "Runs removed", "count": 7, "items": []} in changes["lists"]
    assert len(changes["verdicts"]) == 6 and len(changes["numbers"]) == 4
    assert changes["more"] is None
    edited(layout, lambda document, _: document["experiments"]["large"]["main"].update(metrics={}))
    edited(layout, lambda document, _: _raise(document["experiments"]["rates"]))
    changes = again()["changes"]
    assert len(changes["numbers"]) == 6 and changes["more"].startswith("3 more")


@pytest.mark.parametrize("text", ["{", "[]", '{"provenance": {}, "comparison": {"schema": 99}}'])
def test_a_reference_that_cannot_be_read_costs_no_report(accepted, text):
    layout, again = accepted[2:]
    layout.accepted.write_text(text)
    changes = again()["changes"]
    assert changes["sentence"].startswith("The accepted build cannot be compared")
    assert "reprise accept" in changes["sentence"] and not changes["verdicts"]
    assert "cannot be compared" in (layout.report / "report.html").read_text(encoding="utf-8")


def test_the_pdf_says_what_changed(factory, tmp_path):
    from pypdf import PdfReader

    config = factory.make_project(tmp_path)
    factory.write_records(config)
    page = make_report(config, partial=True)
    accept(config, partial_ok=True)
    edited(factory.plan_of(config)[1], lambda document, _: _flip(document["claims"]["X1"]))
    make_report(config, partial=True)
    pages = PdfReader(page.with_name("report.pdf")).pages
    first = " ".join(pages[0].extract_text().split())
    assert "Since the accepted build" in first and "1 verdict changed" in first
    assert f"{NAME} X1" in first


def test_accepting_changes_nothing_but_what_the_report_says_of_it(accepted):
    config, plan, layout, _ = accepted
    with_reference = content(read_build(config, plan, layout))
    layout.accepted.unlink()
    without = content(read_build(config, plan, layout))
    assert without["changes"] is None and with_reference["changes"] is not None
    assert {**with_reference, "changes": None} == without


def test_it_lies_with_the_committed_records_and_outlives_both(accepted, tmp_path):
    config, _, layout, _ = accepted
    records = tmp_path / "records"
    assert layout.accepted == records / "quick" / "accepted.json"
    accept_records(config, records, partial=True)
    assert sorted(p.name for p in records.iterdir()) == ["index.json", "quick", "runs"]
    assert layout.accepted.is_file()
    shutil.rmtree(layout.base)
    page = make_report(from_records(config, records), partial=True)
    changes = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))["changes"]
    assert changes["sentence"].endswith("nothing changed.")


def test_the_accepted_build_is_an_input_only_where_there_is_one(accepted):
    config, _, layout, _ = accepted
    build = WorkflowBuild(config.model_dump())
    assert build.accepted_files() == [str(layout.accepted)]
    layout.accepted.unlink()
    assert build.accepted_files() == []


def _rates(plan: Plan) -> list[str]:
    return [v.runs[0].id for v in plan.variants["first-2021", "rates"].values()]


def _flip(claim: dict) -> None:
    claim["verdict"] = "not reproduced"


def _raise(variants: dict) -> None:
    for variant in variants.values():
        for number in variant["metrics"].values():
            number["mean"] += 1
