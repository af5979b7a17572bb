from __future__ import annotations

import pytest

from reprise.reporting.drawings import DrawingError, checked_svg, collect_files

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'


def test_a_drawing_passes_unchanged():
    text = HEAD + '<defs><path id="a" d="M0 0"/></defs><use href="#a"/></svg>'
    assert checked_svg(text, "x.svg") == text


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("<script>alert(1)</script>", "no <script>"),
        ("<foreignObject><p/></foreignObject>", "no <foreignObject>"),
        ('<rect onclick="alert(1)"/>', "no onclick="),
        ('<image href="https://example.org/x.png"/>', "refers to nothing outside"),
        ("<rect>", "is no SVG"),
    ],
)
def test_what_does_more_than_draw_is_refused(inner, words):
    with pytest.raises(DrawingError, match=words):
        checked_svg(HEAD + inner + "</svg>", "x.svg")


def test_another_file_is_refused():
    with pytest.raises(DrawingError, match="no <svg>"):
        checked_svg("<html/>", "x.svg")


def test_files_are_copied_to_where_the_report_names_them(build, report):
    drawings = collect_files(report, build.layout)
    assert set(drawings) == {"data/first-2021/losses.svg"}
    assert (build.layout.report / "data/first-2021/losses.csv").is_file()
    assert (build.layout.report / "data/first-2021/table.csv").is_file()


def test_a_file_that_is_gone_is_said(build, report):
    gone = {"chapters": [{"slug": "first-2021", "results": [{"svg": "data/first-2021/no.svg"}]}]}
    with pytest.raises(DrawingError, match="reprise figures first-2021"):
        collect_files(gone, build.layout)
