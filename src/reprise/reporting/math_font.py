"""The font that formulas on the page are set in: a part of STIX Two Math, embedded.

MathML draws roots, fences and accents from an OpenType font with a MATH table, which few machines
have. STIX Two Math comes with ``ziamath``, which sets the formulas of the PDF with it; its licence
is named in ``LICENSE-THIRD-PARTY``. The part is the same for every report.
"""

from __future__ import annotations

import base64
import io
import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILY = "Reprise Math"

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xBE),
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x131, 0x131),  # letters without a dot
    (0x237, 0x237),
    (0x2C6, 0x2DD),  # accents that stand alone
    (0x300, 0x338),  # accents that combine
    (0x391, 0x3F6),  # Greek
    (0x2010, 0x2026),
    (0x2030, 0x2037),
    (0x2061, 0x2064),  # invisible operators
    (0x20D0, 0x20D7),  # accents for symbols
    (0x2102, 0x211D),  # letter-like symbols
    (0x2190, 0x2199),  # arrows
    (0x21A6, 0x21A6),
    (0x21D0, 0x21D5),
    (0x2200, 0x222B),  # operators, the root at U+221A among them
    (0x223C, 0x223C),
    (0x2243, 0x2249),
    (0x2260, 0x226B),
    (0x2282, 0x228B),
    (0x2295, 0x2299),
    (0x22A4, 0x22A5),
    (0x22C0, 0x22C6),
    (0x22EE, 0x22F1),
    (0x2308, 0x230B),
    (0x23DC, 0x23DF),  # braces above and below
    (0x27E8, 0x27E9),
    (0x27F5, 0x27FA),
    (0x1D400, 0x1D467),  # bold, and italic: a plain x in MathML is drawn as U+1D465
    (0x1D49C, 0x1D4B5),  # script
    (0x1D538, 0x1D551),  # double-struck
    (0x1D6A4, 0x1D6A5),
    (0x1D6E2, 0x1D71B),  # italic Greek
)

FEATURES = ("ssty", "dtls", "flac", "ccmp")
"""Script sizes, letters below an accent, flat accents."""


@cache
def font_face() -> str:
    """The ``@font-face`` rule, with the font in it."""
    data = base64.b64encode(subset()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-display: block; '
        f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}\n"
    )


@cache
def subset() -> bytes:
    """WOFF2; the same bytes for the same versions of the font and of ``fontTools``."""
    from fontTools.subset import Options, Subsetter, load_font, save_font

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of each table it prunes
    options = Options(
        flavor="woff2",
        layout_features=list(FEATURES),
        hinting=False,
        recalc_timestamp=False,
        name_IDs=[0, 1, 2, 13, 14],  # names, and the licence that travels with the font
        notdef_outline=True,
    )
    font = load_font(str(font_file()), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    subsetter.subset(font)
    written = io.BytesIO()
    save_font(font, written, options)
    return written.getvalue()


def font_file() -> Path:
    """Found without importing the package, which takes a third of a second."""
    found = find_spec("ziamath")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "fonts" / "STIXTwoMath-Regular.ttf"
