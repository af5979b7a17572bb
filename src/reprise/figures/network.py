"""A network's layers as boxes: from a spec of engine torch_nets, or as a document gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reprise.analysis.measurements import Measurements
from reprise.data.registry import Dataset
from reprise.documents.models import figure_schema
from reprise.documents.models.torch_nets import TorchNetsSpec
from reprise.documents.shapes import ShapeError, Traced
from reprise.figures.arrays import NotDrawn
from reprise.figures.drawn import Drawn, Source, dataset_of, source_of, to_csv
from reprise.figures.words import plural

COLUMNS = ("layer", "with", "kind", "output", "parameters", "multiply_accumulates")

KINDS = {
    "conv": "convolution",
    "max-pool": "pooling",
    "avg-pool": "pooling",
    "global-avg-pool": "pooling",
    "linear": "dense",
}
"""Kind of layer -> kind of box; all others that change the shape are ``other``."""

IN_WORDS = {
    "conv": "convolution",
    "max-pool": "maximum",
    "avg-pool": "mean",
    "global-avg-pool": "mean of each channel",
    "linear": "dense",
    "batch-norm": "batch norm",
    "relu": "ReLU",
    "leaky-relu": "leaky ReLU",
}


SHAPES = "Above each layer: the shape of what it puts out (channels × height × width)."


@dataclass(frozen=True)
class Box:
    """A layer that changes the shape, with those after it that do not (``notes``)."""

    label: str
    kind: str
    shape: tuple[int, ...]
    notes: tuple[str, ...] = ()
    parameters: int = 0
    macs: int = 0


def draw_given(boxes: Sequence[figure_schema.Box], names: tuple[str, str]) -> Drawn:
    """Boxes as a document gives them."""
    return _drawn([Box(b.label, b.kind, tuple(b.shape)) for b in boxes], SHAPES, names)


def draw_planned(
    wanted: figure_schema.Network, names: tuple[str, str], slug: str, measurements: Measurements
) -> Drawn:
    """The network of an experiment, by its spec: nothing needs to be run."""
    source = source_of(measurements, slug, wanted.experiment, wanted.variant)
    try:
        boxes = _planned(source, measurements)
    except NotDrawn as reason:
        made = Drawn(str(reason), f"Nothing to show: {reason}", to_csv(COLUMNS, []))
    else:
        parameters = sum(box.parameters for box in boxes)
        macs = sum(box.macs for box in boxes)
        counts = (
            f"{_grouped(parameters)} parameters; "
            f"{_grouped(macs)} multiply-accumulate operations for each image."
        )
        made = _drawn(boxes, f"{SHAPES} {counts}", names)
    return replace(made, experiments=(source.experiment,))


def _planned(source: Source, measurements: Measurements) -> list[Box]:
    """Raises ``NotDrawn`` where there is no such network."""
    if source.variant is None:
        raise NotDrawn(f"Not at this scale: {source.short}.")
    spec = source.variant.runs[0].spec
    if spec["engine"] != "torch_nets":
        raise NotDrawn(
            f"Not drawn: {source.short} is of engine {spec['engine']}; "
            "a network is drawn from a spec of engine torch_nets."
        )
    try:
        return boxes_of(TorchNetsSpec.model_validate(spec), dataset_of(measurements, source))
    except ShapeError as error:
        raise NotDrawn(f"Not drawn: {source.short}: {error}.") from None


def boxes_of(spec: TorchNetsSpec, dataset: Dataset) -> list[Box]:
    """The input, then one box for each layer that changes the shape or has weights of its own."""
    boxes = [Box("input", "input", spec.image(dataset))]
    layers = spec.model.resolved(dataset.classes)
    for layer, traced in zip(layers, spec.traced(dataset), strict=True):
        if traced.macs or traced.shape != traced.entering:
            kind = KINDS.get(layer.kind, "other")
            box = Box(_label(layer), kind, traced.shape, (), traced.parameters, traced.macs)
            boxes.append(box)
        elif not _does_nothing(layer):
            boxes[-1] = _with_note(boxes[-1], _label(layer), traced)
    return boxes


def _does_nothing(layer: Any) -> bool:
    return layer.kind == "identity" or (layer.kind == "dropout" and layer.p == 0)


def _with_note(box: Box, note: str, traced: Traced) -> Box:
    parameters = box.parameters + traced.parameters
    return replace(box, notes=(*box.notes, note), parameters=parameters)


def _label(layer: Any) -> str:
    """``convolution 5 × 5, stride 2`` or ``dropout 0.5``"""
    words = IN_WORDS.get(layer.kind, layer.kind)
    kernel = getattr(layer, "kernel", None)
    if kernel:
        words += f" {kernel} × {kernel}"
        usual = 1 if layer.kind == "conv" else kernel
        if (layer.stride or kernel) != usual:
            words += f", stride {layer.stride}"
    for value in ("p", "slope"):
        if hasattr(layer, value):
            words += f" {getattr(layer, value):g}"
    return words


def shape_text(shape: Iterable[int]) -> str:
    return " × ".join(map(str, shape))


def _grouped(count: int) -> str:
    """``1 234 567``, with thin spaces that do not break."""
    return f"{count:,}".replace(",", "\u202f")


def _drawn(boxes: Sequence[Box], caption: str, names: tuple[str, str]) -> Drawn:
    layers = [f"{box.label}, {shape_text(box.shape)}" for box in boxes]
    alt = f"Network of {plural(len(boxes), 'layer')}: {'; '.join(layers)}."
    from reprise.figures.network_drawing import draw_network  # imports matplotlib

    svg = draw_network(boxes, (*names, alt))
    rows = (
        (
            b.label,
            ", ".join(b.notes),
            b.kind,
            shape_text(b.shape),
            b.parameters or None,
            b.macs or None,
        )
        for b in boxes
    )
    return Drawn(caption, alt, to_csv(COLUMNS, rows), svg)
