"""The ``maps`` kind: decision maps of single runs, with the points on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure_pictures import MapPanel, MapsFigure
from reprise.figures.arrays import NotDrawn, one_run
from reprise.figures.drawn import Drawn, Source, source_of, to_csv, unique
from reprise.figures.maps_reading import Map, map_of
from reprise.figures.words import budget_sentences, labelled, number, plural

ARRAYS = {
    "maps": ("maps", "map_axis", "snapshot_epochs"),
    "decision_map": ("decision_map", "decision_values", "map_axis"),
}
"""What tells a kind of map -> all arrays that it needs."""

COLUMNS = ("panel", "what", "x1", "x2", "class", "value")


def draw(figure: MapsFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the maps that exist; the others are named in the caption."""
    sources = {
        panel.label: source_of(measurements, slug, panel.experiment, panel.variant)
        for panel in figure.panels
    }
    maps, why_not = _found(figure, sources, measurements)
    there = {label: source for label, source in sources.items() if not source.missing}
    sentences = [*_caption(maps), *why_not, *_absences(sources)]
    words = " ".join(sentences)
    alt = _alt(maps) if maps else f"Nothing to show: {words}"
    svg = None
    if maps:
        from reprise.figures.maps_drawing import draw_maps  # imports matplotlib

        names = (f"{slug}-{figure.id}-", figure.title, alt)
        svg = draw_maps(maps, (figure.x, figure.y), names)
    return Drawn(
        caption=words,
        alt=alt,
        csv=to_csv(COLUMNS, _rows(maps)),
        svg=svg,
        runs=unique(one.run.record.id for one in maps),
        experiments=unique(source.experiment for source in sources.values()),
        missing=unique(source.label for source in sources.values() if source.missing),
        cut=any(source.cut for source in there.values()),
        stand_in=any(source.stand_in for source in there.values()),
    )


def _found(
    figure: MapsFigure, sources: dict[str, Source], measurements: Measurements
) -> tuple[list[Map], list[str]]:
    """The maps, and why those of experiments that were run cannot be drawn."""
    maps, why_not = [], []
    for panel in figure.panels:
        source = sources[panel.label]
        if source.missing:
            continue
        try:
            maps.append(_map(panel, source, figure.points, measurements))
        except NotDrawn as reason:
            why_not.append(str(reason))
    return maps, list(dict.fromkeys(why_not))


def _map(panel: MapPanel, source: Source, points: str, measurements: Measurements) -> Map:
    having = {name for r in source.records.values() for name in r.arrays.shapes}
    kind = next((kind for kind in ARRAYS if kind in having), None)
    if kind is None:
        kinds = " or ".join(ARRAYS)
        raise NotDrawn(f"Not drawn: {source.short} has no decision map in its record ({kinds}).")
    names = list(ARRAYS[kind])
    if points != "none":
        names += [f"{points}_x", f"{points}_labels"]
    return map_of(panel, one_run(measurements, source, names), points)


def _caption(maps: Sequence[Map]) -> list[str]:
    if not maps:
        return []
    side = len(maps[0].axis)
    sentences = [
        _seeds(maps),
        *unique(one.shading for one in maps),
        f"Maps are computed at {side} × {side} places.",
    ]
    kinds = {one.points_words for one in maps if one.points is not None}
    counts = sorted({len(one.points) for one in maps if one.points is not None})
    if counts:
        spread = " to ".join(map(str, unique((counts[0], counts[-1]))))
        sentences.append(f"On top: {spread} {kinds.pop()}.")
    outside = [(one.label, one.outside) for one in maps if one.outside]
    sentences += labelled("Points outside of the map", [f"{n} ({label})" for label, n in outside])
    known = [f"{one.label}: {number(one.accuracy)}" for one in maps if one.accuracy is not None]
    sentences += labelled("Test accuracy", ["; ".join(known)] if known else [])
    unknown = [one.label for one in maps if one.accuracy is None]
    return sentences + labelled("Test accuracy not measured", unknown)


def _seeds(maps: Sequence[Map]) -> str:
    words = unique(one.run.seed_words for one in maps)
    if len(words) == 1:
        return f"{words[0]}."
    seeds = sorted({one.run.seed for one in maps})
    if len(seeds) == 1:
        return f"Seed {seeds[0]} of each."
    return "Seeds: " + ", ".join(f"{one.label}: {one.run.seed}" for one in maps) + "."


def _absences(sources: dict[str, Source]) -> list[str]:
    missing = {label: source for label, source in sources.items() if source.missing}
    there = {label: source for label, source in sources.items() if not source.missing}
    return [
        *labelled("Not run", [label for label, s in missing.items() if s.variant]),
        *labelled("Not at this scale", [label for label, s in missing.items() if not s.variant]),
        *budget_sentences(
            {label: source.cut for label, source in there.items()},
            {label: source.stand_in for label, source in there.items()},
        ),
    ]


def _alt(maps: Sequence[Map]) -> str:
    """Each map by the share of its places that are taken for class 1."""
    shares = [f"{one.label}, {number(100 * one.classes.mean(), 0)} %" for one in maps]
    return (
        f"{plural(len(maps), 'decision map')} in the plane; share of the places taken for "
        f"class 1: {'; '.join(shares)}."
    )


def _rows(maps: Sequence[Map]):
    for one in maps:
        for i, j in np.ndindex(one.values.shape):
            place = f"{one.axis[j]:.5g}", f"{one.axis[i]:.5g}"
            value = f"{one.values[i, j]:.4g}"
            yield (one.label, "map", *place, int(one.classes[i, j]), value)
        if one.points is not None:
            for (x, y), label in zip(one.points.tolist(), one.labels.tolist(), strict=True):
                yield (one.label, one.points_words.removesuffix("s"), x, y, label, None)
