"""Evaluate what another run left: no training of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    precision_recall_fscore_support,
)

from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.evaluation import EvaluationSpec

SCORES = ("precision", "recall", "f1")


def train(spec: EvaluationSpec, context: Context) -> Outcome:
    """A classification report of the source run's test predictions.

    Metrics: ``precision_<class>``, ``recall_<class>``, ``f1_<class>``, ``support_<class>``,
    the same with ``macro_`` (plain mean of the classes) and ``weighted_`` (by support) in
    front, and ``test_accuracy``. A class that is never predicted has precision 0.
    """
    labels = context.source_arrays["test_labels"]
    predictions = context.source_arrays["test_predictions"]
    classes = np.unique(labels)
    *scores, support = precision_recall_fscore_support(
        labels, predictions, labels=classes, zero_division=0
    )
    metrics: dict[str, float | int | None] = {
        "test_accuracy": accuracy_score(labels, predictions),
        "test_images": len(labels),
    }
    for name, values in zip(SCORES, scores, strict=True):
        metrics |= {f"{name}_{c}": float(v) for c, v in zip(classes, values, strict=True)}
    metrics |= {f"support_{c}": int(v) for c, v in zip(classes, support, strict=True)}
    for average in ("macro", "weighted"):
        means = precision_recall_fscore_support(
            labels, predictions, labels=classes, average=average, zero_division=0
        )
        metrics |= {
            f"{average}_{name}": float(v) for name, v in zip(SCORES, means[:3], strict=True)
        }
    confusion = confusion_matrix(labels, predictions, labels=classes)
    return Outcome(metrics, arrays={"confusion": confusion.astype(np.int32)})
