"""How well positives are found: scores of logits against targets, at a threshold of one half.

Precision is None where nothing is called positive: there is nothing of which it would be a share.
Any other score whose denominator is 0 is 0, so that F1 and recall are 0 there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reprise.training.outcome import Metrics

SIZES = ("small", "medium", "large")

FOUND = 0.5
"""An object counts as found when this share of its pixels is called positive."""


@dataclass(frozen=True)
class Counts:
    """Elements by what they are called and what they are."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> float | None:
        called = self.true_positives + self.false_positives
        return self.true_positives / called if called else None

    @property
    def recall(self) -> float:
        return _ratio(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float:
        wrong = self.false_positives + self.false_negatives
        return _ratio(2 * self.true_positives, 2 * self.true_positives + wrong)

    @property
    def intersection_over_union(self) -> float:
        wrong = self.false_positives + self.false_negatives
        return _ratio(self.true_positives, self.true_positives + wrong)

    @property
    def accuracy(self) -> float:
        wrong = self.false_positives + self.false_negatives
        right = self.true_positives + self.true_negatives
        return _ratio(right, right + wrong)

    def precision_at(self, share: float) -> float | None:
        """The precision if so many of all elements were positive, by Bayes' rule."""
        if self.precision is None:
            return None
        negatives = self.false_positives + self.true_negatives
        called = share * self.recall
        return _ratio(called, called + (1 - share) * _ratio(self.false_positives, negatives))

    def f1_at(self, share: float) -> float:
        """F1 of that precision and of the recall, which does not depend on the share."""
        precision = self.precision_at(share) or 0.0
        return _ratio(2 * precision * self.recall, precision + self.recall)


def counts(positive: np.ndarray, targets: np.ndarray) -> Counts:
    """Of two boolean arrays of one shape."""
    both = int(np.count_nonzero(positive & targets))
    called, there = int(np.count_nonzero(positive)), int(np.count_nonzero(targets))
    return Counts(both, called - both, there - both, targets.size - called - there + both)


def average_precision(scores: np.ndarray, targets: np.ndarray) -> float:
    """Mean over the positives of the precision at each one's own score as the threshold.

    The same as the sum over thresholds of (rise of recall) x precision, by which
    ``sklearn.metrics.average_precision_score`` defines it; 0 without any positive.
    """
    ranked, found = np.sort(scores, axis=None), np.sort(scores[targets])
    if not len(found):
        return 0.0
    called = len(ranked) - np.searchsorted(ranked, found)
    hits = len(found) - np.searchsorted(found, found)
    return float(np.mean(hits / called))


def by_size(positive: np.ndarray, numbers: np.ndarray) -> Metrics:
    """Recall of objects in thirds by area; both arrays (n, pixels), ``numbers`` from 1, 0 for none.

    ``recall_<size>``: share of these objects' pixels that are called positive;
    ``found_<size>``: share of objects of which at least half the pixels are;
    ``area_<size>``: mean area. The cuts are the terciles of the areas; objects of one area share
    a third.
    """
    area, hit = [], []
    for number in range(1, int(numbers.max()) + 1):
        inside = numbers == number
        area.append(inside.sum(axis=1))
        hit.append((inside & positive).sum(axis=1))
    areas, hits = np.concatenate(area), np.concatenate(hit)
    areas, hits = areas[areas > 0], hits[areas > 0]
    third = np.searchsorted(np.quantile(areas, [1 / 3, 2 / 3]), areas)
    metrics: Metrics = {"test_objects": len(areas)}
    for place, size in enumerate(SIZES):
        chosen = third == place
        total = int(areas[chosen].sum())
        metrics |= {
            f"recall_{size}": _ratio(int(hits[chosen].sum()), total),
            f"found_{size}": _ratio(
                int((hits[chosen] >= FOUND * areas[chosen]).sum()), int(chosen.sum())
            ),
            f"area_{size}": _ratio(total, int(chosen.sum())),
        }
    return metrics


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
