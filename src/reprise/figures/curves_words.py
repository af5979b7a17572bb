"""What a figure of curves says in words: its end values, its marks, its text alternative."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from reprise.figures.lines import PLAIN, Axes, Line, Mark
from reprise.figures.words import number, plural, tick, with_sd

MOST_LISTED = 8
"""Lines of a panel whose end values are all listed; of more, the lowest and highest."""


def end_sentence(panels: Sequence[Axes]) -> str:
    """``At the end: training loss 0.152 (sd 0.003), test loss 0.231 (sd 0.004).``"""
    shown = [panel for panel in panels if panel.lines]
    if len(panels) == 1:
        return f"At the end: {_ends(shown[0])}."
    return "At the end, " + "; ".join(f"{p.title or p.y}: {_ends(p)}" for p in shown) + "."


def marks_sentence(panels: Sequence[Axes]) -> list[str]:
    """What the document's lines say; none where there is no mark."""
    listed = [
        (panel.title or panel.y, ", ".join(map(_mark_words, panel.marks)))
        for panel in panels
        if panel.marks
    ]
    if not listed:
        return []
    words = "; ".join(f"{name}: {w}" if len(panels) > 1 else w for name, w in listed)
    one = sum(len(panel.marks) for panel in panels) == 1
    return [f"Dash-dotted: the document's value{'' if one else 's'}, {words}."]


def _mark_words(mark: Mark) -> str:
    return mark.printed if mark.label.lower() == PLAIN else f"{mark.printed} ({mark.label})"


def alt_text(panels: Sequence[Axes]) -> str:
    """The figure for those who do not see it."""
    return " ".join(_panel_words(panel) for panel in panels)


def _panel_words(panel: Axes) -> str:
    head = f"{panel.title}: {panel.y}" if panel.title else panel.y
    if not panel.lines:
        return f"{head} over {panel.x}: nothing to show."
    start = min(line.x[0] for line in panel.lines)
    end = max(line.x[-1] for line in panel.lines)
    return (
        f"{head} over {panel.x} ({tick(start)} to {tick(end)}), "
        f"{plural(len(panel.lines), 'curve')}: {_courses(panel)}."
    )


def _courses(panel: Axes) -> str:
    if len(panel.lines) > MOST_LISTED:
        return f"at the end, {_ends(panel)}"
    return "; ".join(
        f"{line.label} goes from {number(line.mean[0])} to {number(_end(line))}"
        for line in panel.lines
    )


def _ends(panel: Axes) -> str:
    if len(panel.lines) <= MOST_LISTED:
        numbers = any(line.label[-1].isdigit() for line in panel.lines)
        between = ": " if numbers else " "  # a label such as 0.001 must not run into the value
        return ", ".join(f"{line.label}{between}{_end_words(line)}" for line in panel.lines)
    low, high = min(panel.lines, key=_end), max(panel.lines, key=_end)
    return f"from {_end_words(low)} ({low.label}) to {_end_words(high)} ({high.label})"


def _end_words(line: Line) -> str:
    return with_sd(list(line.last.values()))


def _end(line: Line) -> float:
    return statistics.fmean(line.last.values())
