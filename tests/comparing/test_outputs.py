"""Differences as text, Markdown, and a page."""

from __future__ import annotations

import re

import html5lib
import pytest

from reprise.comparing.markdown import escaped, markdown
from reprise.comparing.text import text
from reprise.reporting.diff import page

ODD = "a|b <script>alert(1)</script> `c` *d*"


@pytest.fixture
def changed(bench, tmp_path):
    """A verdict, a number and all kinds of runs; the claim has an odd name."""

    def change(new):
        state = bench.document(new)
        state["claims"]["B1"] |= {"verdict": "inconclusive", "cut": True}
        state["claims"][ODD] = state["claims"].pop("B2")
        bench.metrics(new)[ODD] = bench.number(1.0)
        bench.metrics(new)["parameters"] = bench.number(7960.0000001, 0.0)
        bench.metrics(new)["test_accuracy"] = bench.number(0.99)
        runs = state["runs"]
        del runs[f"{bench.RUN}0-00000000"]
        runs[f"{bench.RUN}7-00000000"] = runs.pop(f"{bench.RUN}1-00000000")
        runs[f"{bench.RUN}2-11111111"] = runs.pop(f"{bench.RUN}2-00000000")

    return bench.compared(tmp_path, change)


@pytest.fixture
def unchanged(bench, tmp_path):
    return bench.compared(tmp_path, lambda new: None)


@pytest.fixture
def scaled(bench, tmp_path):
    """The new build is a full one, where nothing is cut."""

    def change(new):
        new["comparison"]["scale"] = "full"
        bench.document(new)["claims"]["B1"] |= {"verdict": "inconclusive", "cut": True}
        bench.document(new)["experiments"]["final"]["main"]["cut"] = ["epochs 1 of 2"]
        bench.metrics(new)["test_accuracy"] = bench.number(0.99)

    return bench.compared(tmp_path, change)


def test_text_has_a_line_per_change(bench, changed):
    lines = [line.strip() for line in text(changed).splitlines()]
    flip = "reproduced → inconclusive [budget cut in the new build]"
    assert f"{bench.DOCUMENT} B1: {flip}" in lines
    numbers = "0.900 ± 0.010 (3 seeds) → 0.990 ± 0.010 (3 seeds) [moved]"
    assert f"{bench.DOCUMENT}/final test_accuracy: {numbers}" in lines
    assert f"+ {bench.DOCUMENT} {ODD}" in lines and f"- {bench.DOCUMENT} B2" in lines
    assert f"- {bench.RUN}0-00000000" in lines and f"+ {bench.RUN}7-00000000" in lines
    assert f"~ {bench.RUN}2-00000000 → {bench.RUN}2-11111111" in lines


def test_numbers_that_rounding_makes_equal_are_shown_in_full(changed):
    assert "parameters: 7960.0 (3 seeds) → 7960.0000001 (3 seeds)" in text(changed)


def test_all_that_changed_is_counted(changed):
    said = " ".join(text(changed).split())
    assert (
        "1 verdict changed, 1 claim added, 1 claim removed, 1 number moved beyond seed noise, "
        "2 further numbers differ, 1 run added, 2 runs removed and 1 run made anew."
    ) in said


@pytest.mark.parametrize("output", [text, markdown, page])
def test_that_nothing_changed_is_said(unchanged, changed, output):
    assert "Nothing changed." in output(unchanged)
    assert "Nothing changed." not in output(changed)


@pytest.mark.parametrize("output", [text, markdown, page])
def test_other_scales_are_said_first_and_marked(scaled, unchanged, output):
    made = output(scaled)
    said = made.index("The scales differ: quick before, full now.")
    assert said < made.index("1 verdict changed")
    assert "other scale: budget cut in the new build" in made and "moved, other budget" in made
    assert "scales differ" not in output(unchanged)


def test_text_opens_with_the_scales(scaled):
    assert text(scaled).startswith("The scales differ")


def test_a_row_of_markdown_keeps_its_cells(changed):
    rows = [line for line in markdown(changed).splitlines() if line.startswith("|")]
    widths = {len(re.split(r"(?<!\\)\|", row)) for row in rows}
    assert widths == {7}  # five cells, and what stands before the first and after the last
    assert any(r"a\|b \<script\>" in row for row in rows)


def test_markdown_holds_no_markup_of_others(changed):
    made = markdown(changed)
    assert not re.search(r"(?<!\\)(<script|`)|(?<![\\*])\*(?!\*)", made)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("two\nlines\t|", r"two lines \|"),
        ("test_accuracy", r"test\_accuracy"),
    ],
)
def test_markdown_escapes(given, wanted):
    assert escaped(given) == wanted


@pytest.mark.parametrize("which", ["changed", "unchanged", "scaled"])
def test_the_page_is_valid_html_that_loads_nothing(which, request):
    made = page(request.getfixturevalue(which))
    html5lib.HTMLParser(strict=True).parse(made)
    assert not re.search(r'src=|href="(?!#)|@import|url\(', made)


def test_a_name_is_text_in_the_page(changed):
    made = page(changed)
    assert "<script" not in made and "a|b &lt;script&gt;alert(1)&lt;/script&gt;" in made


def test_the_page_shows_each_verdict_as_a_word(changed):
    tree = html5lib.parse(page(changed), namespaceHTMLElements=False)
    (row,) = tree.findall(".//section[@id='verdicts']//tbody/tr")
    badges = [e.get("class") for e in row.iter() if "badge" in (e.get("class") or "")]
    assert badges == ["badge reproduced", "badge inconclusive"]
    assert "inconclusive" in "".join(row.itertext())
