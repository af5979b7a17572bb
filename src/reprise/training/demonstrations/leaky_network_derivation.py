"""Gradients of a network with leaky ReLU layers and softmax output, in index and matrix form."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations import leaky_network_formulas as formulas
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import leaky_relu, softmax
from reprise.training.demonstrations.leaky_network import Layer, LeakyNetwork
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import LeakyNetworkDerivation

SMALLEST = np.array([0.0, np.log(3.0)])
"""Two logits whose probabilities are 1/4 and 3/4."""


def run(options: LeakyNetworkDerivation, context: Context) -> Outcome:
    """L = -sum t log x^(N) of one random input, and of a batch.

    Formulas of questions 1.1a to 1.1c, as printed and, where an index or a square is off,
    corrected; metrics are largest absolute errors over all layers. A formula whose shapes do
    not meet in this network has no error.
    """
    draw = stream(context.seed, "leaky network")
    network = LeakyNetwork.drawn(options.widths, options.slope, draw)
    square = LeakyNetwork.drawn([options.widths[0]] * len(options.widths), options.slope, draw)
    single, batch = (draw.normal(size=(rows, options.widths[0])) for rows in (1, options.batch))
    layers = network.passed(single)
    metrics = {
        **_softmax(network, layers[-1].z[0]),
        **_softmax_counterexamples(),
        **_pre_activations(network, single[0]),
        **_activation(options.slope),
        **_gradients(layers, options.slope),
        **_inputs(layers, square.passed(draw.normal(size=(1, options.widths[0])))),
        **_batch(network, batch),
    }
    return Outcome(metrics)


def _softmax(network: LeakyNetwork, z: np.ndarray) -> Metrics:
    """1.1a (i) and (ii), 1.1b (i)."""
    t, x = network.target, softmax(z)
    normalised = np.log(x)  # logits whose exponentials sum to one
    true = jacobian(softmax, z)
    in_x = network.in_probabilities(x)
    in_z = jacobian(lambda v: -np.sum(t * np.log(softmax(v))), z)
    by_matrices = formulas.in_logits_by_matrices_printed(in_x, x)
    last_line = formulas.softmax_jacobian_printed(x)
    return {
        "loss_derivative_error_as_printed": error(formulas.in_probabilities(t, x), in_x),
        "quotient_rule_error_as_printed": error(formulas.quotient_rule_printed(z), true),
        "quotient_rule_error_normalised": error(formulas.quotient_rule_printed(normalised), true),
        "quotient_rule_error_corrected": error(formulas.quotient_rule(z), true),
        "softmax_error_as_printed": error(last_line, true),
        "softmax_error_on_diagonal": error(np.diag(last_line), np.diag(true)),
        "softmax_error_corrected": error(formulas.softmax_jacobian(x), true),
        "softmax_column_sum_as_printed": float(np.abs(last_line.sum(axis=0)).max()),
        "softmax_column_sum_true": float(np.abs(true.sum(axis=0)).max()),
        "softmax_index_form_error_as_printed": error(formulas.in_logits_by_index(in_x, x), in_z),
        "softmax_matrix_first_term_entries": np.kron(np.eye(len(x)), x).size,
        "softmax_matrix_second_term_entries": np.outer(x, x).size,
        "softmax_matrix_error_as_printed": _error(by_matrices, in_z),
        "softmax_matrix_error_corrected": error(formulas.in_logits_by_matrices(in_x, x), in_z),
    }


def _softmax_counterexamples() -> Metrics:
    """Entry (1, 2) of 1.1a (ii) at two classes: the derivative is -x_1 x_2."""
    true = float(jacobian(softmax, SMALLEST)[0, 1])
    return {
        "quotient_rule_counterexample_printed": float(
            formulas.quotient_rule_printed(SMALLEST)[0, 1]
        ),
        "quotient_rule_counterexample_true": true,
        "softmax_counterexample_printed": float(
            formulas.softmax_jacobian_printed(softmax(SMALLEST))[0, 1]
        ),
        "softmax_counterexample_true": true,
    }


def _pre_activations(network: LeakyNetwork, x: np.ndarray) -> Metrics:
    """1.1a (iv) to (vi): derivatives of W x + b."""
    weights, biases = network.layers[0]
    units = len(biases)
    in_inputs = jacobian(lambda v: weights @ v + biases, x)
    in_weights = jacobian(lambda v: v @ x + biases, weights)
    in_biases = jacobian(lambda v: weights @ x + v, biases)
    name = "pre_activation_in_{}_error_as_printed".format
    return {
        name("input"): error(formulas.pre_activations_in_inputs(weights), in_inputs),
        name("weights"): error(formulas.pre_activations_in_weights(x, units), in_weights),
        name("biases"): error(formulas.pre_activations_in_biases(units), in_biases),
    }


def _activation(a: float) -> Metrics:
    """1.1a (iii): away from 0, where it is not given."""
    z = np.linspace(-3, 3, 60)
    true = jacobian(lambda v: leaky_relu(v, a), z)
    return {"activation_error_as_printed": error(formulas.leaky_relu_jacobian(z, a), true)}


def _gradients(layers: list[Layer], a: float) -> Metrics:
    """1.1b (ii), (iv) and (v) for one input."""
    return {
        "activation_gradient_error_as_printed": max(
            error(formulas.through_leaky_relu(above.in_x, below.z, a), below.in_z)
            for below, above in pairwise(layers)
        ),
        "weights_error_as_printed": max(
            error(formulas.in_weights(layer.in_z[0], layer.x[0]), layer.in_weights)
            for layer in layers
        ),
        "biases_error_as_printed": max(
            error(formulas.in_biases(layer.in_z[0]), layer.in_biases) for layer in layers
        ),
    }


def _inputs(layers: list[Layer], equally_wide: list[Layer]) -> Metrics:
    """1.1b (iii): the weights of layer l as printed, of layer l + 1 corrected."""
    by_index, by_matrices = formulas.in_inputs_by_index, formulas.in_inputs_by_matrices
    earlier, later = np.array([[2.0]]), np.array([[3.0]])  # weights of one unit each
    return {
        "input_index_form_error_as_printed": _in_inputs(by_index, layers, layers),
        "input_index_form_error_equally_wide": _in_inputs(by_index, equally_wide, equally_wide),
        "input_index_form_error_corrected": _in_inputs(by_index, layers, layers[1:]),
        "input_matrix_error_as_printed": _in_inputs(by_matrices, layers, layers),
        "input_matrix_error_equally_wide": _in_inputs(by_matrices, equally_wide, equally_wide),
        "input_matrix_error_corrected": _in_inputs(by_matrices, layers, layers[1:]),
        "input_matrix_counterexample_printed": float(by_matrices(np.ones(1), earlier)[0]),
        "input_matrix_counterexample_true": float(jacobian(lambda v: later @ v, np.ones(1))[0, 0]),
    }


def _in_inputs(
    form: Callable[[np.ndarray, np.ndarray], np.ndarray],
    layers: list[Layer],
    weights_of: list[Layer],
) -> float | None:
    """The error of dL/dx between two layers, with the weights of the given ones in turn.

    None where these weights do not have the shape that the indices ask for.
    """
    errors = []
    for above, named in zip(layers[1:], weights_of, strict=False):
        if named.weights.shape != above.weights.shape:
            return None
        errors.append(error(form(above.in_z[0], named.weights), above.in_x[0]))
    return max(errors)


def _batch(network: LeakyNetwork, inputs: np.ndarray) -> Metrics:
    """1.1c, where the loss of a batch is the sum over its rows.

    For a mean loss the same sums hold with that loss's own dL/dz; of the single examples' dL/dz
    they are too large, by the number of rows.
    """
    layers, rows = network.passed(inputs), len(inputs)
    last, x = layers[-1], softmax(layers[-1].z)
    weights = [formulas.summed_in_weights(layer.in_z, layer.x) for layer in layers]
    biases = [formulas.summed_in_biases(layer.in_z) for layer in layers]
    true_w, true_b = ([getattr(la, f"in_{p}") for la in layers] for p in ("weights", "biases"))
    return {
        "batch_weights_error_as_printed": _largest(weights, true_w),
        "batch_weights_error_for_mean_loss": _largest(weights, [true / rows for true in true_w]),
        "batch_biases_error_as_printed": _largest(biases, true_b),
        "batch_biases_error_for_mean_loss": _largest(biases, [true / rows for true in true_b]),
        "batch_inputs_error_as_printed": max(
            error(formulas.in_inputs_by_matrices(layer.in_z, layer.weights), layer.in_x)
            for layer in layers
        ),
        "batch_activation_error_as_printed": max(
            error(formulas.through_leaky_relu(above.in_x, below.z, network.slope), below.in_z)
            for below, above in pairwise(layers)
        ),
        "batch_softmax_error_as_printed": error(
            formulas.in_logits_by_rows(network.in_probabilities(x), x), last.in_z
        ),
    }


def _largest(found: list[np.ndarray], true: list[np.ndarray]) -> float:
    return max(error(*pair) for pair in zip(found, true, strict=True))


def _error(formula: np.ndarray | None, true: np.ndarray) -> float | None:
    return None if formula is None else error(formula, true)
