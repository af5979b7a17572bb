"""The decision map of a machine for points in the plane, and the points themselves."""

from __future__ import annotations

import numpy as np

from reprise.data.split import Part
from reprise.training.svm.examples import Examples
from reprise.training.svm.machines import Machine

MAP_SIDE = 40
MAP_AXIS = np.linspace(-2.0, 2.0, MAP_SIDE)
"""The map's coordinates, the same in both directions."""

MAP = "map"
"""The part that holds the map's points, so that they get their features as all points do."""


def with_map(examples: Examples) -> Examples:
    """The examples, and the map's points, row by row, as one more part without labels."""
    x1, x2 = np.meshgrid(MAP_AXIS, MAP_AXIS)
    points = np.column_stack([x1.ravel(), x2.ravel()])
    part = Part(points, np.zeros(len(points), dtype=np.intp))
    return Examples({**examples.parts, MAP: part}, examples.classes)


def point_arrays(examples: Examples) -> dict[str, np.ndarray]:
    """``train_x``, ``train_labels`` and the same of the test part."""
    arrays = {}
    for name, part in examples.parts.items():
        arrays[f"{name}_x"] = part.images
        arrays[f"{name}_labels"] = part.labels.astype(np.uint8)
    return arrays


def map_arrays(examples: Examples, machine: Machine) -> dict[str, np.ndarray]:
    """The map by its features: [i, j] is at x1 = ``map_axis``[j] and x2 = ``map_axis``[i].

    ``decision_map`` (40, 40) has the predicted classes, ``decision_values`` what they are
    decided by: positive for class 1.
    """
    points = examples.parts[MAP].images
    shape = (MAP_SIDE, MAP_SIDE)
    return {
        "map_axis": MAP_AXIS,
        "decision_map": machine.predict(points).astype(np.uint8).reshape(shape),
        "decision_values": machine.decide(points).astype(np.float32).reshape(shape),
    }
