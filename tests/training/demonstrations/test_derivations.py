"""Which printed formulas hold and which do not, with values that are known from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

ROUNDING = 1e-12

HOLD = {
    "softmax-derivation": [
        "softmax_diagonal",
        "softmax_off_diagonal",
        "one_term_derivative",
        "two_term_derivative",
        "two_term_logistic",
        "linear_gradient",
    ],
    "dice-derivation": ["second_line", "overlap", "squared_overlap", "last_line"],
    "focal-derivation": ["first_term", "entropy", "closed_form", "case_t_1", "case_t_0"],
    "column-network-derivation": [
        *(f"{a}_{q}" for a in ("relu", "sigmoid") for q in ("logits", "dZ2", "dW2", "db2")),
        *(f"relu_{q}" for q in ("dZ1", "dW1", "db1", "derivative")),
    ],
    "classifier-derivation": [
        "equation_1",
        "equation_2",
        "equation_3",
        "loss",
        "equation_4",
        "equation_6_output",
        "equation_7_output",
    ],
    "tanh-network-derivation": [
        "one_hot_sum",
        *(f"equation_{k}" for k in (5, 7, 8, 9, 15)),
    ],
    "leaky-network-derivation": [
        "loss_derivative",
        "softmax_index_form",
        "activation",
        "activation_gradient",
        "pre_activation_in_input",
        "pre_activation_in_weights",
        "pre_activation_in_biases",
        "weights",
        "biases",
        "batch_inputs",
        "batch_activation",
        "batch_softmax",
        "batch_weights",
        "batch_biases",
    ],
}

CORRECTED = {
    "dice-derivation": ["first_line"],
    "focal-derivation": ["second_term", "sum"],
    "column-network-derivation": [f"sigmoid_{q}" for q in ("dZ1", "dW1", "db1")],
    "classifier-derivation": ["equation_6_hidden", "equation_7_hidden"],
    "tanh-network-derivation": [
        "logit_derivative",
        *(f"equation_{k}" for k in (6, 10, 12, 14, 16)),
    ],
    "leaky-network-derivation": ["quotient_rule", "softmax"],
}


@pytest.mark.parametrize("name", HOLD)
@pytest.mark.parametrize("seed", [0, 1])
def test_right_formulas_hold_to_rounding(demonstrate, name, seed):
    metrics = demonstrate(name, seed=seed).metrics
    for formula in HOLD[name]:
        assert metrics[f"{formula}_error_as_printed"] < ROUNDING, formula


@pytest.mark.parametrize("name", CORRECTED)
@pytest.mark.parametrize("seed", [0, 1])
def test_wrong_formulas_are_off_and_their_corrections_hold(demonstrate, name, seed):
    metrics = demonstrate(name, seed=seed).metrics
    for formula in CORRECTED[name]:
        assert metrics[f"{formula}_error_as_printed"] > 1e-3, formula
        assert metrics[f"{formula}_error_corrected"] < ROUNDING, formula


def test_the_two_term_loss_has_another_gradient_behind_a_softmax(demonstrate):
    metrics = demonstrate("softmax-derivation").metrics
    assert metrics["two_term_softmax_error_as_printed"] > 0.1
    assert metrics["one_term_softmax_error_corrected"] < ROUNDING
    # two equal logits: L = -2 log y_1, so dL/dz_1 = 2 (y_1 - 1) = -1
    assert metrics["two_term_softmax_counterexample_true"] == pytest.approx(-1.0)
    assert metrics["two_term_softmax_counterexample_printed"] == pytest.approx(-0.5)
    assert metrics["softmax_terms_as_printed"] == metrics["softmax_terms"] + 1


def test_dice_values(demonstrate):
    outcome = demonstrate("dice-derivation")
    metrics = outcome.metrics
    assert metrics["loss_of_agreement"] == 0
    assert metrics["loss_without_target_min"] == metrics["loss_without_target_max"] == 1
    for y, factor in {"0_1": 0.0331, "0_5": 0.4444, "0_9": 0.8975, "0_999": 0.9990}.items():
        assert metrics[f"factor_at_{y}"] == pytest.approx(factor, abs=5e-5)
    assert metrics["first_line_counterexample_printed"] == 0.5
    assert metrics["first_line_counterexample_true"] == pytest.approx(-0.5)
    # |dL/dz| = 2y(1-y)/(1+y)^2 is largest at y = 1/3
    assert metrics["logit_gradient_steepest_at"] == pytest.approx(1 / 3, abs=0.01)
    curve = outcome.curves["y"]
    np.testing.assert_allclose(curve.values["gradient"], -2 / (1 + curve.x) ** 2)


def test_focal_values(demonstrate):
    metrics = demonstrate("focal-derivation").metrics
    assert metrics["second_term_counterexample_printed"] == pytest.approx(-8.27, abs=0.005)
    assert metrics["second_term_counterexample_true"] == pytest.approx(10.70, abs=0.005)
    for gamma, factor in {"1": 0.1, "2": 0.01, "5": 1e-5}.items():
        assert metrics[f"easy_factor_gamma_{gamma}"] == pytest.approx(factor)
    assert 0 < metrics["small_gamma_relative_difference"] < 0.01


def test_focal_meets_dice_where_a_root_search_finds_it(demonstrate):
    outcome = demonstrate("focal-derivation")
    metrics = outcome.metrics
    places = {"0_5": 0.75331, "1": 0.51734, "2": 0.32650, "5": 0.16777}
    for gamma, y in places.items():
        assert metrics[f"equal_to_dice_at_gamma_{gamma}"] == pytest.approx(y, abs=5e-6)
        assert metrics[f"equal_to_dice_points_gamma_{gamma}"] == 1
    assert metrics["equal_to_dice_points_gamma_0"] == 0
    assert metrics["equal_to_dice_at_gamma_0"] is None
    y = outcome.curves["gamma"].values["equal_to_dice_at"]
    gamma = outcome.curves["gamma"].x
    np.testing.assert_allclose(-((1 - y) ** gamma) * np.log(y), (1 - y) / (1 + y), atol=1e-10)


def test_a_second_gamma_gives_the_gradient_of_cross_entropy_below_one_half_only(demonstrate):
    outcome = demonstrate("focal-derivation")
    curve = outcome.curves["hard_y"]
    y, gamma = curve.x, curve.values["equal_gradient_gamma"]
    assert np.all(gamma > 0)
    quotient = (1 - y) ** gamma * (1 - gamma * y * np.log(y) / (1 - y))
    np.testing.assert_allclose(quotient, 1.0, atol=1e-9)
    for y, others in {"0_1": 1, "0_3": 1, "0_5": 0, "0_7": 0}.items():
        assert outcome.metrics[f"equal_gradient_other_gammas_at_y_{y}"] == others


def test_the_other_reading_of_m_shrinks_the_gradient(demonstrate):
    metrics = demonstrate("column-network-derivation", batch=6, training_examples=600).metrics
    assert metrics["relu_dW2_scale_with_m_of_training_set"] == pytest.approx(0.01)


def test_printed_factors_without_the_shape_of_the_hidden_layer_have_no_error(demonstrate):
    metrics = demonstrate("classifier-derivation", widths=[5, 4, 3]).metrics
    assert metrics["equation_6_hidden_error_as_printed"] is None
    assert metrics["equation_6_hidden_error_corrected"] < ROUNDING
    assert metrics["cost_change_step_below_limit"] < 0 < metrics["cost_change_step_above_limit"]


def test_the_tanh_network_names_entries_that_do_not_exist_in_print(demonstrate):
    metrics = demonstrate("tanh-network-derivation").metrics
    assert (metrics["equation_10_entries_as_printed"], metrics["equation_10_entries"]) == (1, 8)
    assert (metrics["equation_12_entries_as_printed"], metrics["equation_12_entries"]) == (2, 4)
    assert metrics["equation_12_error_with_tanh"] > 1e-3
    assert metrics["two_linear_layers_error"] < ROUNDING
