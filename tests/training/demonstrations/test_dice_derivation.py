"""A formula that is right stops being so when it is changed, and the check notices."""

from __future__ import annotations

import pytest

from reprise.training.demonstrations import dice_derivation as module

WITHIN = 1e-9
NAME = "dice-derivation"

MUTATIONS = {
    "a factor of 2 dropped": (
        "loss",
        lambda y, t: 1 - y * t / (y + t),
        "set_overlap_error_as_printed",
    ),
    "a right first line without its square": (
        "first_line",
        lambda y, t: 2 * t / (y + t) ** 2,
        "first_line_error_corrected",
    ),
    "a wrong sign": (
        "second_line",
        lambda y, t: 2 * t**2 * y * (1 - y) / (y + t) ** 2,
        "second_line_error_as_printed",
    ),
    "a missing 1 - y": (
        "second_line",
        lambda y, t: -2 * t**2 * y / (y + t) ** 2,
        "second_line_error_as_printed",
    ),
    "an overlap without its 2": (
        "overlap",
        lambda y, t: y * t / (y + t),
        "overlap_error_as_printed",
    ),
    "an overlap not squared": (
        "by_overlap",
        lambda y, part: part / (2 * y**2),
        "squared_overlap_error_as_printed",
    ),
    "1 - y in place of y - 1": (
        "last_line",
        lambda y, part: (1 - y) / (2 * y) * part**2,
        "last_line_error_as_printed",
    ),
    "a result not squared": (
        "last_line",
        lambda y, part: (y - 1) / (2 * y) * part,
        "last_line_error_as_printed",
    ),
}


@pytest.mark.parametrize("change", MUTATIONS)
def test_a_changed_formula_is_noticed(demonstrate, monkeypatch, change):
    name, formula, metric = MUTATIONS[change]
    assert demonstrate(NAME).metrics[metric] < WITHIN
    monkeypatch.setattr(module, name, formula)
    assert demonstrate(NAME).metrics[metric] > WITHIN


def test_without_a_target_no_prediction_changes_the_loss(demonstrate, monkeypatch):
    assert demonstrate(NAME).metrics["share_rising_without_target"] == 0
    monkeypatch.setattr(module, "loss", lambda y, t: (y - t) ** 2)
    assert demonstrate(NAME).metrics["share_rising_without_target"] == 1


def test_the_factor_rises_or_falls_at_every_step(demonstrate):
    metrics = demonstrate(NAME).metrics
    assert metrics["factor_share_rising"] + metrics["factor_share_falling"] == 1


def test_small_noise_moves_gradients_by_their_slope(demonstrate):
    """To first order the variance is that of the noise times the mean squared slope."""
    metrics = demonstrate(NAME, noise=0.001, noise_draws=2000).metrics
    # the integral of (y (1-y))^2 over (0, 1) is 1/30
    assert metrics["gradient_variance_of_cross_entropy"] == pytest.approx(1e-6 / 30, rel=0.05)
    ratio = metrics["gradient_variance"] / metrics["gradient_variance_of_cross_entropy"]
    assert metrics["gradient_variance_over_cross_entropy"] == pytest.approx(ratio)
