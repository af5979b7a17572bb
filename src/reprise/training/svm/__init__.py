"""Support-vector machines on images, on visual words, and on points in the plane.

A fit is one library call without a state that could be saved: there are no checkpoints.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Outcome
from reprise.training.svm.examples import load_examples
from reprise.training.svm.features import describe
from reprise.training.svm.machines import fit
from reprise.training.svm.plane import map_arrays, point_arrays, with_map
from reprise.training.svm.results import evaluate

if TYPE_CHECKING:
    from reprise.documents.models.svm import SvmSpec


def train(spec: SvmSpec, context: Context) -> Outcome:
    """Fit as the spec says.

    Times: ``description_seconds`` for the features of all parts, ``fit_seconds``, their sum
    ``training_seconds``, ``prediction_seconds`` for the test part, ``evaluation_seconds`` for
    all that is predicted.
    """
    examples = load_examples(spec, context)
    in_plane = spec.points is not None
    arrays = point_arrays(examples) if in_plane else {}
    started = time.perf_counter()
    described = describe(spec, with_map(examples) if in_plane else examples, context.seed)
    ready = time.perf_counter()
    machine = fit(spec.classifier, described.examples.train, context.seed)
    fitted = time.perf_counter()
    outcome = evaluate(spec, described, machine)
    if in_plane:
        arrays |= map_arrays(described.examples, machine)
    timing = {
        "description_seconds": ready - started,
        "fit_seconds": fitted - ready,
        "training_seconds": fitted - started,
    }
    return replace(
        outcome, arrays={**arrays, **outcome.arrays}, timing={**timing, **outcome.timing}
    )
