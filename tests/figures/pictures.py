"""Figures of the kinds that show arrays, sweeps and illustrations, and records for them."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
from figures.bench import SLUG, Bench
from matplotlib.image import imread

from reprise.digest import canonical, sha256
from reprise.documents.models.torch_nets import TorchNetsSpec
from reprise.training.outcome import Curve

IMAGES = {
    "id": "weights",
    "kind": "images",
    "title": "Weights",
    "experiment": "pictures",
    "colours": "diverging",
    "titles": "classes",
}
SAMPLES = {
    "id": "samples",
    "kind": "images",
    "title": "Samples",
    "experiment": "pictures",
    "array": "examples",
    "predictions": True,
}
MAPS = {
    "id": "maps",
    "kind": "maps",
    "title": "Maps",
    "panels": [
        {"label": "at the start", "experiment": "pictures", "snapshot": 0},
        {"label": "at the end", "experiment": "pictures"},
        {
            "label": "a machine",
            "experiment": "machines",
            "variant": "learning-rate-0.5_batch-size-10",
        },
    ],
}
SCATTER = {"id": "data", "kind": "scatter", "title": "Points", "experiment": "pictures"}


def swept(rate: float, size: int) -> dict[str, Any]:
    return {"variant": f"learning-rate-{rate}_batch-size-{size}"}


LINES = {
    "id": "rates",
    "kind": "sweep",
    "title": "By learning rate",
    "x": "learning rate",
    "y": "accuracy",
    "log_x": True,
    "series": [
        {
            "label": f"batch {size}",
            "experiment": "machines",
            "metric": "accuracy",
            "points": [{"x": rate, **swept(rate, size)} for rate in (0.1, 0.5)],
        }
        for size in (10, 40)
    ],
    "marks": [{"label": "document", "printed": "0.90"}],
}
CELLS = {
    "id": "cells",
    "kind": "sweep",
    "title": "By both",
    "x": "batch size",
    "y": "learning rate",
    "value": "accuracy",
    "experiment": "machines",
    "metric": "accuracy",
    "cells": [{"x": size, "y": r, **swept(r, size)} for r in (0.1, 0.5) for size in (10, 40)],
}
NETWORK = {
    "id": "network",
    "kind": "schema",
    "title": "The network",
    "network": {"experiment": "pictures"},
}
BOXES = {
    "id": "boxes",
    "kind": "schema",
    "title": "A network",
    "boxes": [
        {"label": "image", "kind": "input", "shape": [3, 8, 8]},
        {"label": "convolution 3 × 3", "kind": "convolution", "shape": [16, 8, 8]},
        {"label": "dense", "kind": "dense", "shape": [10]},
    ],
}
FIELDS = {
    "id": "fields",
    "kind": "schema",
    "title": "Receptive fields",
    "receptive_field": {
        "experiment": "pictures",
        "side": 12,
        "layers": [
            {"label": "first", "metric": "receptive_field_layer_1"},
            {"label": "second", "metric": "receptive_field_layer_2"},
        ],
    },
}
PICTURES = [IMAGES, SAMPLES, MAPS, SCATTER, LINES, CELLS, BOXES, FIELDS]

AXIS = np.linspace(-2.0, 2.0, 5)
WEIGHTS = np.linspace(-0.5, 0.25, 10 * 4 * 4).reshape(10, 4, 4).astype(np.float32)
EXAMPLES = (np.arange(3 * 4 * 4) % 256).reshape(3, 4, 4).astype(np.uint8)
POINTS = np.array([[-1.0, 0.5], [0.5, 0.5], [1.5, -1.0], [3.0, 0.0]])
POINT_LABELS = np.array([0, 1, 1, 1], dtype=np.uint8)


def circle_arrays() -> dict[str, np.ndarray]:
    """As the circles engine leaves them: a snapshot at the start, and one after epoch 10."""
    rising = np.tile(np.linspace(0.1, 0.9, 5), (5, 1))
    return {
        "map_axis": AXIS,
        "maps": np.stack([np.full((5, 5), 0.4), rising]).astype(np.float32),
        "snapshot_epochs": np.array([0, 10]),
        "test_x": POINTS,
        "test_labels": POINT_LABELS,
    }


def machine_arrays() -> dict[str, np.ndarray]:
    """As the support-vector engine leaves them: class 1 above the diagonal."""
    values = (AXIS[:, None] - AXIS[None, :] + 0.5).astype(np.float32)
    return {
        "map_axis": AXIS,
        "decision_map": (values > 0).astype(np.uint8),
        "decision_values": values,
        "test_x": POINTS,
        "test_labels": POINT_LABELS,
    }


def write_pictures(bench: Bench) -> None:
    """Records for the figures of this module."""
    for run in bench.runs("pictures"):
        bench.write(
            run,
            metrics={
                "test_accuracy": 0.75,
                "receptive_field_layer_1": 3,
                "receptive_field_layer_2": 7,
            },
            curves={
                "epoch": Curve(np.arange(1, 11), {"test_accuracy": np.linspace(0.3, 0.75, 10)})
            },
            arrays={
                "images": WEIGHTS,
                "examples": EXAMPLES,
                "points": POINTS,
                "labels": POINT_LABELS,
                "test_predictions": np.array([0, 1, 0, 1], dtype=np.uint8),
                **circle_arrays(),
            },
        )
    for name, variant in bench.plan.variants[SLUG, "machines"].items():
        for run in variant.runs:
            accuracy = {"0.5": 0.9, "0.1": 0.7}[name.split("_")[0].rpartition("-")[2]]
            size = int(name.rpartition("-")[2])
            metrics = {"accuracy": accuracy + size / 1000 + run.seed / 100, "test_accuracy": 0.5}
            bench.write(run, metrics=metrics, arrays=machine_arrays())


def pixels(svg: str) -> list[np.ndarray]:
    """The images of an SVG, decoded: bytes (height, width, 3)."""
    found = re.findall(r'href="data:image/png;base64,([^"]*)"', svg)
    decoded = [imread(io.BytesIO(base64.b64decode(content))) for content in found]
    return [np.rint(255 * image[..., :3]).astype(np.uint8) for image in decoded]


def with_network(bench: Bench, layers: list[Any], dataset: str = "cifar10") -> Bench:
    """The experiment ``pictures`` as a network of engine torch_nets."""
    spec = TorchNetsSpec.model_validate(
        {
            "engine": "torch_nets",
            "data": {"dataset": dataset, "scaling": "unit"},
            "model": {"layers": layers},
            "optimizer": {"kind": "sgd", "learning_rate": 0.1},
            "training": {"batch_size": 128, "epochs": 2},
        }
    ).model_dump(mode="json", exclude_none=True)
    variant = bench.plan.variants[SLUG, "pictures"]["main"]
    key = sha256(canonical(spec))
    runs = tuple(replace(r, spec=spec, key=key, id=f"{r.id[:-8]}{key[:8]}") for r in variant.runs)
    bench.plan.variants[SLUG, "pictures"]["main"] = replace(variant, runs=runs)
    return bench
