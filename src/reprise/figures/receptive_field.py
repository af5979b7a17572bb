"""What units of a network's layers see of the image: nested squares, from a run's metrics."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure_schema import ReceptiveField
from reprise.figures.arrays import NotDrawn, drawn_or_why
from reprise.figures.drawn import Drawn, Source, source_of, to_csv
from reprise.problems import nearest
from reprise.training.record import Record

COLUMNS = ("layer", "metric", "pixels")


@dataclass(frozen=True)
class Field:
    """A layer and the side, in pixels, of what one of its units sees."""

    label: str
    side: int


def draw(
    wanted: ReceptiveField, names: tuple[str, str], slug: str, measurements: Measurements
) -> Drawn:
    """Draw the fields that the first record has."""
    source = source_of(measurements, slug, wanted.experiment, wanted.variant)

    def drawn() -> Drawn:
        record = _record(source)
        fields = [
            Field(layer.label, _side(record, source, layer.metric)) for layer in wanted.layers
        ]
        return _drawn(wanted, fields, record, names)

    return drawn_or_why(source, COLUMNS, drawn)


def _drawn(
    wanted: ReceptiveField, fields: list[Field], record: Record, names: tuple[str, str]
) -> Drawn:
    listed = "; ".join(f"{field.label}: {_square(field.side)}" for field in fields)
    sentences = [f"What one unit sees of the image, in pixels: {listed}."]
    if wanted.side:
        sentences.append(f"The image has {_square(wanted.side)}.")
        beyond = [field.label for field in fields if field.side > wanted.side]
        if beyond:
            sentences.append(f"Reaching beyond the image: {', '.join(beyond)}.")
    caption = " ".join(sentences)
    alt = f"Nested squares around the middle of an image. {caption}"
    from reprise.figures.receptive_field_drawing import draw_fields  # imports matplotlib

    svg = draw_fields(fields, wanted.side, (*names, alt))
    rows = [
        (layer.label, layer.metric, field.side)
        for layer, field in zip(wanted.layers, fields, strict=True)
    ]
    return Drawn(caption, alt, to_csv(COLUMNS, rows), svg, runs=(record.id,))


def _record(source: Source) -> Record:
    if source.variant is None:
        raise NotDrawn(f"Not at this scale: {source.short}.")
    if source.missing:
        raise NotDrawn(f"Not run: {source.short}.")
    return next(iter(source.records.values()))


def _side(record: Record, source: Source, metric: str) -> int:
    value = record.metrics.get(metric)
    if value is None:
        hint = nearest(metric, record.metrics)
        raise NotDrawn(f"Not drawn: {source.short} has no metric '{metric}' in its record; {hint}")
    if value < 1 or value != int(value):
        raise NotDrawn(
            f"Not drawn: '{metric}' of {source.short} is {value:g}, no number of pixels."
        )
    return int(value)


def _square(side: int) -> str:
    return f"{side} × {side}"
