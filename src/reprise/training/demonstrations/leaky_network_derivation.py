"""Gradients of a network with leaky ReLU layers and softmax output, in index and matrix form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.functions import leaky_relu, softmax
from reprise.training.demonstrations.leaky_network import LeakyNetwork
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import LeakyNetworkDerivation


def run(options: LeakyNetworkDerivation, context: Context) -> Outcome:
    """L = -sum t log x^(N) of one random input, and of a batch; x~ are pre-activations.

    Formulas of questions 1.1a and 1.1b, as printed and, where an index or a square is off,
    corrected. ``input_matrix`` is dL/dx^(l) = dL/dx~^(l+1) W^(l): as printed its shapes meet
    only where all layers are equally wide, so that its error comes from such a network.
    """
    draw = stream(context.seed, "leaky network")
    network = LeakyNetwork.drawn(options.widths, options.slope, draw)
    square = LeakyNetwork.drawn([options.widths[0]] * len(options.widths), options.slope, draw)
    metrics = {
        **_softmax(network, draw),
        **_local(network, draw),
        **_activation(options.slope),
        **_gradients(network, draw),
        **_matrix_form(network, square, draw),
        **_batch(network, options.batch, draw),
    }
    return Outcome(metrics)


def _softmax(network: LeakyNetwork, draw: np.random.Generator) -> Metrics:
    """1.1a (i) and (ii), 1.1b (i)."""
    z, t = network.case(draw)[0][-1], network.target
    x = softmax(z)
    true = jacobian(softmax, z)
    unit = np.eye(len(x))
    exponentials = np.exp(z)
    total = exponentials.sum()
    quotient = unit * exponentials[:, None] * total - np.outer(exponentials, exponentials)
    last = x[:, None] * (unit - x[:, None])
    loss_in_x = -t / x
    in_z = jacobian(lambda z: -np.sum(t * np.log(softmax(z))), z)
    smallest = np.array([0.0, np.log(3.0)])  # two classes with probabilities 1/4 and 3/4
    return {
        "loss_derivative_error_as_printed": error(
            loss_in_x, jacobian(lambda x: -np.sum(t * np.log(x)), x)
        ),
        "quotient_rule_error_as_printed": error(quotient / total, true),
        "quotient_rule_error_corrected": error(quotient / total**2, true),
        "softmax_error_as_printed": error(last, true),
        "softmax_error_corrected": error(x[:, None] * (unit - x), true),
        "softmax_column_sum_as_printed": float(np.abs(last.sum(axis=0)).max()),
        "softmax_column_sum_true": float(np.abs(true.sum(axis=0)).max()),
        "softmax_counterexample_printed": float(-(softmax(smallest)[0] ** 2)),
        "softmax_counterexample_true": float(jacobian(softmax, smallest)[0, 1]),
        "softmax_index_form_error_as_printed": error(
            np.sum(loss_in_x[:, None] * x[:, None] * (unit - x), axis=0), in_z
        ),
        "softmax_matrix_first_term_entries": np.kron(unit, x).size,
        "softmax_matrix_second_term_entries": np.outer(x, x).size,
        "softmax_matrix_error_corrected": error(loss_in_x @ (np.diag(x) - np.outer(x, x)), in_z),
    }


def _local(network: LeakyNetwork, draw: np.random.Generator) -> Metrics:
    """1.1a (iv) to (vi): derivatives of W x + b."""
    weights, biases = network.layers[0]
    x = draw.normal(size=weights.shape[1])
    unit = np.eye(len(biases))
    return {
        "pre_activation_in_input_error_as_printed": error(
            weights, jacobian(lambda x: weights @ x + biases, x)
        ),
        "pre_activation_in_weights_error_as_printed": error(
            unit[:, :, None] * x, jacobian(lambda w: w @ x + biases, weights)
        ),
        "pre_activation_in_biases_error_as_printed": error(
            unit, jacobian(lambda b: weights @ x + b, biases)
        ),
    }


def _activation(a: float) -> Metrics:
    """1.1a (iii): away from 0, where it is not given."""
    z = np.linspace(-3, 3, 60)
    return {
        "activation_error_as_printed": error(
            np.where(z > 0, 1.0, a), slope(lambda z: leaky_relu(z, a), z)
        )
    }


def _gradients(network: LeakyNetwork, draw: np.random.Generator) -> Metrics:
    """1.1b (ii) to (v): one layer back, at every layer; the largest error counts."""
    pre, x = network.case(draw)
    passed = network.true_gradients(x[0])
    found: dict[str, float] = {}
    for k in range(len(network.layers)):
        weights, _ = network.layers[k]
        delta = passed.pre[k]
        errors = {
            "weights_error_as_printed": error(np.outer(delta, x[k]), passed.weights[k]),
            "biases_error_as_printed": error(delta, passed.biases[k]),
            "input_index_form_error_as_printed": error(
                np.sum(delta[:, None] * weights, axis=0), passed.inputs[k]
            ),
        }
        if k > 0:
            through = np.where(pre[k - 1] > 0, 1.0, network.slope) * passed.inputs[k]
            errors["activation_gradient_error_as_printed"] = error(through, passed.pre[k - 1])
        found = {name: max(value, found.get(name, 0.0)) for name, value in errors.items()} | {
            name: value for name, value in found.items() if name not in errors
        }
    return found


def _matrix_form(network: LeakyNetwork, square: LeakyNetwork, draw: np.random.Generator) -> Metrics:
    """1.1b (iii) in matrix form: the weights of layer l as printed, of layer l + 1 corrected."""
    met = [
        len(later[1]) == len(earlier[1])
        for earlier, later in zip(network.layers, network.layers[1:], strict=False)
    ]
    _, x = square.case(draw)
    passed = square.true_gradients(x[0])
    pairs = [
        (passed.pre[k] @ square.layers[place][0], passed.inputs[k])
        for k in range(1, len(square.layers))
        for place in (k - 1, k)
    ]
    errors = [error(formula, true) for formula, true in pairs]
    return {
        "input_matrix_shapes_meet_as_printed": sum(met),
        "input_matrix_layers": len(met),
        "input_matrix_error_as_printed": max(errors[0::2]),
        "input_matrix_error_corrected": max(errors[1::2]),
    }


def _batch(network: LeakyNetwork, batch: int, draw: np.random.Generator) -> Metrics:
    """1.1c: sums over the examples, held against the summed and the mean loss."""
    inputs = draw.normal(size=(batch, network.widths[0]))
    single = [network.true_gradients(x) for x in inputs]
    weights, biases = network.layers[0]
    summed = {
        "weights": (jacobian(lambda w: network.summed_loss(inputs, w, biases), weights), 0),
        "biases": (jacobian(lambda b: network.summed_loss(inputs, weights, b), biases), 0),
    }
    in_rows = jacobian(lambda x: network.summed_loss(x, weights, biases), inputs)
    metrics: Metrics = {
        "batch_inputs_error_as_printed": error(np.stack([s.inputs[0] for s in single]), in_rows)
    }
    for name, (true, place) in summed.items():
        total = np.sum([getattr(s, name)[place] for s in single], axis=0)
        metrics[f"batch_{name}_error_as_printed"] = error(total, true)
        metrics[f"batch_{name}_error_for_mean_loss"] = error(total, true / batch)
    return metrics
