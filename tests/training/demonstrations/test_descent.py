"""Paths, noise and losses."""

from __future__ import annotations

import numpy as np
import pytest

DIGITS = {"dataset": "digits", "scaling": "unit"}


def test_paths_start_together_and_get_rougher_with_smaller_batches(demonstrate):
    outcome = demonstrate("gradient-paths")
    starts = [outcome.arrays[f"path_batch_{size}"][0] for size in ("all", 64, 1)]
    assert np.ptp(starts, axis=0).max() == 0
    deviation = [outcome.metrics[f"gradient_deviation_batch_{size}"] for size in ("all", 64, 1)]
    assert deviation[0] < 1e-20 < deviation[1] < deviation[2]
    assert outcome.metrics["final_distance_batch_all"] < 0.1
    curve = outcome.curves["update"]
    path, minimum = outcome.arrays["path_batch_64"], outcome.arrays["minimum"]
    np.testing.assert_allclose(
        curve.values["distance_batch_64"], np.linalg.norm(path - minimum, axis=1)
    )
    assert np.all(np.diff(curve.values["loss_batch_all"]) < 0)


def test_paths_without_noise_end_in_the_same_minimum(demonstrate):
    outcome = demonstrate("gradient-paths", noise=0.0, updates=2000)
    np.testing.assert_allclose(outcome.arrays["minimum"], [1.0, -1.0])
    for size in ("all", 64, 1):
        assert outcome.metrics[f"final_distance_batch_{size}"] < 1e-6


def test_the_noise_falls_as_one_over_the_batch_size(demonstrate):
    outcome = demonstrate("gradient-noise", DIGITS, batch_sizes=[1, 4, 16, 64], draws=200)
    assert outcome.metrics["log_log_slope"] == pytest.approx(-1, abs=0.15)
    assert outcome.metrics["parameters"] == 7960
    assert outcome.curves["batch_size"].x.tolist() == [1, 4, 16, 64]


def test_the_mean_of_equal_batches_is_the_full_gradient(demonstrate):
    metrics = demonstrate(
        "gradient-noise", DIGITS, batch_sizes=[1, 2000], draws=2, epoch_batch_size=100
    ).metrics
    assert metrics["epoch_mean_error_equal_batches"] < 1e-14
    assert metrics["examples_in_last_batch"] == 1437 % 100
    assert metrics["epoch_mean_error_all_batches"] > 1e-8
    assert "noise_batch_2000" not in metrics and metrics["log_log_slope"] is None


def test_cross_entropy_against_the_squared_error(demonstrate):
    outcome = demonstrate("loss-comparison", points=99)
    p, curve = outcome.curves["p"].x, outcome.curves["p"].values
    np.testing.assert_allclose(curve["cross_entropy_gradient"], -1 / p)
    np.testing.assert_allclose(curve["squared_error_gradient"], -2 * (1 - p))
    np.testing.assert_allclose(curve["cross_entropy_logit_gradient"], p - 1)
    np.testing.assert_allclose(curve["squared_error_logit_gradient"], -2 * (1 - p) ** 2 * p)
    assert outcome.metrics["smallest_excess_of_cross_entropy"] > 0
    lead = curve["squared_error_logit_gradient"] - curve["cross_entropy_logit_gradient"]
    assert outcome.metrics["smallest_excess_of_its_logit_gradient"] == pytest.approx(lead.min())
    assert outcome.metrics["squared_error_lowest_at"] == outcome.metrics["largest_p"] == 0.99
    wrong = outcome.metrics["squared_error_logit_gradient_when_wrong"]
    assert wrong < 0.02 < outcome.metrics["cross_entropy_logit_gradient_when_wrong"]


def test_clipped_losses(demonstrate):
    outcome = demonstrate("loss-clipping")
    metrics = outcome.metrics
    assert metrics["loss_at_0"] == pytest.approx(11.5129, abs=5e-5)
    assert metrics["loss_at_1"] == pytest.approx(1.0e-5, rel=1e-4)
    assert metrics["unclipped_loss_at_0_is_finite"] == 0
    assert metrics["clipped_1"] == metrics["clipped_0_999995"] == 0.99999
    assert metrics["clipped_gradient_when_wrong"] == 0
    assert metrics["used_gradient_when_wrong"] == pytest.approx(1, abs=1e-4)
    assert metrics["loss_error_in_rows"] < 1e-12
    assert metrics["columns_to_rows"] == pytest.approx(50 / 10)
    inside = (outcome.curves["p"].x > 1e-5) & (outcome.curves["p"].x < 1 - 1e-5)
    values = outcome.curves["p"].values
    np.testing.assert_allclose(values["clipped"][inside], values["unclipped"][inside])
    assert np.ptp(values["clipped"][outcome.curves["p"].x < 1e-5]) == 0


def test_clipping_rescues_the_loss_and_leaves_the_weights(demonstrate):
    metrics = demonstrate("loss-clipping").metrics
    assert metrics["finite_loss_share_unclipped"] < metrics["finite_loss_share_clipped"] == 1
    assert metrics["weight_difference_by_clipping"] == 0 < metrics["weight_change_by_training"]
    assert metrics["weight_difference_by_gradient_of_clipped_loss"] > 0.1
