"""From a finished training to the run's outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.data.points import PointSets
from reprise.training.outcome import Curve, Metrics, Outcome
from reprise.training.torch_nets.circles.loop import MAP_AXIS, History
from reprise.training.torch_nets.circles.versions import Parameters, Version

if TYPE_CHECKING:
    from reprise.documents.models.circles import CirclesSpec


def outcome(
    spec: CirclesSpec, sets: PointSets, start: Parameters, version: Version, history: History
) -> Outcome:
    """Final losses, accuracies and error rates, counts, curves, parameters and maps.

    In float64, where versions are compared number by number, ``parameter_<k>`` are all final
    parameters in the order W1, b1, W2, b2, row by row, counted from 1.
    """
    final = _numbers(version.parameters())
    metrics = _counts(spec, sets, final, history) | _start(start)
    if not history.diverged:
        last = history.points[-1]
        metrics |= last
        metrics |= {f"{name}_error": 1 - last[f"{name}_accuracy"] for name in ("train", "test")}
        metrics["parameters_norm"] = float(np.linalg.norm(final))
        if spec.precision == "float64":
            metrics |= {f"parameter_{k}": float(v) for k, v in enumerate(final, start=1)}
    epochs = history.updates / metrics["updates_per_epoch"]
    timing = {
        "training_seconds": history.training_seconds,
        "evaluation_seconds": history.evaluation_seconds,
        "seconds_per_epoch": history.training_seconds / epochs,
    }
    return Outcome(
        metrics, _curves(history), _arrays(sets, version, history), timing, history.diverged
    )


def _counts(spec: CirclesSpec, sets: PointSets, final: np.ndarray, history: History) -> Metrics:
    batch = min(spec.training.batch_size, len(sets.train))
    return {
        "parameters": len(final),
        "train_examples": len(sets.train),
        "test_examples": len(sets.test),
        "batch_size": batch,
        "updates": history.updates,
        "updates_per_epoch": -(-len(sets.train) // batch),
    }


def _start(start: Parameters) -> Metrics:
    """Means and standard deviations before the first update, of all numbers and of each part."""
    parts = {"parameters": _numbers(start)}
    parts |= {name: values.double().numpy() for name, values in start.items()}
    metrics: Metrics = {"initial_parameters_mean": float(parts["parameters"].mean())}
    return metrics | {f"initial_{name}_sd": float(values.std()) for name, values in parts.items()}


def _numbers(parameters: Mapping[str, torch.Tensor]) -> np.ndarray:
    """All parameters in one float64 vector."""
    return np.concatenate([values.double().numpy().ravel() for values in parameters.values()])


def _curves(history: History) -> dict[str, Curve]:
    if not history.points:
        return {}
    names = history.points[0]
    values = {name: np.array([point[name] for point in history.points]) for name in names}
    return {"epoch": Curve(np.arange(1, len(history.points) + 1), values)}


def _arrays(sets: PointSets, version: Version, history: History) -> dict[str, np.ndarray]:
    """Final parameters; maps and parameters of all snapshots; the points themselves."""
    arrays = {name: values.numpy() for name, values in version.parameters().items()}
    for name, part in (("train", sets.train), ("test", sets.test)):
        arrays |= {f"{name}_x": part.x, f"{name}_labels": part.labels.astype(np.uint8)}
    if history.snapshots:
        taken = history.snapshots
        arrays |= {
            "map_axis": MAP_AXIS,
            "maps": np.stack([s.map for s in taken]),
            "snapshot_epochs": np.array([s.epoch for s in taken]),
        }
        for name in taken[0].parameters:
            arrays[f"snapshots_{name}"] = np.stack([s.parameters[name].numpy() for s in taken])
    return arrays
