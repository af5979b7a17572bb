"""The formulas of the PDF look as they did when they were last looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden import check_image, check_text, differing, raster

from reprise.reporting.formulas import mathml, svg

GOLDEN = Path(__file__).with_name("golden")
FORMULAS = {
    "gradient": r"\frac{\partial L}{\partial w_i} = -2 \sum_{j=1}^{n} x_{ij} (y_j - \hat{y}_j)",
    "cases": r"f(z) = \begin{cases} z & z > 0 \\ \alpha z & \text{otherwise} \end{cases}",
    "matrix": r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^{\top} \odot \mathbf{W}",
    "root": r"\sqrt{\frac{1}{N} \sum_{k} \left( x_k - \bar{x} \right)^2} \neq \sqrt[3]{x}",
    "lines": r"\begin{aligned} a &= b \\ c &= \sqrt{d} \end{aligned}",
    "brace": r"\underbrace{a + b}_{\text{sum}} \approx \tilde{c}'",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_looks_as_before(name: str) -> None:
    check_image(raster(svg(mathml(FORMULAS[name]))), GOLDEN / f"{name}.png")


@pytest.mark.parametrize("name", FORMULAS)
def test_the_page_s_formula_is_built_as_before(name: str) -> None:
    """MathML, which every browser paints its own way; one element a line."""
    text = re.sub(r"(?<=>)(?=<)", "\n", mathml(FORMULAS[name]))
    check_text(f"{text}\n", GOLDEN / f"{name}.mathml")


def test_a_glyph_that_is_lost_or_moved_is_noticed() -> None:
    drawing = svg(mathml(FORMULAS["gradient"]))
    before = raster(drawing)
    glyphs = re.findall(r"<use [^>]*/>", drawing)
    assert len(glyphs) > 10
    for glyph in glyphs:
        place = re.search(r' x="([-\d.]+)"', glyph)
        moved = glyph.replace(place.group(), f' x="{float(place[1]) + 2}"')
        for other in ("", moved):
            assert differing(raster(drawing.replace(glyph, other, 1)), before) > 0, glyph
