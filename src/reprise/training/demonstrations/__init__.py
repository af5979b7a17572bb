"""Counts, derivations and small experiments: one file each, with records like any other run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration import DemonstrationSpec


SYMBOLIC = {"symbolic-losses"}
"""Demonstrations that compute with symbols."""


def train(spec: DemonstrationSpec, context: Context) -> Outcome:
    """Run the demonstration of that name; those on images are given their data too."""
    run = run_named(spec.name)
    if "data" in type(spec).model_fields:
        return run(spec.options, context, spec.data)
    return run(spec.options, context)


def run_named(name: str) -> Callable[..., Outcome]:
    """The function of a demonstration; PyTorch is loaded only for those that need it."""
    from reprise.training.demonstrations import with_numpy

    if name in with_numpy.RUNS:
        return with_numpy.RUNS[name]
    if name in SYMBOLIC:
        from reprise.training.demonstrations import with_sympy  # half a second for sympy

        return with_sympy.RUNS[name]
    import torch

    from reprise.training.demonstrations import with_torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    return with_torch.RUNS[name]
