"""What is committed of a build: all that its verdicts and figures rest on, in little room."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from archive.bench import LOSS, SLUG, Build, bound, claims_of, outcome

from reprise.analysis.reduced import SUFFIX
from reprise.documents.accepted import INDEX, adopted, read_index
from reprise.documents.plan import Run
from reprise.figures.stage import figures
from reprise.packed import CURVES, unpacked
from reprise.paths import layout_of
from reprise.problems import DocumentError
from reprise.reporting.runs import HELD
from reprise.training.record import read_arrays, read_record

CURVE = "update.train_loss"


def pictures(config) -> dict[str, bytes]:
    """All that a figure consists of; its index tells which records it was made from."""
    figures(config, SLUG)
    folder = layout_of(config).figures(SLUG)
    found = {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in (".svg", ".csv")}
    index = json.loads(layout_of(config).figure_index(SLUG).read_text())
    shown = [{k: v for k, v in figure.items() if k != "digest"} for figure in index["figures"]]
    return found | {"index": shown}


def older_form(build: Build) -> None:
    """Committed records as they once were: curves in the record, long ones whole beside it."""
    index = build.records / "index.json"
    content = json.loads(index.read_text()) | {"schema": 2}
    for run in content["runs"]:
        folder = build.records / "runs" / run["id"]
        shutil.rmtree(folder)
        shutil.copytree(build.layout.run(run["id"]), folder)
        file = folder / "record.json"
        record = json.loads(file.read_text())
        del record["checksum"]
        file.write_text(json.dumps(record) + "\n")
        run["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    index.write_text(json.dumps(content))


def test_verdicts_and_figures_are_the_same_from_what_is_committed(build: Build) -> None:
    verdicts, drawn = claims_of(build.config), pictures(build.config)
    build.accept()
    used = build.used()
    assert claims_of(used) == verdicts
    found = {claim["id"]: claim for claim in verdicts["claims"]}
    assert (found["X1"]["verdict"], found["X5"]["verdict"]) == ("reproduced", "not reproduced")
    (explained,) = found["X5"]["explanations"]
    assert explained["verdict"] == "not reproduced"
    assert pictures(used) == drawn
    (figure,) = drawn["index"]
    assert "Each point is the mean over" in figure["caption"]


def test_of_a_diverged_run_as_well(tmp_path: Path) -> None:
    def one_diverges(run: Run):
        return outcome(run, np.nan if run.seed else 0.0)

    build = Build(tmp_path, one_diverges)
    verdicts = claims_of(build.config)
    build.accept()
    assert claims_of(build.used()) == verdicts
    assert "diverged" in json.dumps(verdicts)


def test_a_record_says_all_that_it_said(build: Build) -> None:
    build.accept()
    for run in build.plan.runs():
        before = read_record(build.layout.record(run.id)).model_dump()
        after = json.loads(unpacked(build.records / "runs" / run.id))
        assert after | {"arrays": None} == before | {"arrays": None}


def test_points_of_long_curves_stay_only_where_a_claim_asks_for_them(build: Build) -> None:
    build.accept()
    layout = layout_of(build.used())
    for run in build.plan.runs():
        record = read_record(layout.record(run.id), check_arrays=True)
        arrays = read_arrays(layout.record(run.id), record)
        if run.experiment in ("larger", "largest"):
            assert set(arrays) == {CURVE, "update.x"}
        else:
            assert set(arrays) == {CURVE + SUFFIX}
            size = (layout.run(run.id) / "arrays.npz").stat().st_size
            assert size < 1000


def with_claims(build: Build, *claims: dict) -> None:
    """The same documents, with other claims than when the records were accepted."""
    file = Path(build.config.documents_root, SLUG, "claims.yaml")
    file.write_text(json.dumps(claims))


def test_a_later_claim_has_the_numbers_of_all_points(build: Build) -> None:
    build.accept()
    with_claims(build, bound("X1", **LOSS, at="mean"), bound("X2", **LOSS, at="argmin"))
    assert claims_of(build.used()) == claims_of(build.config)


def test_one_that_needs_points_which_are_not_there_is_told_so(build: Build) -> None:
    build.accept()
    with_claims(build, bound("X1", **LOSS, at=17), bound("X2", **LOSS, at="mean", since=4000))
    for claim in claims_of(build.used())["claims"]:
        assert claim["verdict"] == "inconclusive"
        assert "only some numbers were kept, not the points" in json.dumps(claim)


def test_the_page_names_what_lies_beside_a_record(build: Build) -> None:
    build.accept()
    run = next(run for run in build.plan.runs() if run.experiment == "base")
    layouts = (build.layout, layout_of(build.used()))
    own, committed = (read_record(layout.record(run.id)) for layout in layouts)
    assert [words for words, holds in HELD.items() if holds(own)] == ["full curves", "arrays"]
    words = [words for words, holds in HELD.items() if holds(committed)]
    assert words == ["numbers of full curves"]


def test_accepting_again_changes_no_byte(build: Build) -> None:
    first = build.accept()
    assert build.accept() == first
    lost = next(iter(build.plan.runs()))
    shutil.rmtree(build.layout.run(lost.id))
    assert build.accept() == first, "what the build no longer has is copied"


def test_records_of_an_older_form_are_read(build: Build) -> None:
    verdicts = claims_of(build.config)
    build.accept()
    older_form(build)
    assert claims_of(build.used()) == verdicts


def test_and_come_out_as_the_build_would_give_them(build: Build) -> None:
    today = build.accept()
    older_form(build)
    assert build.committed() != today
    for run in list(build.plan.runs())[1:]:
        shutil.rmtree(build.layout.run(run.id))
    assert build.accept() == today


def test_a_damaged_one_of_an_older_form_is_not_taken_over(build: Build) -> None:
    build.accept()
    older_form(build)
    kept, lost, *_ = build.plan.runs()
    shutil.rmtree(build.layout.run(lost.id))
    file = build.records / "runs" / lost.id / "record.json"
    file.write_text(file.read_text().replace("6370", "6371"))
    before = build.committed()
    with pytest.raises(DocumentError, match=f"{lost.id}/record.json: is not the record"):
        build.accept()
    assert build.committed() == before
    assert (build.records / "runs" / kept.id).is_dir()


def test_curves_take_little_room(build: Build) -> None:
    build.accept()
    for run in build.plan.runs():
        own = build.layout.record(run.id).stat().st_size
        folder = build.records / "runs" / run.id
        packed = sum((folder / name).stat().st_size for name in ("record.json", CURVES))
        assert packed < own / 3


def test_what_a_kept_record_was_built_on_stays_with_it(build: Build) -> None:
    build.accept()
    index = json.loads((build.records / INDEX).read_text())
    base, other = index["runs"][0], index["runs"][-1]
    older = {**base, "id": base["id"][:-8] + "0" * 8}
    (build.records / "runs" / base["id"]).rename(build.records / "runs" / older["id"])
    index["runs"][0] = older
    index["runs"][-1] = {**other, "sha256": _now_built_on(build.records, other["id"], older["id"])}
    (build.records / INDEX).write_text(json.dumps(index))
    whole = build.layout.run(other["id"])
    aside = whole.rename(whole.with_name("aside"))

    build.accept()
    entries = {run.id: run for run in read_index(build.records).runs}
    assert {run.id for run in entries.values() if run.superseded} == {older["id"]}
    plan = adopted(build.plan, read_index(build.records))
    assert {base["id"], other["id"]} <= {run.id for run in plan.runs()}, "the newer one is shown"

    aside.rename(whole)
    build.accept()
    assert older["id"] not in {run.id for run in read_index(build.records).runs}


def _now_built_on(records: Path, run: str, source: str) -> str:
    """Make a committed record name what it was built on; its new checksum."""
    file = records / "runs" / run / "record.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "source": source}) + "\n")
    return hashlib.sha256(file.read_bytes()).hexdigest()
