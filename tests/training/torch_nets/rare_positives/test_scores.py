"""Scores against scikit-learn's, and by hand where it has none."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from reprise.training.torch_nets.rare_positives.scores import (
    average_precision,
    by_size,
    counts,
)


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_scores_are_those_of_scikit_learn(rng, share: float) -> None:
    targets = rng.uniform(size=2000) < share
    scores = np.round(rng.normal(size=2000) + targets, 1)  # many equal ones
    found, positive = counts(scores > 0.5, targets), scores > 0.5
    assert found.precision == pytest.approx(reference.precision_score(targets, positive))
    assert found.recall == pytest.approx(reference.recall_score(targets, positive))
    assert found.f1 == pytest.approx(reference.f1_score(targets, positive))
    assert found.accuracy == pytest.approx(reference.accuracy_score(targets, positive))
    jaccard = reference.jaccard_score(targets, positive)
    assert found.intersection_over_union == pytest.approx(jaccard)
    expected = reference.average_precision_score(targets, scores)
    assert average_precision(scores, targets) == pytest.approx(expected)


def test_nothing_called_positive_has_no_precision_and_an_f1_of_0() -> None:
    found = counts(np.zeros(5, dtype=bool), np.array([True, False, False, True, False]))
    assert found.precision is None and found.precision_at(0.5) is None
    assert (found.recall, found.f1, found.f1_at(0.5)) == (0, 0, 0)
    assert found.accuracy == pytest.approx(0.6)
    assert average_precision(np.arange(3.0), np.zeros(3, dtype=bool)) == 0


def test_calling_wrong_ones_positive_has_a_precision_of_0() -> None:
    found = counts(np.array([True, False]), np.array([False, True]))
    assert (found.precision, found.precision_at(0.5), found.f1, found.f1_at(0.5)) == (0, 0, 0, 0)


def test_precision_at_another_share_is_that_of_a_set_with_it(rng) -> None:
    targets = np.repeat([True, False], [100, 900])
    positive = rng.uniform(size=1000) < np.where(targets, 0.8, 0.1)
    found = counts(positive, targets)
    assert found.precision_at(0.1) == pytest.approx(found.precision)
    ninefold = np.repeat(np.arange(1000), np.where(targets, 9, 1))
    balanced = counts(positive[ninefold], targets[ninefold])
    assert found.precision_at(0.5) == pytest.approx(balanced.precision)
    assert found.f1_at(0.5) == pytest.approx(balanced.f1)


def test_recall_by_size_of_object() -> None:
    numbers = np.zeros((3, 40), dtype=np.uint8)
    numbers[0, :2], numbers[0, 5:9] = 1, 2  # areas 2 and 4
    numbers[1, 3:9] = 1  # 6
    numbers[2, :8] = 1  # 8
    numbers[2, 10:22], numbers[2, 30:40] = 2, 3  # 12 and 10
    positive = np.zeros_like(numbers, dtype=bool)
    positive[0, 1] = positive[1, 3:5] = positive[2, 10:40] = True
    found = by_size(positive, numbers)
    assert found["test_objects"] == 6
    assert [found[f"area_{size}"] for size in ("small", "medium", "large")] == [3, 7, 11]
    assert found["recall_small"] == pytest.approx(1 / 6)
    assert found["recall_medium"] == pytest.approx(2 / 14)
    assert found["recall_large"] == 1
    assert found["found_small"] == 0.5  # exactly half of its pixels count
    assert (found["found_medium"], found["found_large"]) == (0, 1)
