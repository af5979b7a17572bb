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
from figures.pictures import PICTURES
from matplotlib.image import imread

from reprise.figures.confusion_drawing import NUMBER, SCALE, draw_confusion
from reprise.figures.fonts import font_folder
from reprise.figures.style import text_width
from reprise.figures.svg import FAMILY
from reprise.reporting.drawings import checked_svg

KINDS = pytest.mark.parametrize("figure", [CURVES, CONFUSION, *PICTURES], ids=lambda f: f["id"])
WITH_PIXELS = ("images", "maps")
NAME = "{http://www.w3.org/2000/svg}"


def without_pixels(svg: str) -> str:
    return re.sub(r'href="data:[^"]*"', "", svg)


@KINDS
def test_equal_input_gives_equal_bytes(picture_bench: Bench, figure: dict) -> None:
    first = picture_bench.draw(figure)
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30}):  # a user's own settings
        second = picture_bench.draw(figure)
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
def test_ids_are_prefixed_unique_and_all_used(picture_bench: Bench, figure: dict) -> None:
    svg = picture_bench.draw(figure).svg
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"toy-2020-{figure['id']}-") for name in ids)
    used = set(re.findall(r'(?:href="#|url\(#)([^")]*)', svg))
    labelled = set(re.search(r'aria-labelledby="([^"]*)"', svg)[1].split())
    assert used | labelled == set(ids)


@KINDS
def test_it_says_what_it_is_and_leaks_nothing(picture_bench: Bench, figure: dict) -> None:
    drawn = picture_bench.draw(figure)
    root = ElementTree.fromstring(drawn.svg)
    assert root[0].tag == f"{NAME}title"
    assert root[0].text == figure["title"]
    assert root[1].tag == f"{NAME}desc"
    assert root[1].text == drawn.alt
    assert root.get("role") == "img"
    assert "viewBox" in root.attrib
    assert not {"width", "height"} & set(root.attrib)
    tags = {node.tag.removeprefix(NAME) for node in root.iter()}
    assert not {"metadata", "style", "script"} & tags
    assert ("image" in tags) == (figure["kind"] in WITH_PIXELS)
    assert "xlink" not in drawn.svg
    assert not re.search(r"\b(nan|inf)\b", without_pixels(drawn.svg), re.IGNORECASE)


@KINDS
def test_what_is_black_takes_the_colour_of_the_page(picture_bench: Bench, figure: dict) -> None:
    svg = picture_bench.draw(figure).svg
    root = ElementTree.fromstring(svg)
    assert root.get("fill") == "currentColor"
    drawing = without_pixels(svg)
    assert not re.search(r"#000\b|#000000|\bblack\b|fill:#fff", drawing, re.IGNORECASE)
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
def test_in_the_pdf_it_is_dark_on_white(picture_bench: Bench, figure: dict, tmp_path) -> None:
    (tmp_path / "figure.svg").write_text(picture_bench.draw(figure).svg, encoding="utf-8")
    source = '#set page(width: 7in, height: auto, margin: 0pt)\n#image("figure.svg", alt: "x")'
    (tmp_path / "page.typ").write_text(source)
    fonts = [str(font_folder())]
    png = typst.compile(
        str(tmp_path / "page.typ"), format="png", font_paths=fonts, ignore_system_fonts=True
    )
    pixels = imread(io.BytesIO(png))[..., :3]
    assert (pixels[0] == 1).all()
    least = 300 if figure in (CURVES, CONFUSION) else 50  # axes and letters, or letters alone
    assert (pixels.max(axis=2) < 0.1).sum() > least


@KINDS
def test_the_report_takes_it(picture_bench: Bench, figure: dict) -> None:
    svg = picture_bench.draw(figure).svg
    assert checked_svg(svg, figure["id"]) == svg


@KINDS
def test_pixels_are_embedded_and_stay_squares(picture_bench: Bench, figure: dict) -> None:
    root = ElementTree.fromstring(picture_bench.draw(figure).svg)
    for image in root.iter(f"{NAME}image"):
        assert image.get("href").startswith("data:image/png;base64,")
        assert image.get("style") == "image-rendering:pixelated"
        assert image.get("preserveAspectRatio") == "none"
        assert not any(character.isspace() for character in image.get("href").strip())
        assert min(float(image.get(side)) for side in ("width", "height")) > 5


@KINDS
def test_nothing_lies_outside_of_the_drawing(picture_bench: Bench, figure: dict) -> None:
    """Texts end within the width, by the widths of the font that the layout was made with."""
    root = ElementTree.fromstring(picture_bench.draw(figure).svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    texts = [node for node in root.iter(f"{NAME}text") if "rotate" not in str(node.attrib)]
    assert texts
    for node in texts:
        place = re.match(r"translate\((\S+) (\S+)\)", node.get("transform", ""))
        x, y = map(float, place.groups() if place else (node.get("x"), node.get("y")))
        size = float(re.search(r"([\d.]+)px", node.get("style"))[1])
        room = 72 * text_width(node.text, size)
        anchor = re.search(r"text-anchor:(\w+)", node.get("style"))
        before = {"middle": 0.5, "end": 1.0}.get(anchor and anchor[1], 0.0)
        assert x - before * room > -0.5
        assert x + (1 - before) * room < width + 0.5
        assert size * 0.5 < y < height
