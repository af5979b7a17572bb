"""The names of what a record holds, by kind of run: known before anything is trained.

Engines do not import this: a name added here changes no run's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reprise.documents.names import code, engines, formulas, networks, theory
from reprise.documents.names.pattern import Names

OF_ENGINE = {
    "numpy_mlp": engines.NUMPY_MLP,
    "torch_nets": engines.TORCH_NETS,
    "circles": engines.CIRCLES,
    "rare_positives": engines.RARE_POSITIVES,
    "batch_norm": engines.BATCH_NORM,
}

OF_TASK = {
    "one-pass": engines.SCALAR_ONE_PASS,
    "training": engines.SCALAR_TRAINING,
    "data": engines.SCALAR_DATA,
}
"""Of the engine ``scalar``."""

OF_REPORT = {
    "classification": engines.CLASSIFICATION,
    "weight-images": engines.WEIGHT_IMAGES,
    "image-batches": engines.IMAGE_BATCHES,
}
"""Of the engine ``evaluation``; what early stopping leaves depends on what it watches."""

OF_DEMONSTRATION = {
    **code.NAMES,
    **formulas.NAMES,
    **networks.NAMES,
    **theory.NAMES,
}


def names_of(spec: Mapping[str, Any], source: Mapping[str, Any] | None = None) -> Names | None:
    """What a run of that spec may leave; None for a kind whose names nobody has written down.

    ``source`` is the spec of the run that it builds on.
    """
    match spec["engine"]:
        case "demonstration":
            return OF_DEMONSTRATION.get(spec["name"])
        case "scalar":
            return OF_TASK.get(spec["task"])
        case "svm":
            return engines.SVM_IMAGES if spec.get("data") else engines.SVM_POINTS
        case "evaluation" if spec["report"] == "early-stopping":
            below = names_of(source) if source else None
            axis = spec["watch"].partition(".")[0]
            return engines.early_stopping(below, axis) if below else None
        case "evaluation":
            return OF_REPORT.get(spec["report"])
        case engine:
            return OF_ENGINE.get(engine)
