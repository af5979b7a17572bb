"""How figures look: sizes, colours and line styles, and the settings given to matplotlib.

The canvas and the text are left to the page: what is drawn in ``INK`` becomes the page's own
text colour (``svg.py``), so that one file serves a light page, a dark page and print.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

WIDTH = 6.8
"""Inches: the text width of the PDF's page."""

FONT = 8.5
SMALL = 7.5
"""Points."""

INK = "#000000"
"""Stands for the page's text colour."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""Blue, vermillion, green and purple of Okabe & Ito (2008): of their eight colours those that
keep a contrast of 3:1 on white and on #15181c."""

_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (9, 2, 3, 2)))
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<")
MARK_DASH = (0, (6, 2, 1, 2))

_SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": FONT,
    "axes.labelsize": FONT,
    "axes.titlesize": FONT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "legend.title_fontsize": FONT,
    "legend.frameon": False,
    "legend.borderpad": 0.0,
    "legend.borderaxespad": 0.3,
    "legend.handlelength": 2.2,
    "legend.columnspacing": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "axes.labelpad": 5.0,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": INK,
    "grid.alpha": 0.15,
    "grid.linewidth": 0.6,
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.formatter.useoffset": False,
    "axes.formatter.limits": (-6, 9),
    "axes.xmargin": 0.02,
    "lines.linewidth": 1.3,
    "lines.markersize": 4.0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "svg.fonttype": "none",  # text stays text: half the size, found by a search, read aloud
    "svg.hashsalt": "reprise",
}

_HOUSEKEEPING = ("backend", "interactive", "toolbar", "timezone", "datapath", "webagg", "tk.")


@contextmanager
def style() -> Iterator[None]:
    """matplotlib's own defaults with ours on top, whatever a user's ``matplotlibrc`` says."""
    defaults = {
        key: value
        for key, value in matplotlib.rcParamsDefault.items()
        if not key.startswith(_HOUSEKEEPING)
    }
    with matplotlib.rc_context(defaults | _SETTINGS):
        yield


def new_figure(height: float) -> Figure:
    """An empty figure of the page's width; ``height`` in inches, a pixel is a point as in SVG."""
    figure = Figure(figsize=(WIDTH, height), dpi=72, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03, wspace=0.05, hspace=0.06)
    return figure


def sheet(height: float) -> tuple[Figure, Axes]:
    """A figure with one pair of axes in inches from the top left, without anything drawn."""
    figure = new_figure(height)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    return figure, axes


def freeze(figure: Figure, passes: int = 1) -> None:
    """Lay the figure out once and for all; otherwise each drawing does it again.

    A second pass is for what is wider than the first, narrow axes, such as their own legend.
    """
    for _ in range(passes):
        figure.get_layout_engine().execute(figure)
    figure.set_layout_engine("none")


def text_width(text: str, size: float = SMALL) -> float:
    """Inches that the longest line of a text takes."""
    font = FontProperties(family="DejaVu Sans", size=size)
    lines = text.split("\n")
    return max(text_to_path.get_text_width_height_descent(t, font, False)[0] for t in lines) / 72


@dataclass(frozen=True)
class Labels:
    """Tick labels as they fit below an axis: broken into lines, or else slanted."""

    words: list[str]
    turn: dict[str, object]
    height: float
    """Inches that they take beyond one line."""


def fitted_labels(labels: Sequence[str], width: float) -> Labels:
    """Labels for places that are ``width`` inches apart."""
    broken = ["\n".join(textwrap.wrap(label, max(6, int(13 * width)))) for label in labels]
    if max(map(text_width, broken)) <= 0.94 * width:
        return Labels(broken, {}, 0.13 * max(label.count("\n") for label in broken))
    turn = {"rotation": 30, "ha": "right", "rotation_mode": "anchor"}
    return Labels(list(labels), turn, 0.5 * max(map(text_width, labels)))


@dataclass(frozen=True)
class Look:
    """What tells one series from another, with colour and without."""

    colour: str
    dashes: object
    marker: str


def look(index: int) -> Look:
    """The look of the series at an index; no two alike among the first sixteen.

    The first four differ in colour, dashes and marker at once, so that each alone tells them
    apart; later ones meet the same colours with other dashes.
    """
    return Look(
        COLOURS[index % len(COLOURS)],
        _DASHES[(index + index // len(COLOURS)) % len(_DASHES)],
        _MARKERS[index % len(_MARKERS)],
    )
