"""The ``curves`` kind: records -> lines over seeds -> caption, CSV and SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure import CurvesFigure, Panel, Series
from reprise.figures.curves_words import alt_text, end_sentence, marks_sentence
from reprise.figures.drawn import Drawn, Source, source_of, to_csv, unique
from reprise.figures.lines import Axes, Line, Mark, over_seeds, present
from reprise.figures.words import budget_sentences, labelled, plural, seeds_sentence

COLUMNS = ("panel", "series", "experiment", "variant", "x", "mean", "min", "max", "n")
BAND = "the band spans the lowest and highest"


@dataclass(frozen=True)
class _Shown:
    """A series of the figure with what was found of it."""

    panel: str
    series: Series
    source: Source
    line: Line | None
    block: int
    """Points of the full curve behind each point that is drawn."""

    @property
    def axis(self) -> str:
        return self.series.curve.partition(".")[0]


def draw(figure: CurvesFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw what exists; series without records are named in the caption."""
    shown = [
        [_find(panel, place, slug, measurements) for place in range(len(panel.series))]
        for panel in figure.panels
    ]
    panels = [_axes(panel, found) for panel, found in zip(figure.panels, shown, strict=True)]
    everything = [one for found in shown for one in found]
    there = [one for one in everything if one.line is not None]
    sentences = [*_caption(panels, there), *_absences(everything)]
    alt = alt_text(panels) if there else f"Nothing to show: {' '.join(sentences)}"
    svg = None
    if there:
        from reprise.figures.curves_drawing import draw_curves  # imports matplotlib

        svg = draw_curves(panels, f"{slug}-{figure.id}-", figure.title, alt)
    return Drawn(
        caption=" ".join(sentences),
        alt=alt,
        csv=to_csv(COLUMNS, _rows(there)),
        svg=svg,
        runs=unique(record.id for one in there for record in one.source.records.values()),
        experiments=unique(one.source.experiment for one in everything),
        missing=unique(one.source.label for one in everything if one.source.missing),
        cut=any(one.source.cut for one in there),
        stand_in=any(one.source.stand_in for one in there),
    )


def _find(panel: Panel, place: int, slug: str, measurements: Measurements) -> _Shown:
    series = panel.series[place]
    source = source_of(measurements, slug, series.experiment, series.variant)
    axis, _, name = series.curve.partition(".")
    curves = {}
    for seed, record in source.records.items():
        columns = record.curves.get(axis, {})
        if name in columns:
            x, y = present(columns["x"], columns[name])
            if len(x):
                curves[seed] = (x, y)
    line = over_seeds(series.label, curves, place) if curves else None
    block = _block(measurements, source, series.curve)
    return _Shown(panel.title or panel.y, series, source, line, block)


def _axes(panel: Panel, found: Sequence[_Shown]) -> Axes:
    return Axes(
        title=panel.title,
        x=panel.x,
        y=panel.y,
        log_x=panel.log_x,
        log_y=panel.log_y,
        lines=tuple(one.line for one in found if one.line is not None),
        marks=tuple(Mark(mark.label, mark.printed) for mark in panel.marks),
    )


def _caption(panels: Sequence[Axes], there: Sequence[_Shown]) -> list[str]:
    """What is shown: seeds, blocks, end values, the document's values."""
    if not there:
        return []
    named = list(zip(_names(there), there, strict=True))
    sentences = [seeds_sentence({name: one.line.seeds for name, one in named}, BAND)]
    block, axis = max((one.block, one.axis) for one in there)
    if block > 1:
        few = any(one.block != block for one in there)
        sentences.append(
            f"Each point is the mean over {'up to ' if few else ''}{plural(block, axis)}."
        )
    sentences += [end_sentence(panels), *marks_sentence(panels)]
    return sentences


def _absences(everything: Sequence[_Shown]) -> list[str]:
    """What is not shown, or not as the document had it."""
    named = list(zip(_names(everything), everything, strict=True))
    ran = [(name, one) for name, one in named if not one.source.missing]
    partly = [(n, o) for n, o in ran if 0 < len(o.source.records) < o.source.planned]
    return [
        *labelled("Not run", [n for n, o in named if o.source.missing and o.source.variant]),
        *labelled("Not at this scale", [n for n, o in named if o.source.variant is None]),
        *labelled(
            "Some seeds not run",
            [f"{n} ({len(o.source.records)} of {o.source.planned} there)" for n, o in partly],
        ),
        *labelled(
            "Not in the records",
            [f"{n} (curve {o.series.curve})" for n, o in ran if o.line is None],
        ),
        *labelled(
            "Diverged",
            [
                f"{n} (seed {', '.join(map(str, o.source.diverged))})"
                for n, o in ran
                if o.source.diverged
            ],
        ),
        *budget_sentences(
            {name: one.source.cut for name, one in ran},
            {name: one.source.stand_in for name, one in ran},
        ),
    ]


def _names(shown: Sequence[_Shown]) -> list[str]:
    """Labels for the caption: with the panel where a label means different variants."""
    meant: dict[str, set[tuple[str, str]]] = {}
    for one in shown:
        key = (one.source.experiment, one.source.name)
        meant.setdefault(one.series.label, set()).add(key)
    return [
        one.series.label
        if len(meant[one.series.label]) == 1
        else f"{one.series.label} ({one.panel})"
        for one in shown
    ]


def _block(measurements: Measurements, source: Source, curve: str) -> int:
    """Points of the full curve behind each point of the record's (1 where it has them all)."""
    ratios = [1]
    for run in source.variant.runs if source.variant else ():
        record = measurements.record(run)
        points = len(record.curves.get(curve.partition(".")[0], {}).get("x", ())) if record else 0
        if points:
            ratios.append(-(-measurements.points(run, curve) // points))
    return max(ratios)


def _rows(there: Sequence[_Shown]):
    for one in there:
        line, source = one.line, one.source
        head = (one.panel, one.series.label, source.experiment, source.name)
        columns = (line.x, line.mean, line.low, line.high, line.count)
        for values in zip(*(column.tolist() for column in columns), strict=True):
            yield (*head, *values)
