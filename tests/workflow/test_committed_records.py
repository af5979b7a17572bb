"""Records that are committed, and the report made from them where nothing was trained."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest
from workflow_project import Project

CLAIMS = "results/smoke/claims/toy-2020.json"


@pytest.fixture
def accepted(built: Project) -> Project:
    """A build whose records were accepted, and whose results are gone."""
    result = built.reprise("accept-records", "--scale", "smoke")
    assert result.returncode == 0, result.stderr
    return built


def claims_of(file) -> list[dict]:
    """The verdicts of a document without the ids of runs."""
    claims = json.loads(file.read_text())["claims"]
    return [{k: v for k, v in c.items() if k not in ("runs", "parts")} for c in claims]


def report(project: Project):
    return project.reprise("report", "--from-records", "--scale", "smoke")


def test_the_same_verdicts_come_out_where_nothing_was_trained(accepted: Project) -> None:
    before = claims_of(accepted.root / CLAIMS)
    shutil.rmtree(accepted.root / "results")
    result = report(accepted)
    assert result.returncode == 0, result.stderr
    base = accepted.root / "results" / "from-records" / "smoke"
    assert claims_of(base / "claims" / "toy-2020.json") == before
    assert (base / "report" / "report.html").exists()
    assert (base / "report" / "report.pdf").exists()
    assert "not run" not in {claim["verdict"] for claim in before}


def test_records_of_older_code_are_found_by_what_was_run(accepted: Project) -> None:
    index = accepted.root / "records" / "index.json"
    content = json.loads(index.read_text())
    for run in content["runs"]:  # as if an engine had been edited since
        folder = index.parent / "runs" / run["id"]
        run["key"] = run["key"][::-1]
        run["id"] = run["id"][:-8] + run["key"][:8]
        record = json.loads((folder / "record.json").read_text())
        record |= {"id": run["id"], "key": run["key"]}
        (folder / "record.json").write_text(json.dumps(record))
        run["sha256"] = hashlib.sha256((folder / "record.json").read_bytes()).hexdigest()
        folder.rename(folder.with_name(run["id"]))
    index.write_text(json.dumps(content))
    before = claims_of(accepted.root / CLAIMS)
    assert report(accepted).returncode == 0
    base = accepted.root / "results" / "from-records" / "smoke"
    assert claims_of(base / "claims" / "toy-2020.json") == before


def test_a_run_that_was_not_committed_is_not_run(accepted: Project) -> None:
    accepted.edit("documents/toy-2020/experiments.yaml", "hidden: [8]", "hidden: [9]")
    assert report(accepted).returncode == 0
    report_json = accepted.root / "results/from-records/smoke/report/report.json"
    (chapter,) = json.loads(report_json.read_text())["chapters"]
    assert {claim["badge"]["name"] for claim in chapter["claims"]} == {"not run"}


def test_what_is_missing_is_refused_unless_it_is_said_to_be_meant(built: Project) -> None:
    run = next(iter(built.records()))
    shutil.rmtree(built.results / "runs" / run)
    refused = built.reprise("accept-records", "--scale", "smoke")
    assert refused.returncode == 1
    assert run in refused.stderr
    assert not (built.root / "records" / "index.json").exists()
    taken = built.reprise("accept-records", "--scale", "smoke", "--partial-ok")
    assert taken.returncode == 0
    assert "1 runs of scale smoke are not among them" in taken.stdout


def test_without_committed_records_one_line_says_so(built: Project) -> None:
    result = report(built)
    assert result.returncode == 2
    assert "there are no committed records" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "text",
    ["{}", "[1]", "no JSON", '{"schema": 2, "runs": []}',
     '{"schema": 2, "runs": [{"id": "../x", "key": "1", "identity": "2", "sha256": "3"}]}'],
)  # fmt: skip
def test_a_damaged_index_is_named_in_one_line(built: Project, text: str) -> None:
    index = built.root / "records" / "index.json"
    index.parent.mkdir(parents=True)
    index.write_text(text)
    result = report(built)
    assert result.returncode == 2
    assert "is no index of this version" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_nothing_at_all_is_never_accepted(built: Project) -> None:
    shutil.rmtree(built.results / "runs")
    result = built.reprise("accept-records", "--scale", "smoke", "--partial-ok")
    assert result.returncode == 1
    assert "no healthy record" in result.stderr


def test_an_index_without_its_records_is_named_in_one_line(accepted: Project) -> None:
    shutil.rmtree(accepted.root / "records" / "runs")
    result = report(accepted)
    assert result.returncode == 2
    assert "are not there" in result.stderr


def test_a_record_that_was_changed_by_hand_is_named(accepted: Project) -> None:
    record = next((accepted.root / "records" / "runs").glob("*/record.json"))
    record.write_text(record.read_text().replace('"seed": 0', '"seed": 7'))
    result = report(accepted)
    assert result.returncode == 2
    assert f"{record.parent.name}/record.json: is not the record that the index names" in (
        result.stderr
    )


def test_a_part_of_a_build_leaves_what_was_committed_before(accepted: Project) -> None:
    records = accepted.root / "records"
    before = json.loads((records / "index.json").read_text())["runs"]
    (records / "smoke").mkdir()
    (records / "smoke" / "accepted.json").write_text("{}")
    lost = next(iter(accepted.records()))
    shutil.rmtree(accepted.results / "runs" / lost)
    taken = accepted.reprise("accept-records", "--scale", "smoke", "--partial-ok")
    assert taken.returncode == 0, taken.stderr
    assert json.loads((records / "index.json").read_text())["runs"] == before
    assert (records / "runs" / lost / "record.json").exists()
    assert (records / "smoke" / "accepted.json").exists()


def test_what_no_build_would_make_any_more_goes(accepted: Project) -> None:
    accepted.edit("documents/toy-2020/experiments.yaml", "hidden: [8]", "hidden: [9]")
    before = set((accepted.root / "records" / "runs").iterdir())
    assert accepted.snakemake().returncode == 0
    taken = accepted.reprise("accept-records", "--scale", "smoke")
    assert taken.returncode == 0, taken.stderr
    assert not before & set((accepted.root / "records" / "runs").iterdir())
