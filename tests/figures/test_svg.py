"""What an SVG must be to stand in a page, whatever it shows."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
import typst
from figures.bench import CONFUSION, CURVES, Bench
from matplotlib.image import imread

from reprise.figures.confusion_drawing import NUMBER, SCALE, draw_confusion
from reprise.figures.fonts import font_folder
from reprise.figures.svg import FAMILY

KINDS = pytest.mark.parametrize("figure", [CURVES, CONFUSION], ids=lambda f: f["kind"])
NAME = "{http://www.w3.org/2000/svg}"


@KINDS
def test_equal_input_gives_equal_bytes(full_bench: Bench, figure: dict) -> None:
    first = full_bench.draw(figure)
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30}):  # a user's own settings
        second = full_bench.draw(figure)
    assert first.svg == second.svg
    assert first == second


def test_another_process_gives_equal_bytes() -> None:
    code = (
        "import numpy as np, sys; from reprise.figures.confusion_drawing import draw_confusion;"
        "sys.stdout.write(draw_confusion(np.eye(3) * 100, 'abc', 'p-', 'title', 'words'))"
    )
    here = draw_confusion(np.eye(3) * 100, "abc", "p-", "title", "words")
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert there.stdout == here


@KINDS
def test_ids_are_prefixed_unique_and_all_used(full_bench: Bench, figure: dict) -> None:
    svg = full_bench.draw(figure).svg
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"toy-2020-{figure['id']}-") for name in ids)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]*)', svg))
    labelled = set(re.search(r'aria-labelledby="([^"]*)"', svg)[1].split())
    assert used | labelled == set(ids)


@KINDS
def test_it_says_what_it_is_and_leaks_nothing(full_bench: Bench, figure: dict) -> None:
    drawn = full_bench.draw(figure)
    root = ElementTree.fromstring(drawn.svg)
    assert root[0].tag == f"{NAME}title"
    assert root[0].text == figure["title"]
    assert root[1].tag == f"{NAME}desc"
    assert root[1].text == drawn.alt
    assert root.get("role") == "img"
    assert "viewBox" in root.attrib
    assert not {"width", "height"} & set(root.attrib)
    tags = {node.tag.removeprefix(NAME) for node in root.iter()}
    assert not {"metadata", "style", "script", "image"} & tags
    assert "xlink" not in drawn.svg
    assert not re.search(r"\b(nan|inf)\b", drawn.svg, re.IGNORECASE)


@KINDS
def test_what_is_black_takes_the_colour_of_the_page(full_bench: Bench, figure: dict) -> None:
    svg = full_bench.draw(figure).svg
    root = ElementTree.fromstring(svg)
    assert root.get("fill") == "currentColor"
    assert not re.search(r"#000\b|#000000|\bblack\b|fill:#fff", svg, re.IGNORECASE)
    if figure is CURVES:
        assert svg.count("stroke:currentColor") > 10


def test_text_stays_text(full_bench: Bench) -> None:
    root = ElementTree.fromstring(full_bench.draw(CURVES).svg)
    texts = {node.text for node in root.iter(f"{NAME}text")}
    assert {"Loss", "Accuracy", "training", "test", "loss ($)", "document: 0.30"} <= texts


def test_numbers_are_short(full_bench: Bench) -> None:
    svg = full_bench.draw(CURVES).svg
    assert not re.search(r"\d\.\d{3}", re.sub(r"<(title|desc).*?</\1>", "", svg))


def test_numbers_on_cells_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    ratios = [(luminance(cell) + 0.05) / (luminance(NUMBER) + 0.05) for cell in SCALE]
    assert min(ratios) >= 7


def test_the_font_of_the_text_is_in_the_folder() -> None:
    name = FAMILY.split(",")[0].replace(" ", "")
    assert (font_folder() / f"{name}.ttf").is_file()
    assert (font_folder() / f"{name}-Bold.ttf").is_file()


@KINDS
def test_in_the_pdf_it_is_dark_on_white(full_bench: Bench, figure: dict, tmp_path) -> None:
    (tmp_path / "figure.svg").write_text(full_bench.draw(figure).svg, encoding="utf-8")
    source = '#set page(width: 7in, height: auto, margin: 0pt)\n#image("figure.svg", alt: "x")'
    (tmp_path / "page.typ").write_text(source)
    fonts = [str(font_folder())]
    png = typst.compile(
        str(tmp_path / "page.typ"), format="png", font_paths=fonts, ignore_system_fonts=True
    )
    pixels = imread(io.BytesIO(png))[..., :3]
    assert (pixels[0] == 1).all()
    assert (pixels.max(axis=2) < 0.1).sum() > 300  # axes and letters
