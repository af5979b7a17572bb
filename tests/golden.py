"""Golden images: what a drawing looked like when somebody last looked at it.

Drawings are rasterised by Typst, which is pinned, brings its own renderer and sees no font but
DejaVu, so that every machine paints nearly the same pixels. To keep new images after a change that
is meant, and then look at each of them:

    RENEW_GOLDEN=1 python -m pytest tests/figures/test_golden.py tests/reporting/test_golden.py
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image
from scipy.ndimage import uniform_filter

from reprise.figures.fonts import font_folder

RENEW = bool(os.environ.get("RENEW_GOLDEN"))
DOTS = 144.0
"""Pixels to the inch: the smallest text is fifteen pixels high, the grid a pixel wide."""

FINER = 4
"""Each pixel is the mean over so many squared: Typst sets a glyph on whole steps of its pixels, so
that the smallest shift could move it by a visible part of ours."""

LEVELS = 10
"""Of 255, by which the mean over nine pixels may differ: an edge that is smoothed otherwise stays
below, a line of the grid, the faintest there is, makes 15."""

PAGE = """#set page(width: auto, height: auto, margin: 4pt, fill: white)
#set image({width})
#image("drawing.svg", alt: "")
"""


def raster(svg: str, width: str = "auto") -> np.ndarray:
    """A drawing on white as bytes (height, width, 3); ``width`` in Typst's words."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "drawing.svg").write_text(svg, encoding="utf-8")
        (folder / "page.typ").write_text(PAGE.format(width=f"width: {width}"), encoding="utf-8")
        png = typst.compile(
            str(folder / "page.typ"),
            root=str(folder),
            format="png",
            ppi=FINER * DOTS,
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
        )
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB").reduce(FINER))


def differing(new: np.ndarray, old: np.ndarray) -> int:
    """How many places of two images look different.

    Both are bytes (height, width, 3); of another size, all places do.
    """
    if new.shape != old.shape:
        return max(new.size, old.size) // 3
    apart = uniform_filter(new.astype(float) - old, size=(3, 3, 1))
    return int((abs(apart) > LEVELS).any(axis=2).sum())


def check_image(new: np.ndarray, golden: Path) -> None:
    """Fail where an image is not like the golden one; with ``RENEW_GOLDEN`` keep it instead.

    What was drawn is left in the folder for temporary files when it differs.
    """
    if RENEW:
        golden.parent.mkdir(exist_ok=True)
        Image.fromarray(new).save(golden, optimize=True)
        pytest.skip(f"{golden.name} was made anew: look at it")
    old = np.asarray(Image.open(golden).convert("RGB"))
    count = differing(new, old)
    if count:
        drawn = Path(tempfile.gettempdir()) / f"{golden.stem}.new.png"
        Image.fromarray(new).save(drawn)
        pytest.fail(f"{count} places differ from {golden}; what was drawn is {drawn}")


def check_text(new: str, golden: Path) -> None:
    """As ``check_image``, for what is kept as text."""
    if RENEW:
        golden.write_text(new, encoding="utf-8")
        pytest.skip(f"{golden.name} was made anew: look at it")
    assert new == golden.read_text(encoding="utf-8")
