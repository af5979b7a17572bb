"""The ``sweep`` kind: one number per run at each point of a sweep -> lines, or a grid of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import values
from reprise.documents.models.figure_sweep import SweepFigure, SweepSeries
from reprise.figures import sweep_cells
from reprise.figures.curves_words import marks_sentence
from reprise.figures.drawn import Drawn, to_csv
from reprise.figures.lines import Axes, Line, Mark, over_seeds
from reprise.figures.sweep_points import (
    Measured,
    about,
    csv_cells,
    missing_sentences,
    range_words,
    words_of,
)
from reprise.figures.words import number, plural, seeds_sentence

COLUMNS = ("series", "x", "experiment", "variant", "quantity", "mean", "sd", "min", "max", "n")
BAND = "the band spans the lowest and highest"
BARS = "bars span the lowest and highest"

Places = Mapping[float | str, float]
"""Swept value -> where it stands on the horizontal axis."""


@dataclass(frozen=True)
class _Shown:
    """A series with what was measured of it."""

    series: SweepSeries
    points: list[Measured]
    place: int

    @property
    def there(self) -> list[Measured]:
        return [point for point in self.points if point.numbers]


def draw(figure: SweepFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the points that have a number; the others are named in the caption."""
    if figure.cells is not None:
        return sweep_cells.draw(figure, slug, measurements)
    everything = [_find(figure, place, slug, measurements) for place in range(len(figure.series))]
    measured = [point for one in everything for point in one.points]
    shown = [one for one in everything if one.there]
    panel = _axes(figure, shown)
    sentences = _caption(figure, panel, shown) if shown else []
    words = " ".join([*sentences, *missing_sentences(measured)])
    alt = _alt(figure, panel, shown) if shown else f"Nothing to show: {words}"
    svg = None
    if shown:
        from reprise.figures.curves_drawing import draw_curves  # imports matplotlib

        svg = draw_curves([panel], f"{slug}-{figure.id}-", figure.title, alt)
    rows = (
        (one.series.label, point.at, *csv_cells(point))
        for one in everything
        for point in one.points
    )
    return Drawn(words, alt, to_csv(COLUMNS, rows), svg, **about(measured))


def _find(figure: SweepFigure, place: int, slug: str, measurements: Measurements) -> _Shown:
    series = figure.series[place]
    head = f"{figure.x} " if len(figure.series) == 1 else f"{series.label} at "
    points = []
    for point in series.points:
        at = words_of(point.x)
        points.append(Measured(head + at, at, point, values(measurements, slug, point.of)))
    return _Shown(series, points, place)


def _axes(figure: SweepFigure, shown: Sequence[_Shown]) -> Axes:
    places = _places(figure)
    in_words = any(isinstance(x, str) for x in places)
    ticks = sorted((place, words_of(x)) for x, place in places.items())
    return Axes(
        title=None,
        x=figure.x,
        y=figure.y,
        log_x=figure.log_x and not in_words,
        log_y=figure.log_y,
        lines=tuple(_line(one, places) for one in shown),
        marks=tuple(Mark(mark.label, mark.printed) for mark in figure.marks),
        ticks=tuple(ticks),
        joined=not in_words,
    )


def _places(figure: SweepFigure) -> Places:
    """At itself, or, as soon as one value is a word, in the order in which they are given."""
    given = list(dict.fromkeys(point.x for series in figure.series for point in series.points))
    if any(isinstance(x, str) for x in given):
        return {x: float(k) for k, x in enumerate(given)}
    return {x: x for x in given}


def _line(one: _Shown, places: Places) -> Line:
    """All seeds brought to one line; a seed has a point where it has a number."""
    by_seed: dict[int, dict[float, float]] = {}
    for point in one.there:
        for seed, value in point.values.by_seed.items():
            by_seed.setdefault(seed, {})[places[point.point.x]] = value
    curves = {
        seed: (np.array(sorted(found)), np.array([found[x] for x in sorted(found)]))
        for seed, found in by_seed.items()
    }
    return over_seeds(one.series.label, curves, one.place)


def _caption(figure: SweepFigure, panel: Axes, shown: Sequence[_Shown]) -> list[str]:
    seeds = {one.series.label: max(len(point.numbers) for point in one.there) for one in shown}
    ranges = [
        f"{figure.y if len(figure.series) == 1 else one.series.label}: {range_words(one.there)}"
        for one in shown
    ]
    return [
        seeds_sentence(seeds, BAND if panel.joined else BARS),
        f"{_capital('; '.join(ranges))}.",
        *marks_sentence([panel]),
    ]


def _alt(figure: SweepFigure, panel: Axes, shown: Sequence[_Shown]) -> str:
    """The figure for those who do not see it."""
    first, last = panel.ticks[0][1], panel.ticks[-1][1]
    extent = f"{first} to {last}" if panel.joined else plural(len(panel.ticks), "choice")
    courses = [
        f"{one.series.label}, " + ", ".join(f"{p.at}: {number(p.mean)}" for p in one.there)
        for one in shown
    ]
    return f"{figure.y} against {figure.x} ({extent}). {_capital('; '.join(courses))}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
