"""Demonstrations on data, choices, losses, costs of gradients, steps and normalisations."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.training.demonstrations import (
    data_splits,
    gradient_cost,
    loss_shapes,
    principal_components,
    step_sizes,
)
from reprise.training.demonstrations.functions import softmax

DIGITS = {"dataset": "digits", "scaling": "raw"}
SHAPES = {"dataset": "shapes", "scaling": "raw"}


# data-splits


def test_images_in_both_sets_are_counted_once_each():
    draw = np.random.default_rng(0)
    train = draw.integers(0, 256, size=(6, 4, 4), dtype=np.uint8)
    test = draw.integers(0, 256, size=(5, 4, 4), dtype=np.uint8)
    assert data_splits.shared(train, test)["shared_images"] == 0
    test[0] = test[1] = train[2]
    test[3] = train[4] = train[5]
    found = data_splits.shared(train, test)
    assert (found["train_images"], found["test_images"]) == (6, 5)
    assert found["shared_images"] == 2
    assert (found["repetitions_train"], found["repetitions_test"]) == (1, 1)


@pytest.mark.parametrize(
    ("data", "colours", "chance"), [(DIGITS, 1, 0.5), (SHAPES, 3, 0.1)], ids=["digits", "shapes"]
)
def test_statistics_and_accuracies_of_a_data_set(demonstrate, data, colours, chance):
    metrics = demonstrate("data-splits", {**data, "train_count": 1000}).metrics
    assert metrics["train_images"] == 1000
    assert f"test_sd_{colours}" in metrics and f"test_sd_{colours + 1}" not in metrics
    differences = [
        abs(metrics[f"test_mean_{c}"] - metrics[f"train_mean_{c}"]) for c in (1, colours)
    ]
    assert metrics["largest_mean_difference"] >= max(differences) > 0
    assert metrics["accuracy_with_train_statistics"] > chance
    gap = metrics["accuracy_with_own_statistics"] - metrics["accuracy_with_train_statistics"]
    assert metrics["accuracy_difference"] == pytest.approx(abs(gap))


def test_statistics_that_do_bias_are_seen(demonstrate, monkeypatch):
    right = data_splits.colour_statistics

    def far_off(images):
        mean, deviation = right(images)
        return (mean, deviation) if len(images) == 1000 else (mean + 200, deviation)

    monkeypatch.setattr(data_splits, "colour_statistics", far_off)
    metrics = demonstrate("data-splits", {**DIGITS, "train_count": 1000}).metrics
    assert metrics["accuracy_difference"] > 0.1


def test_averages_over_blocks():
    images = np.arange(2 * 5 * 4, dtype=np.uint8).reshape(2, 5, 4)
    found = data_splits.averaged(images, 2)
    assert found.shape == (2, 4, 1)
    assert found[0, :, 0].tolist() == [2.5, 4.5, 10.5, 12.5]


# selection-on-test


def test_a_choice_on_the_test_images_flatters_and_one_on_others_does_not(demonstrate):
    metrics = demonstrate("selection-on-test", setups=10, images=500, repetitions=4000).metrics
    assert abs(metrics["bias_chosen_on_validation"]) < 5 * metrics["standard_error"]
    # the largest of ten standard normal numbers has a mean of 1.5388
    expected = 1.5388 * metrics["standard_deviation_of_a_score"]
    assert metrics["bias_chosen_on_test"] == pytest.approx(expected, rel=0.05)


def test_without_a_choice_there_is_no_bias(demonstrate):
    metrics = demonstrate("selection-on-test", setups=1).metrics
    assert abs(metrics["bias_chosen_on_test"]) < 5 * metrics["standard_error"]
    assert metrics["bias_chosen_on_test"] == metrics["bias_chosen_on_validation"]


# loss-shapes


def test_both_losses_fall_to_0_at_the_target(demonstrate):
    metrics = demonstrate("loss-shapes").metrics
    for name in loss_shapes.LOSSES:
        assert metrics[f"{name}_share_falling"] == metrics[f"{name}_lowest_at"] == 1
        assert metrics[f"{name}_at_target"] == 0


def test_gradients_in_the_logits_by_hand(demonstrate):
    metrics = demonstrate("loss-shapes", classes=3, margin=4.0).metrics
    y, target = softmax(np.array([0.0, 4.0, 0.0])), np.array([1.0, 0.0, 0.0])
    cross_entropy = np.linalg.norm(y - target)
    assert metrics["cross_entropy_logit_gradient_wrong"] == pytest.approx(cross_entropy)
    inner = 2 / 3 * (y - target)
    squared = np.linalg.norm(y * (inner - inner @ y))
    assert metrics["squared_error_logit_gradient_wrong"] == pytest.approx(squared)


def test_a_loss_that_turns_before_the_target_is_seen(demonstrate, monkeypatch):
    wrong = {
        **loss_shapes.LOSSES,
        "squared_error": lambda p, t: np.mean((p - 0.9 * t) ** 2, axis=-1),
    }
    monkeypatch.setattr(loss_shapes, "LOSSES", wrong)
    metrics = demonstrate("loss-shapes").metrics
    assert metrics["squared_error_lowest_at"] < 1 > metrics["squared_error_share_falling"]
    assert metrics["cross_entropy_share_falling"] == 1


# gradient-cost


def test_all_ways_find_one_gradient_at_counted_costs(demonstrate):
    metrics = demonstrate("gradient-cost", hidden=[4, 8]).metrics
    parameters = 8 * 4 + 8 + 3 * 8 + 3
    assert metrics["parameters"] == parameters
    assert metrics["gradient_difference"] < 1e-8 < metrics["largest_gradient"]
    forward = 4 * 8 + 8 * 3
    assert metrics["one_at_a_time_multiply_adds"] == 2 * parameters * forward
    assert metrics["forward_mode_gradient_difference"] < 1e-12
    assert metrics["forward_mode_multiply_adds"] == parameters * (2 * forward + 3 * 8)
    assert metrics["back_propagation_multiply_adds"] == forward + 3 * 8 + 3 * 8 + 8 * 4


def test_a_wrong_gradient_and_a_dear_one_are_seen(demonstrate, monkeypatch):
    right = gradient_cost.back_propagation

    def wrong(p, x, y, tally):
        return {name: -value for name, value in right(p, x, y, tally).items()}

    monkeypatch.setattr(gradient_cost, "back_propagation", wrong)
    metrics = demonstrate("gradient-cost", hidden=[4, 8]).metrics
    assert metrics["gradient_difference"] > 1e-3 < metrics["forward_mode_gradient_difference"]
    monkeypatch.setattr(gradient_cost, "back_propagation", gradient_cost.one_at_a_time)
    metrics = demonstrate("gradient-cost", hidden=[8, 16, 32]).metrics
    assert metrics["back_propagation_slope"] > 1.5
    assert metrics["quotient_per_parameter"] < 0.1


# step-sizes


def test_steps_of_momentum(demonstrate):
    metrics = demonstrate("step-sizes", momentum=0.8, updates=20).metrics
    assert metrics["momentum_plain_step"] == 1
    assert metrics["momentum_agreeing_step"] == pytest.approx(5)
    assert metrics["momentum_alternating_step"] == pytest.approx(1 / 1.8)
    assert metrics["momentum_step_at_turn"] == pytest.approx(0.8 * 5 - 1)


def test_another_limit_of_the_series_is_seen(demonstrate, monkeypatch):
    assert demonstrate("step-sizes", updates=20).metrics["momentum_agreeing_step_error"] <= 1e-9
    monkeypatch.setattr(step_sizes, "steady_multiplier", lambda momentum: 1 / momentum)
    assert demonstrate("step-sizes", updates=20).metrics["momentum_agreeing_step_error"] > 1


def test_steps_of_adam(demonstrate):
    outcome = demonstrate("step-sizes")
    metrics, curve = outcome.metrics, outcome.curves["update"]
    assert metrics["adam_first_update_step"] == pytest.approx(1)
    assert metrics["adam_largest_step"] >= curve.values["mean_step"].max()
    # lr (1 - b1) / sqrt(1 - b2), the bound of Kingma and Ba (2015), section 2.1
    assert metrics["adam_largest_step"] < 0.1 / np.sqrt(0.001)


def test_the_schedule_knows_the_epoch_only(demonstrate):
    metrics = demonstrate("step-sizes", updates=20, gamma=0.5, epochs=6).metrics
    assert metrics["schedule_share_falling"] == 1
    assert metrics["schedule_difference"] == 0
    assert metrics["schedule_error"] < 1e-15


def test_a_schedule_that_watches_the_loss_would_differ(demonstrate, monkeypatch):
    rates = iter([np.array([0.1, 0.05]), np.array([0.1, 0.1])])
    monkeypatch.setattr(step_sizes, "_rates", lambda options, loss: next(rates))
    metrics = demonstrate("step-sizes", updates=20, epochs=2).metrics
    assert metrics["schedule_difference"] == pytest.approx(0.05)


# principal-components


def test_components_are_centred_uncorrelated_and_the_best(demonstrate):
    metrics = demonstrate("principal-components").metrics
    assert (metrics["limited_min"], metrics["limited_max"]) == (0, 1)
    assert metrics["component_mean"] < 1e-9 > metrics["component_covariance"]
    assert 0 < metrics["kept_above_random"] < metrics["kept_share"] < 1


@pytest.mark.parametrize("direction", [slice(None), slice(None, None, -1)])
def test_the_largest_variance_comes_first(direction):
    data = np.random.default_rng(1).normal(size=(300, 3)) * [1.0, 5.0, 0.2]
    components, basis = principal_components.principal_components(data[:, direction])
    assert np.all(np.diff(components.var(axis=0)) < 0)
    np.testing.assert_allclose(basis.T @ basis, np.eye(3), atol=1e-12)


def test_components_in_the_wrong_order_are_seen(demonstrate, monkeypatch):
    right = principal_components.principal_components

    def reverse(data):
        components, basis = right(data)
        return components[:, ::-1], basis[:, ::-1]

    monkeypatch.setattr(principal_components, "principal_components", reverse)
    assert demonstrate("principal-components").metrics["kept_above_random"] < 0
