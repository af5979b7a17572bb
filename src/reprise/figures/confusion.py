"""The ``confusion`` kind: arrays of the records -> mean shares -> caption, CSV and SVG."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure import ConfusionFigure
from reprise.figures.drawn import Drawn, Source, dataset_of, source_of, to_csv, unique
from reprise.figures.words import budget_sentences, labelled, number, seeds_sentence, with_sd
from reprise.training.record import RecordError, read_arrays

ARRAY = "confusion"
"""int32 (C, C) in the arrays of a record: images by true class (row) and predicted class."""
COLUMNS = ("true", "predicted", "mean_percent", "min_percent", "max_percent", "n")


def draw(figure: ConfusionFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the mean over the seeds that have a matrix."""
    source = source_of(measurements, slug, figure.experiment, figure.variant)
    counts = _matrices(source, measurements)
    absences = _absences(source, counts)
    common = {
        "runs": unique(source.records[seed].id for seed in counts),
        "experiments": (source.experiment,),
        "missing": (source.label,) if source.missing else (),
        "cut": bool(counts and source.cut),
        "stand_in": bool(counts and source.stand_in),
    }
    if not counts:
        words = " ".join(absences)
        return Drawn(words, f"Nothing to show: {words}", to_csv(COLUMNS, []), **common)
    shares = np.stack([shares_of(matrix) for matrix in counts.values()])
    mean = shares.mean(axis=0)
    classes = class_names(measurements, source, len(mean))
    summary = _summary(counts, mean, classes)
    alt = f"Confusion matrix of {len(classes)} classes. {summary}"
    from reprise.figures.confusion_drawing import draw_confusion  # imports matplotlib

    svg = draw_confusion(mean, classes, f"{slug}-{figure.id}-", figure.title, alt)
    sentences = [
        "Percent of each true class (rows) taken for each class (columns).",
        seeds_sentence({"": len(counts)}, "lowest and highest are in the data"),
        summary,
        *absences,
    ]
    return Drawn(" ".join(sentences), alt, to_csv(COLUMNS, _rows(shares, classes)), svg, **common)


def shares_of(matrix: np.ndarray) -> np.ndarray:
    """Counts (C, C) -> percent of each row; NaN in the row of a class without images."""
    totals = matrix.sum(axis=1, keepdims=True).astype(np.float64)
    totals[totals == 0] = np.nan
    return 100 * matrix / totals


def class_names(measurements: Measurements, source: Source, count: int) -> tuple[str, ...]:
    """The names that the data set gives its classes; numbers where it has others than ``count``."""
    dataset = dataset_of(measurements, source)
    if dataset is None or len(dataset.class_names) != count:
        return tuple(map(str, range(count)))
    return dataset.class_names


def _matrices(source: Source, measurements: Measurements) -> dict[int, np.ndarray]:
    """Seed -> counts (C, C), of those runs whose arrays have them."""
    found = {}
    for seed, record in source.records.items():
        if ARRAY not in record.arrays.shapes:
            continue
        try:
            found[seed] = read_arrays(measurements.layout.record(record.id), record)[ARRAY]
        except RecordError:
            continue
    return found


def _summary(counts: Mapping[int, np.ndarray], mean: np.ndarray, classes: Sequence[str]) -> str:
    accuracy = [float(np.trace(matrix) / matrix.sum()) for matrix in counts.values()]
    right = np.diag(mean)
    best, worst = int(np.nanargmax(right)), int(np.nanargmin(right))
    sentences = [
        f"Accuracy {with_sd(accuracy)}.",
        f"Best recognised: {classes[best]} ({number(right[best], 1)} %); "
        f"least: {classes[worst]} ({number(right[worst], 1)} %).",
    ]
    wrong = np.where(np.eye(len(mean), dtype=bool), 0.0, np.nan_to_num(mean))
    true, taken = np.unravel_index(wrong.argmax(), wrong.shape)
    if wrong[true, taken] > 0:
        sentences.append(
            f"Most frequent confusion: {classes[true]} taken for {classes[taken]} "
            f"({number(wrong[true, taken], 1)} %)."
        )
    return " ".join(sentences)


def _absences(source: Source, counts: Mapping[int, np.ndarray]) -> list[str]:
    name = source.short
    if source.variant is None:
        return labelled("Not at this scale", [name])
    if source.missing:
        return labelled("Not run", [name])
    without = [f"seed {seed}" for seed in source.records if seed not in counts]
    not_run = source.planned - len(source.records)
    return [
        *labelled("Some seeds not run", [f"{not_run} of {source.planned}"] if not_run else []),
        *labelled("No confusion matrix in the record", without),
        *budget_sentences({name: source.cut}, {name: source.stand_in}),
    ]


def _rows(shares: np.ndarray, classes: Sequence[str]):
    for row, column in np.ndindex(shares.shape[1:]):
        values = [v for v in shares[:, row, column].tolist() if v == v]
        spread = (statistics.fmean(values), min(values), max(values)) if values else (None,) * 3
        yield (classes[row], classes[column], *spread, len(values))
