"""The leaky network's formulas: what holds, what does not, and whether the checks would notice."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reprise.training.demonstrations import leaky_network_formulas as formulas

NAME = "leaky-network-derivation"
WITHIN = 1e-9
"""Of the claims on formulas."""

CORRECTED = ["quotient_rule", "softmax", "softmax_matrix", "input_index_form", "input_matrix"]


@pytest.mark.parametrize("formula", CORRECTED)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_corrections_hold(demonstrate, formula: str, seed: int) -> None:
    metrics = demonstrate(NAME, seed=seed).metrics
    assert metrics[f"{formula}_error_corrected"] < WITHIN


@pytest.mark.parametrize("formula", ["softmax_matrix", "input_index_form", "input_matrix"])
def test_formulas_whose_shapes_do_not_meet_have_no_error(demonstrate, formula: str) -> None:
    metrics = demonstrate(NAME, widths=[6, 5, 4, 3]).metrics
    assert metrics[f"{formula}_error_as_printed"] is None


def test_kronecker_products_of_different_sizes(demonstrate) -> None:
    metrics = demonstrate(NAME, widths=[6, 5, 4, 3]).metrics
    assert metrics["softmax_matrix_first_term_entries"] == 3**3
    assert metrics["softmax_matrix_second_term_entries"] == 3**2


def test_the_weights_of_another_layer_are_wrong_also_where_their_shape_fits(demonstrate) -> None:
    metrics = demonstrate(NAME, widths=[4, 4, 4, 4]).metrics
    for form in ("index_form", "matrix"):
        assert metrics[f"input_{form}_error_as_printed"] > 1e-3
        assert metrics[f"input_{form}_error_equally_wide"] > 1e-3
        assert metrics[f"input_{form}_error_corrected"] < WITHIN
    assert metrics["input_matrix_counterexample_printed"] == 2
    assert metrics["input_matrix_counterexample_true"] == 3


def test_the_softmax_as_printed(demonstrate) -> None:
    metrics = demonstrate(NAME).metrics
    assert metrics["softmax_error_as_printed"] > 1e-3
    assert metrics["softmax_error_on_diagonal"] < WITHIN
    assert metrics["softmax_column_sum_as_printed"] > 1e-3
    assert metrics["softmax_column_sum_true"] < WITHIN
    # probabilities 1/4 and 3/4: printed -x_1^2, true -x_1 x_2
    assert metrics["softmax_counterexample_printed"] == pytest.approx(-1 / 16)
    assert metrics["softmax_counterexample_true"] == pytest.approx(-3 / 16)


def test_the_quotient_rule_as_printed(demonstrate) -> None:
    metrics = demonstrate(NAME).metrics
    assert metrics["quotient_rule_error_as_printed"] > 1e-3
    assert metrics["quotient_rule_error_normalised"] < WITHIN
    # exponentials 1 and 3: printed -3/4, true -3/16
    assert metrics["quotient_rule_counterexample_printed"] == pytest.approx(-3 / 4)
    assert metrics["quotient_rule_counterexample_true"] == pytest.approx(-3 / 16)


def test_sums_over_a_batch_are_gradients_of_the_sum_not_of_the_mean(demonstrate) -> None:
    metrics = demonstrate(NAME, batch=4).metrics
    for name in ("weights", "biases"):
        assert metrics[f"batch_{name}_error_as_printed"] < WITHIN
        assert metrics[f"batch_{name}_error_for_mean_loss"] > 1e-3


def negative(formula: Callable) -> Callable:
    return lambda *given: -formula(*given)


def transposed(formula: Callable) -> Callable:
    return lambda *given: formula(*given).swapaxes(0, 1)


def doubled(formula: Callable) -> Callable:
    return lambda *given: 2 * formula(*given)


def without_squares(formula: Callable) -> Callable:
    return lambda z: formula(z) * np.exp(z).sum()


def without_slope(formula: Callable) -> Callable:
    return lambda *given: formula(*given[:-1], 1.0)


def ignoring_inputs(formula: Callable) -> Callable:
    return lambda in_z, x: formula(in_z, np.ones_like(x))


def without_other_classes(formula: Callable) -> Callable:
    return lambda in_x, x: in_x * x * (1 - x)


def mean_over_rows(formula: Callable) -> Callable:
    return lambda in_z, *x: formula(in_z, *x) / len(in_z)


def of_shuffled_weights(formula: Callable) -> Callable:
    return lambda in_z, weights: formula(in_z, weights[::-1])


MUTATIONS = [
    ("in_probabilities", negative, "loss_derivative_error_as_printed"),
    ("in_probabilities", doubled, "loss_derivative_error_as_printed"),
    ("quotient_rule", without_squares, "quotient_rule_error_corrected"),
    ("quotient_rule", negative, "quotient_rule_error_corrected"),
    ("softmax_jacobian", negative, "softmax_error_corrected"),
    ("softmax_jacobian", doubled, "softmax_error_corrected"),
    ("leaky_relu_jacobian", without_slope, "activation_error_as_printed"),
    ("leaky_relu_jacobian", negative, "activation_error_as_printed"),
    ("pre_activations_in_inputs", negative, "pre_activation_in_input_error_as_printed"),
    ("pre_activations_in_weights", doubled, "pre_activation_in_weights_error_as_printed"),
    ("pre_activations_in_biases", negative, "pre_activation_in_biases_error_as_printed"),
    ("in_logits_by_index", without_other_classes, "softmax_index_form_error_as_printed"),
    ("in_logits_by_index", negative, "softmax_index_form_error_as_printed"),
    ("in_logits_by_matrices", without_other_classes, "softmax_matrix_error_corrected"),
    ("through_leaky_relu", without_slope, "activation_gradient_error_as_printed"),
    ("through_leaky_relu", without_slope, "batch_activation_error_as_printed"),
    ("in_inputs_by_index", of_shuffled_weights, "input_index_form_error_corrected"),
    ("in_inputs_by_matrices", of_shuffled_weights, "input_matrix_error_corrected"),
    ("in_inputs_by_matrices", of_shuffled_weights, "batch_inputs_error_as_printed"),
    ("in_weights", ignoring_inputs, "weights_error_as_printed"),
    ("in_weights", negative, "batch_weights_error_as_printed"),
    ("in_biases", doubled, "biases_error_as_printed"),
    ("in_biases", negative, "batch_biases_error_as_printed"),
    ("summed_in_weights", mean_over_rows, "batch_weights_error_as_printed"),
    ("summed_in_biases", mean_over_rows, "batch_biases_error_as_printed"),
    ("in_logits_by_rows", without_other_classes, "batch_softmax_error_as_printed"),
]


@pytest.mark.parametrize(("name", "mutation", "metric"), MUTATIONS)
def test_a_mutated_formula_is_found_out(
    demonstrate, monkeypatch, name: str, mutation: Callable, metric: str
) -> None:
    assert demonstrate(NAME).metrics[metric] < WITHIN
    monkeypatch.setattr(formulas, name, mutation(getattr(formulas, name)))
    assert demonstrate(NAME).metrics[metric] > WITHIN


def test_a_transposed_index_is_found_out_where_its_shape_fits(demonstrate, monkeypatch) -> None:
    monkeypatch.setattr(formulas, "in_weights", transposed(formulas.in_weights))
    metric = "weights_error_as_printed"
    assert demonstrate(NAME, widths=[4, 4, 4]).metrics[metric] > WITHIN


def test_every_right_formula_is_mutated() -> None:
    names = {name for name, value in vars(formulas).items() if callable(value) and name[0] != "_"}
    right = {name for name in names if not name.endswith("_printed")}
    assert right == {name for name, *_ in MUTATIONS}
