"""The stage as a whole: what it writes, says, and does when something is missing or fails."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from reprise.problems import DocumentError
from reprise.reporting import pdf
from reprise.reporting.stage import pdf as make_pdf
from reprise.reporting.stage import report

OUTPUTS = ("report.json", "report.html", "report.pdf")


def outputs(folder):
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def test_building_again_gives_the_same_bytes(rendered):
    before = outputs(rendered.folder)
    report(rendered.config, partial=True)
    assert outputs(rendered.folder) == before


def test_building_elsewhere_gives_the_same_bytes(rendered, factory, tmp_path):
    config = factory.make_project(tmp_path / "another" / "place")
    factory.write_records(config)
    assert outputs(report(config, partial=True).parent) == outputs(rendered.folder)


def test_it_says_where_the_report_is_and_what_came_out(rendered, capsys):
    page = report(rendered.config)
    first, *rows = capsys.readouterr().out.splitlines()
    assert first == f"report: {page}"
    assert rows[0].startswith("  first-2021: ") and "reproduced" in rows[0]
    assert rows[1] == "  second: 1 not run"


def test_a_plan_without_any_record_renders(factory, tmp_path):
    page = report(factory.make_project(tmp_path), partial=True)
    html = page.read_text(encoding="utf-8")
    assert "All" in html and "0 of 15 planned runs are done." in html
    assert not re.search(r">\s*(None|nan)\s*<", html)
    assert (page.parent / "report.pdf").stat().st_size > 10_000


def test_without_the_earlier_stages_everything_is_not_run(factory, tmp_path):
    config = factory.make_project(tmp_path)
    factory.write_records(config)
    page = report(config)
    content = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    counts = {c["badge"]["name"]: c["count"] for c in content["overview"]["total"]["counts"]}
    assert counts["not run"] == 7


def test_a_document_alone_and_no_document_at_all_render(factory, tmp_path):
    alone = factory.make_project(tmp_path / "alone", ("second",))
    assert report(alone, partial=True).is_file()
    none = factory.make_project(tmp_path / "none", ())
    assert report(none, partial=True).is_file()


def test_no_pdf_is_made_where_none_is_wanted(factory, tmp_path):
    config = factory.make_project(tmp_path, report={"pdf": False})
    page = report(config, partial=True)
    assert page.is_file() and not page.with_name("report.pdf").exists()


def test_a_pdf_that_fails_does_not_cost_the_page(factory, tmp_path, monkeypatch, capsys):
    config = factory.make_project(tmp_path / "project")
    old = report(config, partial=True)
    assert old.with_name("report.pdf").exists()
    old.unlink()
    broken = tmp_path / "templates"
    shutil.copytree(pdf.PDF_TEMPLATES, broken)
    (broken / "overview.typ").write_text("#let overview = nothing\n")
    monkeypatch.setattr(pdf, "PDF_TEMPLATES", broken)
    page = report(config, partial=True)
    assert page.is_file() and not page.with_name("report.pdf").exists()
    said = capsys.readouterr().err
    assert "the PDF could not be made" in said and "nothing" in said
    with pytest.raises(pdf.PdfError, match="nothing"):
        make_pdf(config)


def test_the_pdf_is_made_from_the_model_that_lies_there(factory, tmp_path):
    config = factory.make_project(tmp_path)
    page = report(config, partial=True)
    file = page.with_name("report.pdf")
    before = file.read_bytes()
    file.unlink()
    assert make_pdf(config) == file
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("> said", "a quotation"),
        ("{{ verdict('Y9') }}", "no claim 'Y9'"),
        ("It is 0.93.", "a literal number"),
    ],
)
def test_prose_with_a_problem_is_refused_with_its_line(factory, tmp_path, line, words):
    config = factory.make_project(tmp_path, ("second",), prose=f"## Scope\n\n{line}\n")
    with pytest.raises(DocumentError, match=rf"second/prose.md: line 3: .*{words}"):
        report(config)


def test_the_figures_data_lie_beside_the_report(rendered):
    names = {p.name for p in (rendered.folder / "data" / "first-2021").iterdir()}
    assert names == {"losses.csv", "losses.svg", "table.csv"}
