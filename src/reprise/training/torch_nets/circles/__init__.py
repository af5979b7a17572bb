"""A small network on points in two circles, in four versions of one program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reprise.data.points import Points, make_points
from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets.circles.loop import Labelled, run
from reprise.training.torch_nets.circles.results import outcome
from reprise.training.torch_nets.circles.start import initial_parameters
from reprise.training.torch_nets.circles.versions import VERSIONS
from reprise.training.torch_nets.device import prepared

if TYPE_CHECKING:
    from reprise.documents.models.circles import CirclesSpec


def train(spec: CirclesSpec, context: Context) -> Outcome:
    """Train the version that the spec names; seconds long, so it needs no checkpoint.

    It computes on the CPU with one thread: the batches are too small for anything else.
    """
    prepared("cpu")
    sets = make_points(spec.points)
    start = initial_parameters(spec.model, context.seed, spec.precision)
    version = VERSIONS[spec.version](
        start, spec.model.activation, spec.optimizer.learning_rate, spec.optimizer.reduction
    )
    history = run(
        version,
        _tensors(sets.train, spec.precision),
        _tensors(sets.test, spec.precision),
        batch_size=spec.training.batch_size,
        epochs=spec.training.epochs,
        kept=spec.snapshots,
        seed=context.seed,
    )
    return outcome(spec, sets, start, version, history)


def _tensors(points: Points, precision: str) -> Labelled:
    x = torch.from_numpy(points.x).to(getattr(torch, precision))
    return Labelled(x, torch.from_numpy(points.labels))
