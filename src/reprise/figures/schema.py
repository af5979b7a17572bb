"""The ``schema`` kind: illustrations computed from numbers."""

from __future__ import annotations

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure_schema import SchemaFigure
from reprise.figures import network, receptive_field
from reprise.figures.drawn import Drawn


def draw(figure: SchemaFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the illustration that is asked for."""
    names = (f"{slug}-{figure.id}-", figure.title)
    if figure.boxes is not None:
        return network.draw_given(figure.boxes, names)
    if figure.network is not None:
        return network.draw_planned(figure.network, names, slug, measurements)
    return receptive_field.draw(figure.receptive_field, names, slug, measurements)
