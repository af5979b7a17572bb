"""Precision, recall and F1 of each class, their averages, and the confusion matrix."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reprise.training.outcome import Metrics, Outcome

SCORES = ("precision", "recall", "f1")


def classification_report(arrays: Mapping[str, np.ndarray]) -> Outcome:
    """The report of ``test_predictions`` against ``test_labels``, both of shape (n,).

    Metrics: ``precision_<class>``, ``recall_<class>``, ``f1_<class>``, ``support_<class>``,
    the same with ``macro_`` (plain mean of the classes) and ``weighted_`` (by support) in
    front, and ``test_accuracy``. A class that is never predicted has precision 0.
    """
    from sklearn.metrics import (  # a second of import that the other report does not need
        accuracy_score,
        confusion_matrix,
        precision_recall_fscore_support,
    )

    labels, predictions = arrays["test_labels"], arrays["test_predictions"]
    classes = np.unique(labels)
    *scores, support = precision_recall_fscore_support(
        labels, predictions, labels=classes, zero_division=0
    )
    metrics: Metrics = {
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
