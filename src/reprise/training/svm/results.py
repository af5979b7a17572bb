"""What a fitted machine is worth: accuracies, confusion, counts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import confusion_matrix

from reprise.training.outcome import Metrics, Outcome
from reprise.training.svm.features import Described
from reprise.training.svm.machines import Machine

if TYPE_CHECKING:
    from reprise.documents.models.svm import SvmSpec


def evaluate(spec: SvmSpec, described: Described, machine: Machine) -> Outcome:
    """Accuracy of every part, what was learned, and the test part's predictions.

    ``parameters`` are all numbers that were learned and that a prediction reads: the
    machine's, and those of the dictionary where there is one; ``parameters_classifier`` and
    ``parameters_dictionary`` tell them apart. ``confusion`` (true class, predicted class)
    counts the test part.
    """
    started = time.perf_counter()
    parts = described.examples.parts
    classes = np.arange(described.examples.classes)
    test = parts["test"]
    predicted = machine.predict(test.images)
    seconds = {"prediction_seconds": time.perf_counter() - started}
    metrics: Metrics = {"test_accuracy": _share(predicted, test.labels)}
    for name in ("train", "validation"):
        if name in parts and (name != "train" or spec.train_accuracy):
            part = parts[name]
            metrics[f"{name}_accuracy"] = _share(machine.predict(part.images), part.labels)
    seconds["evaluation_seconds"] = time.perf_counter() - started
    arrays = {
        "test_predictions": predicted.astype(np.uint8),
        "test_labels": test.labels.astype(np.uint8),
        "confusion": confusion_matrix(test.labels, predicted, labels=classes).astype(np.int32),
    }
    return Outcome(
        metrics | _counts(spec, described, machine),
        arrays=arrays | machine.arrays | described.arrays,
        timing=seconds,
    )


def _share(predicted: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(predicted == labels))


def _counts(spec: SvmSpec, described: Described, machine: Machine) -> Metrics:
    what = "images" if spec.data is not None else "examples"
    own = machine.metrics["parameters"]
    parts = described.examples.parts
    counted = (name for name in ("train", "validation", "test") if name in parts)
    return {
        **machine.metrics,
        **described.metrics,
        "parameters": own + described.metrics.get("parameters_dictionary", 0),
        "parameters_classifier": own,
        "features": parts["train"].images.shape[1],
        **{f"{name}_{what}": len(parts[name]) for name in counted},
    }
