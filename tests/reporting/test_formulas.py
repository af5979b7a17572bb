"""Formulas: one source; problems of one line; MathML for the page, SVG for the PDF."""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from toy import plan_of, write_document

from reprise.reporting.formulas import drawn, formula, formula_problems, mathml, svg

MATHML = "{http://www.w3.org/1998/Math/MathML}"

FORMULAS = [
    r"\frac{\partial L}{\partial w_i} = -2 \sum_{j=1}^{n} x_{ij} (y_j - \hat{y}_j)",
    r"a < b \quad \text{and} \quad b > c",
    r"\begin{aligned} a &= b \\ c &= \sqrt{d} \end{aligned}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^{\top}",
    r"\sigma'(z) = \sigma(z) \left( 1 - \sigma(z) \right)",
    r"\begin{cases} z & z > 0 \\ \alpha z & \text{otherwise} \end{cases}",
]

CLAIM = """
- id: X1
  locator: "1"
  text: A derivative.
  kind: formula
  parts:
    - label: one
      printed: |-
        {printed}
      error: {{experiment: base, metric: error}}
      corrected:
        formula: '{corrected}'
        error: {{experiment: base, metric: corrected}}
"""

COMBINED = """
- id: X1
  locator: "1"
  text: A derivative and a count.
  kind: combined
  checks:
    - kind: count
      parts:
        - {{label: one, of: {{experiment: base, metric: parameters}}, stated: 1}}
    - kind: formula
      parts:
        - {{label: two, printed: '{printed}', error: {{experiment: base, metric: error}}}}
"""

ERRATUM = """
- id: X-X1
  locator: "1"
  printed: A derivative.
  right: Another one.
  check:
    kind: formula
    parts:
      - {{label: one, printed: '{printed}', error: {{experiment: base, metric: error}}}}
"""

WRONG = {
    r"\foo{x}": 'Unknown command "\\foo"',
    r"\frac{a}{b": 'Expected closing token "}"',
    r"\left( x": 'Expected closing token "\\right"',
    "$x$": "without dollar signs",
    r"\begin{aligned} a &= b \\[4pt] c &= d \end{aligned}": "distance after a line break",
    "\\frac{a}{b}\n        + \\foo": 'Unknown command "\\foo"',
}


def problems(root: Path, **files: str) -> list[str]:
    write_document(root, **{"claims__yaml": "[]", **files})
    return [str(problem) for problem in formula_problems(plan_of(root, "full"))]


@pytest.mark.parametrize(("latex", "words"), WRONG.items())
def test_what_cannot_be_set_is_one_line(documents_root: Path, latex: str, words: str) -> None:
    lines = problems(documents_root, claims__yaml=CLAIM.format(printed=latex, corrected="x"))
    assert len(lines) == 1 and "\n" not in lines[0] and "\x1b" not in lines[0]
    assert lines[0].startswith("toy-2020/claims.yaml: claim X1: the formula '")
    assert words in lines[0]


@pytest.mark.parametrize("latex", FORMULAS)
def test_what_can_be_set_is_no_problem(documents_root: Path, latex: str) -> None:
    assert problems(documents_root, claims__yaml=CLAIM.format(printed=latex, corrected="x")) == []


def test_corrections_combined_claims_and_errata_are_looked_at(documents_root: Path) -> None:
    bad = r"\foo{x}"
    (line,) = problems(documents_root, claims__yaml=CLAIM.format(printed="x", corrected=bad))
    assert "claims.yaml: claim X1" in line
    (line,) = problems(documents_root, claims__yaml=COMBINED.format(printed=bad))
    assert "claims.yaml: claim X1" in line
    (line,) = problems(documents_root, errata__yaml=ERRATUM.format(printed=bad))
    assert "errata.yaml: erratum X-X1" in line


@pytest.mark.parametrize("latex", FORMULAS)
def test_mathml_is_well_formed_and_has_its_source(latex: str) -> None:
    root = ET.fromstring(mathml(latex))
    assert root.tag == f"{MATHML}math" and root.get("display") == "block"
    (annotation,) = root.iter(f"{MATHML}annotation")
    assert annotation.text == latex
    assert not list(root.iter(f"{MATHML}merror"))


@pytest.mark.parametrize("latex", FORMULAS)
def test_svg_is_drawn_in_silence(latex: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        text = svg(mathml(latex))
    assert caplog.records == []
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.get("width")) > 20 and float(root.get("height")) > 5
    assert text.count("<use") >= 5, "each glyph is a path that is used"
    assert text == svg(mathml(latex))


def test_the_drawing_has_the_formula_and_nothing_of_its_source() -> None:
    assert svg(mathml("x + 1")).count("<use") == 3


def test_a_report_names_the_drawing_of_each_formula_once() -> None:
    one, two = formula("x"), formula("y")
    assert one["svg"] != two["svg"] and one["svg"].startswith("formulas/")
    report = {"chapters": [{"claims": [{"printed": one, "corrected": two}, {"printed": one}]}]}
    files = drawn(report)
    assert set(files) == {one["svg"], two["svg"]}
    assert all(text.startswith("<svg") for text in files.values())
