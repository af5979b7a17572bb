"""Beside the literature: outcomes follow from means, bounds and budgets, and are shown so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from html5lib import HTMLParser
from pypdf import PdfReader

from reprise.analysis.measures import Values
from reprise.documents.models.literature import Allowed
from reprise.reporting import anchors
from reprise.reporting.build import Build, read_build
from reprise.reporting.literature import CUT, MISSING, OUTSIDE, WITHIN, literature, outcome
from reprise.reporting.stage import report

FOUND = Values(
    label="test_accuracy of small",
    name="small",
    experiment="first-2021/small",
    by_seed={0: 0.94, 1: 0.96},
    runs=["a", "b"],
    not_made=[],
    diverged=[],
    absent={},
    not_finite=(),
    missing=False,
    left_out=False,
    cut=(),
    cut_words=(),
    stand_in=False,
    alone=False,
)
ALLOWED = Allowed(better=1.0, worse=2.0, reason="Chance.")


@pytest.mark.parametrize(
    ("accuracy", "expected"),
    [
        (0.95, WITHIN),
        (0.97, WITHIN),  # two points worse, to the last bit
        (0.94, WITHIN),
        (0.9701, OUTSIDE),
        (0.9399, OUTSIDE),
    ],
)
def test_the_mean_is_held_against_the_bounds(accuracy: float, expected: str) -> None:
    assert outcome(FOUND, accuracy, ALLOWED) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cut": ("training.epochs",)}, CUT),
        ({"stand_in": True}, CUT),
        ({"missing": True, "by_seed": {}, "cut": ("training.epochs",)}, MISSING),
        ({"by_seed": {}, "diverged": [0, 1]}, OUTSIDE),
        ({"by_seed": {}, "diverged": [0, 1], "cut": ("training.epochs",)}, CUT),
        ({"by_seed": {}, "absent": {0: "no such metric"}}, MISSING),
    ],
)
def test_only_a_whole_budget_is_compared(change: dict[str, Any], expected: str) -> None:
    assert outcome(replace(FOUND, **change), 0.5, ALLOWED) == expected


def entry(name: str, experiment: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "source": {
            "authors": "Lovelace",
            "title": "Notes on <engines> & #numbers",
            "year": 1943,
            "address": "https://example.org/notes?a=1&b=2",
        },
        "setup": "digits, a small network",
        "printed": {"value": "8.0", "quantity": "error", "unit": "percent", "images": 10000},
        "ours": {"experiment": experiment, "metric": "test_accuracy"},
        "differs": "The width differs.",
        "allowed": {"better": 3.0, "worse": 2.5, "reason": "Widths cost little."},
        **changes,
    }


ENTRIES = [
    entry("near", "first-2021/small"),
    entry(
        "far",
        "first-2021/large",
        printed={"value": "0.5", "quantity": "accuracy", "unit": "share", "images": 400},
        note="Looked into.",
        uncertainty="the source says that it varies",
    ),
    entry(
        "short",
        "first-2021/rates",
        ours={
            "experiment": "first-2021/rates",
            "variant": "learning-rate-0.1",
            "metric": "test_accuracy",
        },
    ),
    entry("absent", "second/only"),
]


@pytest.fixture(scope="module")
def compared(factory: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Build:
    config = factory.make_project(tmp_path_factory.mktemp("literature"))
    text = yaml.safe_dump(ENTRIES, sort_keys=False)
    Path(config.documents_root, "literature.yaml").write_text(text, encoding="utf-8")
    factory.write_records(config)
    return read_build(config, *factory.plan_of(config))


@pytest.fixture(scope="module")
def chapter(compared: Build) -> dict[str, Any]:
    return literature(compared)


def row(chapter: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in chapter["rows"] if row["id"] == name)


def test_each_entry_has_its_outcome(chapter: dict[str, Any]) -> None:
    outcomes = {row["id"]: row["outcome"]["name"] for row in chapter["rows"]}
    assert outcomes == {"near": WITHIN, "far": OUTSIDE, "short": CUT, "absent": MISSING}


def test_ours_is_the_mean_of_the_runs_in_the_source_s_quantity(
    chapter: dict[str, Any], compared: Build
) -> None:
    runs = compared.plan.variants["first-2021", "small"]["main"].runs
    scores = [compared.measurements.record(run).metrics["test_accuracy"] for run in runs]
    mean = sum(scores) / len(scores)
    near = row(chapter, "near")
    shown = float(near["ours"]["text"].split("\u00a0")[0])
    assert shown == pytest.approx(100 * (1 - mean), abs=0.05)
    assert (
        near["ours"]["text"].endswith("% error") and near["ours"]["seeds"] == f"{len(runs)} seeds"
    )
    assert near["ours"]["anchor"] == anchors.variant("first-2021", "small", "main")
    points = 100 * (mean - 0.92)
    side = "better" if points > 0 else "worse"
    assert near["difference"] == f"{abs(points):.2f} points {side}"


def test_what_is_printed_stays_as_it_is_printed(chapter: dict[str, Any]) -> None:
    assert row(chapter, "near")["printed"] == "8.0\u202f% error"
    assert row(chapter, "far")["printed"] == "0.5 accuracy"
    assert row(chapter, "far")["sampling"] == "±\u00a02.50 points by 400 test images"
    assert row(chapter, "near")["allowed"] == "up to 3 points better and 2.5 worse"


def test_a_cut_is_named_and_what_was_not_run_has_no_number(chapter: dict[str, Any]) -> None:
    assert "training.epochs 5 of 20" in row(chapter, "short")["cut"]
    absent = row(chapter, "absent")
    assert absent["ours"] == {
        "text": "not run",
        "seeds": "",
        "anchor": None,
        "name": f"{absent['ours']['name'].partition(',')[0]}, undated, only",
    }
    assert absent["difference"] == ""


def test_the_sentence_counts(chapter: dict[str, Any]) -> None:
    assert chapter["sentence"] == (
        "4 numbers of the literature stand beside ours: 2 can be compared at this budget, "
        "1 of these within what the differences allow, 1 outside (1 with a note on why), "
        "1 not run."
    )


def test_a_document_that_is_left_out_is_not_compared(compared: Build) -> None:
    documents = {"second": compared.plan.documents["second"]}
    plan = replace(compared.plan, documents=documents)
    assert [row["id"] for row in literature(replace(compared, plan=plan))["rows"]] == ["absent"]


def test_without_the_file_there_is_no_chapter(build: Build) -> None:
    assert literature(build) == {"anchor": anchors.LITERATURE, "sentence": "", "rows": []}


def test_page_and_pdf_show_the_chapter(compared: Build) -> None:
    folder = report(compared.config, partial=True).parent
    html = (folder / "report.html").read_text(encoding="utf-8")
    parser = HTMLParser(namespaceHTMLElements=False, strict=True)
    page = parser.parse(html)
    section = next(e for e in page.iter("section") if e.get("id") == anchors.LITERATURE)
    words = " ".join(" ".join(section.itertext()).split())
    assert "Beside the literature 4 numbers" in words
    assert "Notes on <engines> & #numbers" in words and "Looked into." in words
    ids = {e.get("id") for e in page.iter()}
    links = [e.get("href") for e in section.iter("a")]
    assert {href[1:] for href in links if href.startswith("#")} <= ids
    assert "https://example.org/notes?a=1&b=2" in links
    pdf = PdfReader(folder / "report.pdf")
    text = " ".join(" ".join(p.extract_text() for p in pdf.pages).split())
    assert "Notes on <engines> & #numbers" in text
    assert re.search(r"not at this\s+budget", text)
