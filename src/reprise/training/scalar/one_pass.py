"""One forward and one backward pass of a given network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Metrics, Outcome
from reprise.training.scalar.arrays import as_arrays, count
from reprise.training.scalar.gradient_check import gradient_error
from reprise.training.scalar.network import (
    LEFT_THE_FLOATS,
    Parameters,
    Pass,
    backward,
    cross_entropy,
    forward,
    summed_units,
)
from reprise.training.scalar.start import given

if TYPE_CHECKING:
    from reprise.documents.models.scalar import ScalarSpec


def one_pass(spec: ScalarSpec, context: Context) -> Outcome:
    """The loss of one example and its derivatives; nothing is random, nothing is learned.

    Metrics: ``loss``; ``hidden_<j>``, ``output_sum_<j>`` (before the softmax) and
    ``probability_<j>``; the derivatives ``dW_<i>_<j>``, ``db_<j>``, ``dV_<i>_<j>`` and
    ``dc_<j>``, all counted from 1; ``gradient_error``, their largest difference from finite
    differences of this forward pass.
    """
    p, x, target = given(spec.network), spec.example.x, spec.example.target
    summed = summed_units(spec.output_sum, p)
    try:
        passed = forward(p, x, summed)
        loss = cross_entropy(passed.outputs, target)
    except LEFT_THE_FLOATS:
        return Outcome({"loss": math.nan, "parameters": count(p)}, diverged=True)
    gradient = backward(p, x, target, passed)
    metrics: Metrics = {
        "loss": loss,
        "parameters": count(p),
        "gradient_error": gradient_error(p, x, target, summed),
        **_units(passed),
        **_derivatives(gradient),
    }
    return Outcome(metrics, arrays={f"d{name}": a for name, a in as_arrays(gradient).items()})


def _units(passed: Pass) -> Metrics:
    columns = {
        "hidden": passed.hidden,
        "output_sum": passed.sums,
        "probability": passed.outputs,
    }
    return {
        f"{name}_{j}": value
        for name, values in columns.items()
        for j, value in enumerate(values, start=1)
    }


def _derivatives(gradient: Parameters) -> Metrics:
    return {f"d{name}": values[place] for name, values, place in gradient.named()}
