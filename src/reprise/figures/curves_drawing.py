"""Draws panels of curves: a line per series, a band between the seeds, the document's values."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes as Drawing
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import LogFormatter, MaxNLocator

from reprise.figures.decimate import decimate_band, decimate_line
from reprise.figures.lines import Axes, Line
from reprise.figures.marks import draw_marks, separate
from reprise.figures.style import (
    INK,
    WIDTH,
    Labels,
    Look,
    fitted_labels,
    freeze,
    look,
    new_figure,
    style,
    text_width,
)
from reprise.figures.svg import to_svg
from reprise.figures.words import tick

PANEL_HEIGHT = 2.25
MARKERS = 8
"""Markers along a curve: enough to tell it by, few enough to see the curve."""
DENSE = 200
"""Points above which a line is drawn thinner."""
APART = 0.12
"""Between the markers of neighbouring series at one place, where places are one apart."""
ROOM = 0.02
"""Share of the horizontal axis beside the first and the last of its own ticks."""
_HANDLE = 0.41
"""Inches: line sample and gaps of a legend entry."""


def draw_curves(panels: Sequence[Axes], prefix: str, title: str, description: str) -> str:
    """SVG of the panels: one or two side by side, three below each other, more in rows of two."""
    columns = 1 if len(panels) in (1, 3) else 2
    rows = math.ceil(len(panels) / columns)
    shared = len(panels) > 1 and len({tuple(_labels(p)) for p in panels}) == 1
    legend = _legend_rows(panels[0], WIDTH) if shared else 0
    own = 0 if shared else max(_legend_rows(p, WIDTH / columns) for p in panels)
    with style():
        below = max(0.0 if p.joined else _choices(p, columns).height for p in panels)
        figure = new_figure(rows * (PANEL_HEIGHT + 0.17 * own + below) + 0.2 * legend + 0.1)
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes in grid[len(panels) :]:
            axes.set_axis_off()
        marks = []
        for axes, panel in zip(grid, panels, strict=False):
            marks.append(_draw(axes, panel, columns))
            if not shared:
                _legend(axes, panel, WIDTH / columns)
            elif panel.title:
                axes.set_title(_title(panel, WIDTH / columns))
        if shared:
            _shared_legend(figure, grid[0], panels[0])
        freeze(figure, passes=1 if shared or columns == 1 else 2)
        for axes, labels in zip(grid, marks, strict=False):
            separate(axes, labels)
        return to_svg(figure, prefix, title, description)


def _draw(axes: Drawing, panel: Axes, columns: int) -> list[Annotation]:
    """Lines, bands and marks; gives the labels of the marks back."""
    axes.set_xscale("log" if panel.log_x else "linear")
    axes.set_yscale("log" if panel.log_y else "linear")
    draw = _draw_line if panel.joined else _draw_points
    for line in panel.lines:
        draw(axes, line, look(line.place), panel)
    if not panel.lines:
        axes.text(0.5, 0.5, "nothing to show", transform=axes.transAxes, ha="center", color=INK)
    labels = draw_marks(axes, panel)
    axes.set_xlabel(panel.x)
    axes.set_ylabel(panel.y, rotation_mode="anchor")
    whole = all((line.x == line.x.astype(int)).all() for line in panel.lines)
    if panel.log_x:
        _log_labels(axes.xaxis)
    elif whole and not panel.ticks:
        axes.xaxis.set_major_locator(MaxNLocator(10 // columns, steps=[1, 2, 5, 10], integer=True))
    if panel.ticks:
        _own_ticks(axes, panel, columns)
    if panel.log_y:
        _log_labels(axes.yaxis)
    elif not 1e-3 < max(map(abs, axes.get_ylim())) < 1e6:
        axes.yaxis.set_major_formatter(lambda value, _: tick(value))
    return labels


def _draw_line(axes: Drawing, line: Line, as_: Look, panel: Axes) -> None:
    seen = np.ones(len(line.x), dtype=bool)
    if panel.log_x:
        seen &= line.x > 0
    if panel.log_y:
        seen &= line.mean > 0
    if not seen.any():
        return
    if line.seeds > 1:
        low = line.low[seen]
        if panel.log_y:  # a lowest value of zero reaches down to the lowest value there is
            low = np.where(low > 0, low, line.mean[seen].min())
        x, low, high = decimate_band(line.x[seen], low, line.high[seen])
        axes.fill_between(x, low, high, color=as_.colour, alpha=0.2, linewidth=0)
    x, y = decimate_line(line.x[seen], line.mean[seen])
    axes.plot(
        x,
        y,
        color=as_.colour,
        linestyle=as_.dashes,
        marker=as_.marker,
        markevery=_marked(x, line.place, panel.log_x),
        linewidth=0.9 if len(x) > DENSE else None,
        label=_wrapped(line.label),
    )


def _draw_points(axes: Drawing, line: Line, as_: Look, panel: Axes) -> None:
    """Markers with bars from the lowest to the highest, beside those of the other series."""
    places = [other.place for other in panel.lines]
    x = line.x + APART * (line.place - (min(places) + max(places)) / 2)
    if line.seeds > 1:
        axes.vlines(x, line.low, line.high, color=as_.colour, linewidth=1.0, alpha=0.6)
    label = _wrapped(line.label)
    axes.plot(x, line.mean, color=as_.colour, marker=as_.marker, linestyle="none", label=label)


def _axis_width(panel: Axes, columns: int) -> float:
    """Inches of the horizontal axis, the labels at its ends and of its marks left out."""
    return WIDTH / columns - (2.1 if panel.marks else 1.2)


def _choices(panel: Axes, columns: int) -> Labels:
    """The labels below places that are words."""
    apart = _axis_width(panel, columns) / len(panel.ticks)
    return fitted_labels([label for _, label in panel.ticks], apart)


def _own_ticks(axes: Drawing, panel: Axes, columns: int) -> None:
    """The panel's own ticks; numbers give way to round ones where they would overlap."""
    places, labels = zip(*panel.ticks, strict=True)
    if not panel.joined:
        fitted = _choices(panel, columns)
        axes.set_xticks(places, fitted.words, **fitted.turn)
        axes.set_xlim(min(places) - 0.5, max(places) + 0.5)
        return
    seen = np.log(places) if panel.log_x else np.array(places)
    apart = np.diff(seen) / (seen.max() - seen.min() or 1.0) * _axis_width(panel, columns)
    needed = [0.1 + (text_width(a) + text_width(b)) / 2 for a, b in pairwise(labels)]
    if (apart >= needed).all():
        axes.set_xticks(places, labels)
        axes.set_xticks([], minor=True)
        room = ROOM * (seen.max() - seen.min())
        if room:
            ends = np.array([seen.min() - room, seen.max() + room])
            axes.set_xlim(np.exp(ends) if panel.log_x else ends)


def _marked(x: np.ndarray, place: int, log: bool) -> list[int]:
    """Points that carry a marker: all of a few, or evenly spaced ones, shifted by series."""
    if len(x) <= MARKERS + 4:
        return list(range(len(x)))
    along = np.log(x) if log else x
    share = (np.arange(MARKERS) + 0.25 + 0.5 * (place % 4) / 3) / MARKERS
    wanted = along[0] + share * (along[-1] - along[0])
    return np.unique(np.searchsorted(along, wanted).clip(max=len(x) - 1)).tolist()


class _PlainLog(LogFormatter):
    """Labels where matplotlib puts them, written without markup."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return tick(x) if super().__call__(x, pos) else ""


def _log_labels(axis) -> None:
    axis.set_major_formatter(_PlainLog())
    axis.set_minor_formatter(_PlainLog(minor_thresholds=(1, 0.5)))


def _wrapped(label: str) -> str:
    return "\n".join(textwrap.wrap(label, 44))


def _title(panel: Axes, width: float) -> str:
    """The panel's title, broken to a width in inches (bold: about 13 characters to the inch)."""
    return "\n".join(textwrap.wrap(panel.title or "", int(13 * (width - 0.6))))


def _labels(panel: Axes) -> list[str]:
    return [line.label for line in panel.lines]


def _columns(panel: Axes, width: float) -> int:
    """Columns of a legend that fit beside each other; ``width`` in inches."""
    longest = max((text_width(_wrapped(label)) for label in _labels(panel)), default=1.0)
    return max(1, min(len(panel.lines), int((width - 0.45) / (longest + _HANDLE))))


def _legend_rows(panel: Axes, width: float) -> int:
    return math.ceil(len(panel.lines) / _columns(panel, width))


def _legend(axes: Drawing, panel: Axes, width: float) -> None:
    """Above the axes; the panel's title heads it."""
    if not panel.lines:
        axes.set_title(_title(panel, width))
        return
    box = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=_columns(panel, width),
        title=_title(panel, width) or None,
        alignment="left",
    )
    box.get_title().set_fontweight("bold")


def _shared_legend(figure: Figure, axes: Drawing, panel: Axes) -> None:
    """One legend above panels that show the same series."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=_columns(panel, WIDTH))
