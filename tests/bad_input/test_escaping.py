"""Whatever a document says is shown as it says it: no text of its own becomes markup."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from toy import write_document

from reprise.cli import main

HOSTILE = (
    "</h2><script>alert(1)</script><img src=x onerror=alert(2)> \"'& {{7}} #let x $\\\\input{y}$"
)
"""Markup of HTML, Jinja2, Typst and LaTeX."""

CARD = """
    title: '{0} title'
    authors: ['{0} author']
    course: '{0} course'
    letter: X
    summary: '{0} summary'
    """

EXPERIMENTS = """
    base:
      ledger: ['{0} ledger']
      title: '{0} set-up'
      locator: '{0} place'
      note: '{0} note'
      assumed:
        - {{key: '{0} key', value: '{0} value', reason: '{0} reason', alternatives: ['{0} other']}}
      spec:
        engine: numpy_mlp
        data: {{dataset: mnist, scaling: unit}}
        model:
          hidden: [8]
          activation: sigmoid
          weights: {{kind: uniform, scale: 0.5}}
          biases: {{kind: zeros}}
        optimizer: {{kind: sgd, learning_rate: 0.5}}
        training: {{batch_size: 20, epochs: 2}}
    """

CLAIMS = """
    - id: X1
      locator: '{0} where'
      text: '{0} claim'
      note: '{0} remark'
      kind: count
      parts:
        - {{label: '{0} part', of: {{experiment: base, metric: parameters}}, stated: 6370}}
    """

FIGURES = """
    - id: one
      kind: curves
      title: '{0} figure'
      caption: '{0} caption'
      panels:
        - x: epoch
          y: '{0} axis'
          series: [{{label: '{0} series', experiment: base, curve: epoch.test_loss}}]
    """

PROSE = "## Scope\n\n[a](javascript:alert(3)) &lt;b&gt; #let y = `<i>`\n"

SHOWN = ("title", "author", "course", "summary", "set-up", "place", "note", "reason", "claim")


@pytest.fixture
def page(project: Path) -> str:
    said = HOSTILE.replace("'", "''")
    write_document(
        project / "documents",
        document__yaml=CARD.format(said),
        experiments__yaml=EXPERIMENTS.format(said),
        claims__yaml=CLAIMS.format(said),
        figures__yaml=FIGURES.format(said),
        prose__md=PROSE,
    )
    for arguments in (["claims", "toy-2020"], ["figures", "toy-2020"], ["report", "--partial"]):
        assert main(arguments) == 0
    return (project / "results" / "smoke" / "report" / "report.html").read_text(encoding="utf-8")


def test_the_page_and_the_pdf_show_it_as_text(project: Path, page: str, capsys) -> None:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    scripts = ["".join(element.itertext()) for element in tree.iter("script")]
    assert not any("alert(" in text for text in scripts)
    assert not [e.tag for e in tree.iter("img") if e.get("src") == "x"]
    assert not [name for e in tree.iter() for name in e.attrib if str(name).startswith("on")]
    text = "".join(tree.itertext())
    for words in SHOWN:
        assert f"{HOSTILE} {words}" in text, words
    assert "[a](javascript:alert(3)) <b> #let y = <i>" in text
    assert (project / "results" / "smoke" / "report" / "report.pdf").stat().st_size > 10_000
    assert "could not be made" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("prose", "words"),
    [
        ("## A\n\n<script>alert(1)</script>\n", "HTML"),
        ("## A\n\n[x](ftp://example.org/x)\n", "must begin with https://"),
        ("## A\n\n{{ 7 * 7 }}\n", "'7 * 7' is no call"),
        ("## A\n\nA bell\a.\n", "line 3: holds the control character '\\x07'; take it out"),
        ("## A\n\n\0\n", "line 3: holds the control character '\\x00'; take it out"),
    ],
)
def test_prose_cannot_bring_its_own(project: Path, refused, prose: str, words: str) -> None:
    (project / "documents" / "toy-2020" / "prose.md").write_text(prose, encoding="utf-8")
    assert any("toy-2020/prose.md" in line and words in line for line in refused())


def test_a_formula_that_is_none(project: Path, refused) -> None:
    write_document(
        project / "documents",
        claims__yaml="""
            - id: X1
              locator: "1"
              text: A formula.
              kind: formula
              parts:
                - label: a
                  printed: '\\href{javascript:alert(1)}{x} </math><script>'
                  error: {experiment: base, metric: parameters}
            """,
    )
    assert any("claim X1" in line for line in refused())
