"""The embedded font of the formulas: all that they need, and the same bytes each time."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from reprise.reporting import math_font
from reprise.reporting.formulas import formula
from reprise.reporting.html import render_html


@pytest.fixture(scope="module")
def font():
    return TTFont(io.BytesIO(math_font.subset()))


def test_it_has_what_formulas_are_drawn_with(font):
    characters = set(font.getBestCmap())
    needed = "√∑∂→⇒≤≠∈ℝαγθ0x\u0302\u0303\u20d7"
    assert {ord(c) for c in needed} <= characters
    italics = set(range(0x1D434, 0x1D468)) - {0x1D455}  # the italic h stands among the letters
    assert italics <= characters and 0x210E in characters
    assert "MATH" in font


def test_its_licence_travels_with_it(font):
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_it_is_small_and_the_same_each_time():
    once = math_font.subset()
    math_font.subset.cache_clear()
    assert math_font.subset() == once
    assert len(once) < 130_000


def test_only_a_page_with_formulas_has_it(report):
    assert "@font-face" not in _page(report)
    part = report["chapters"][0]["claims"][0]["parts"][0]
    shown = {"printed": formula(r"\sqrt{x}"), "error": None, "corrected": None}
    shown |= {"corrected_error": None, "holds_for": None, "counterexample": None}
    assert part["formula"] is None
    part["formula"] = shown
    try:
        page = _page(report)
    finally:
        part["formula"] = None
    assert page.count("@font-face") == 1 and "data:font/woff2;base64," in page
    assert "<msqrt>" in page


def _page(report):
    names = [f["svg"] for c in report["chapters"] for f in c["results"] if f["svg"]]
    return render_html(report, dict.fromkeys(names, "<svg></svg>"))
