"""The training loop: batches in a new order each epoch, evaluations, snapshots."""

from __future__ import annotations

import math
import time
from collections.abc import Container
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from reprise.streams import stream
from reprise.training.torch_nets.circles.versions import Parameters, Version, cross_entropy

MAP_SIDE = 40
MAP_AXIS = np.linspace(-2.0, 2.0, MAP_SIDE)
"""The decision map's coordinates, the same in both directions."""


@dataclass(frozen=True)
class Labelled:
    """Points (n, 2) in the run's precision, and labels (n,), int64."""

    x: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Snapshot:
    """A network after an epoch; ``map[i, j]`` is P(class 1) at x1 = axis[j], x2 = axis[i]."""

    epoch: int
    parameters: Parameters
    map: np.ndarray


@dataclass
class History:
    """What a training leaves: one row of losses and accuracies per epoch, and snapshots."""

    points: list[dict[str, float]] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    updates: int = 0
    diverged: bool = False
    training_seconds: float = 0.0
    evaluation_seconds: float = 0.0


def run(
    version: Version,
    train: Labelled,
    test: Labelled,
    *,
    batch_size: int,
    epochs: int,
    kept: Container[int],
    seed: int,
) -> History:
    """Train to the end, or to the first epoch after which a loss is no number."""
    history = History()
    if 0 in kept:
        history.snapshots.append(snapshot(version, 0, train.x.dtype))
    for epoch in range(1, epochs + 1):
        started = time.perf_counter()
        order = stream(seed, "order", epoch - 1).permutation(len(train.x))
        for rows in torch.from_numpy(order).split(batch_size):
            version.step(train.x[rows], train.labels[rows])
            history.updates += 1
        trained = time.perf_counter()
        history.training_seconds += trained - started
        point = {**evaluate(version, train, "train"), **evaluate(version, test, "test")}
        history.diverged = not all(map(math.isfinite, point.values()))
        if not history.diverged:
            history.points.append(point)
            if epoch in kept or epoch == epochs:
                history.snapshots.append(snapshot(version, epoch, train.x.dtype))
        history.evaluation_seconds += time.perf_counter() - trained
        if history.diverged:
            break
    return history


@torch.no_grad()
def evaluate(version: Version, part: Labelled, name: str) -> dict[str, float]:
    """Mean loss, summed in float64, and accuracy of a set."""
    logits = version.logits(part.x)
    losses = cross_entropy(logits, part.labels)
    hits = logits.argmax(1) == part.labels
    return {
        f"{name}_loss": losses.double().mean().item(),
        f"{name}_accuracy": hits.double().mean().item(),
    }


@torch.no_grad()
def snapshot(version: Version, epoch: int, dtype: torch.dtype) -> Snapshot:
    """Copies of the parameters, and the decision map, float32 (40, 40)."""
    x1, x2 = np.meshgrid(MAP_AXIS, MAP_AXIS)
    grid = torch.from_numpy(np.column_stack([x1.ravel(), x2.ravel()])).to(dtype)
    share = version.logits(grid).softmax(1)[:, 1].reshape(MAP_SIDE, MAP_SIDE)
    parameters = {name: values.clone() for name, values in version.parameters().items()}
    return Snapshot(epoch, parameters, share.float().numpy())
