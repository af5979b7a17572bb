"""Softmax and loss, chained: what is right in print, and that a mistake would show."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import softmax_chain

WITHIN = 1e-9

MUTATIONS = {
    "loss: sign": (
        "loss_by_probability",
        lambda y, t: np.where(np.arange(len(y)) == t, 1 / y, 0.0),
        "chain_error_as_printed",
    ),
    "loss: square": (
        "loss_by_probability",
        lambda y, t: np.where(np.arange(len(y)) == t, -1 / y**2, 0.0),
        "chain_error_as_printed",
    ),
    "softmax: factor": (
        "probability_by_logit",
        lambda y: np.where(np.eye(len(y), dtype=bool), y, -np.outer(y, y)),
        "chain_error_as_printed",
    ),
    "softmax: sign": (
        "probability_by_logit",
        lambda y: np.where(np.eye(len(y), dtype=bool), y * (1 - y), np.outer(y, y)),
        "chain_error_as_printed",
    ),
    "softmax: index": (
        "probability_by_logit",
        lambda y: np.where(np.eye(len(y), dtype=bool), y * (1 - y), -(y**2)),
        "chain_error_as_printed",
    ),
    "difference: sign": ("difference", lambda y, t: t - y, "difference_error_as_printed"),
    "sum: a class less": (
        "softmax_with_sum_to",
        lambda o, last: np.exp(o) / np.exp(o[:last]).sum(),
        "softmax_error_corrected",
    ),
}


@pytest.mark.parametrize("seed", [0, 1])
def test_the_chain_holds_and_the_sum_asks_for_a_class_too_many(demonstrate, seed):
    metrics = demonstrate("softmax-chain", seed=seed).metrics
    assert metrics.pop("softmax_error_as_printed") is None
    assert len(metrics) == 3
    assert all(error < WITHIN for error in metrics.values())


@pytest.mark.parametrize(("function", "wrong", "metric"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mistake_shows(demonstrate, monkeypatch, function, wrong, metric):
    monkeypatch.setattr(softmax_chain, function, wrong)
    assert demonstrate("softmax-chain").metrics[metric] > WITHIN


def test_the_sum_with_a_class_for_each_term():
    logits = np.log([1.0, 2.0, 5.0])
    np.testing.assert_allclose(softmax_chain.softmax_with_sum_to(logits, 2), [1 / 8, 1 / 4, 5 / 8])
    with pytest.raises(IndexError):
        softmax_chain.softmax_with_sum_to(logits, 3)
