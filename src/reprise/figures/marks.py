"""The document's own values in a panel: thin lines, labelled at their right end."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes as Drawing
from matplotlib.text import Annotation

from reprise.figures.lines import PLAIN, Axes, Mark
from reprise.figures.style import INK, MARK_DASH, SMALL

_LINE_HEIGHT = 1.25 * SMALL
_APART = 2.0
"""Points between two labels."""
_GAP = 9.0
"""Points between the axes and the labels."""
_ABOVE, _BELOW = 6.0, 20.0
"""Points by which labels may leave the height of the axes."""


def draw_marks(axes: Drawing, panel: Axes) -> list[Annotation]:
    """Lines with their labels, each at its line's height; a logarithm of zero is left out."""
    marks = [mark for mark in panel.marks if mark.value > 0 or not panel.log_y]
    for mark in marks:
        axes.axhline(mark.value, color=INK, linestyle=MARK_DASH, linewidth=0.7, zorder=1.5)
    return [_label(axes, mark) for mark in sorted(marks, key=lambda mark: mark.value)]


def separate(axes: Drawing, labels: list[Annotation]) -> None:
    """Move labels (ascending) apart; the axes must have their final place."""
    if not labels:
        return
    lines = np.array([label.get_text().count("\n") + 1 for label in labels])
    wanted = np.array([label.axes.get_yaxis_transform().transform(label.xy)[1] for label in labels])
    bottom = axes.bbox.y0 - _BELOW
    top = axes.bbox.y1 + _ABOVE
    places = spread(wanted, lines * _LINE_HEIGHT + _APART, bottom, top)
    for label, shift in zip(labels, places - wanted, strict=True):
        label.set_position((_GAP, shift))


def spread(wanted: np.ndarray, heights: np.ndarray, bottom: float, top: float) -> np.ndarray:
    """Centres (n,) nearest to the wanted ones (ascending) at which no two labels overlap.

    Least squares under order: labels that would overlap form a block around their mean place
    (pool adjacent violators). All stay between bottom and top; what is too much for that height
    goes beyond the bottom.
    """
    offsets = np.concatenate([[0.0], np.cumsum((heights[:-1] + heights[1:]) / 2)])
    blocks: list[tuple[float, int]] = []
    for place in wanted - offsets:
        blocks.append((place, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2:]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n)]
    places = np.repeat([place for place, _ in blocks], [count for _, count in blocks])
    highest = top - heights[-1] / 2 - offsets[-1]
    lowest = min(bottom + heights[0] / 2, highest)
    return np.clip(places, lowest, highest) + offsets


def _label(axes: Drawing, mark: Mark) -> Annotation:
    words = [f"document: {mark.printed}"]
    if mark.label.lower() != PLAIN:
        words += textwrap.wrap(mark.label, 18)
    tie = {"arrowstyle": "-", "linewidth": 0.5, "color": INK, "shrinkA": 0, "shrinkB": 0}
    return axes.annotate(
        "\n".join(words),
        xy=(1.0, mark.value),
        xycoords=axes.get_yaxis_transform(),
        xytext=(_GAP, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        annotation_clip=False,
        arrowprops=tie | {"relpos": (0, 0.5)},
    )
