"""The ``scatter`` kind: labelled points of one run's record -> caption, CSV and SVG."""

from __future__ import annotations

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure_pictures import ScatterFigure
from reprise.figures.arrays import NotDrawn, OneRun, drawn_or_why, one_run, shape_words
from reprise.figures.drawn import Drawn, source_of, to_csv
from reprise.figures.words import number

COLUMNS = ("x1", "x2", "class")

MOST_POINTS = 1000
"""More would cover each other; the first are drawn."""

MOST_CLASSES = 4
"""As many as there are markers."""


def draw(figure: ScatterFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the points of the first seed that has them."""
    source = source_of(measurements, slug, figure.experiment, figure.variant)

    def drawn() -> Drawn:
        run = one_run(measurements, source, [figure.points, figure.labels])
        points, labels = _checked(figure, run)
        return _drawn(figure, slug, run, points, labels)

    return drawn_or_why(source, COLUMNS, drawn)


def _drawn(
    figure: ScatterFigure, slug: str, run: OneRun, points: np.ndarray, labels: np.ndarray
) -> Drawn:
    count = len(points)
    points, labels = points[:MOST_POINTS], labels[:MOST_POINTS]
    found = np.unique(labels).tolist()
    names = {label: _name(figure, label) for label in found}
    shares = "; ".join(
        f"{names[label]}: {int((labels == label).sum())} "
        f"({number(100 * float((labels == label).mean()), 1)} %)"
        for label in found
    )
    first = f"The first {len(points)} of {count}" if len(points) < count else str(len(points))
    summary = f"{first} {'point' if count == 1 else 'points'}, {shares}."
    low, high = points.min(axis=0), points.max(axis=0)
    spans = [
        f"{axis} from {number(a)} to {number(b)}"
        for axis, a, b in zip((figure.x, figure.y), low, high, strict=True)
    ]
    alt = f"Points in the plane, {' and '.join(spans)}. {summary}"
    from reprise.figures.scatter_drawing import draw_scatter  # imports matplotlib

    svg_names = (f"{slug}-{figure.id}-", figure.title, alt)
    svg = draw_scatter(points, labels, names, (figure.x, figure.y), svg_names)
    rows = ((*point, label) for point, label in zip(points.tolist(), labels.tolist(), strict=True))
    caption = f"{run.seed_words}. {summary}"
    return Drawn(caption, alt, to_csv(COLUMNS, rows), svg, runs=(run.record.id,))


def _checked(figure: ScatterFigure, run: OneRun) -> tuple[np.ndarray, np.ndarray]:
    """Points, float64 (n, 2), and labels, integers (n,); raises ``NotDrawn``."""
    points, labels = run.arrays[figure.points], run.arrays[figure.labels]
    if labels.ndim != 1 or points.shape != (len(labels), 2) or not len(labels):
        raise NotDrawn(
            f"Not drawn: '{figure.points}' has the shape {shape_words(points)} and "
            f"'{figure.labels}' {shape_words(labels)}; points need n × 2, and n labels."
        )
    if not np.isfinite(points).all():
        raise NotDrawn(f"Not drawn: not all values of '{figure.points}' are finite.")
    classes = np.unique(labels)
    if not np.isin(classes, np.arange(MOST_CLASSES)).all():
        raise NotDrawn(
            f"Not drawn: the labels in '{figure.labels}' are {', '.join(map(str, classes[:6]))}; "
            f"only those from 0 to {MOST_CLASSES - 1} can be told apart."
        )
    return points.astype(np.float64), labels.astype(int)


def _name(figure: ScatterFigure, label: int) -> str:
    if figure.classes and label < len(figure.classes):
        return figure.classes[label]
    return f"class {label}"
