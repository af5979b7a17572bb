"""The pseudo-code of a layer-by-layer update, carried out to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.training.demonstrations.derivatives import error
from reprise.training.demonstrations.functions import softmax
from reprise.training.demonstrations.small_network import Case, Weights
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import UpdatePseudocode


def run(options: UpdatePseudocode, context: Context) -> Outcome:
    """Step 0 computes the error of the output; then, layer by layer from the last hidden one:
    (1) gradient, (2) new weights, (3) the next error, (4) old weights replaced.

    Metrics: how far the output weights move when the loop starts at the last hidden layer (as
    printed) and at the output layer (corrected); the error of the product of step 1 with the
    layer's product sums (as printed) and with its error (corrected); the error of the
    gradients of earlier layers when step 4 comes last (as printed) and before step 3 (swapped);
    and, with every step to the letter and corrected, how far the biases move, and the weights
    when the labels are others.
    """
    case = Case.drawn(options, context.seed)
    z, o = case.forward(case.weights, case.biases)
    true = [case.true_gradient(case.weights, case.biases, k) for k in range(len(case.weights))]
    printed = [printed_gradient(z[k], o[k]) for k in range(len(z))]
    in_order = _gradients(case, options.learning_rate, swapped=False)
    swapped = _gradients(case, options.learning_rate, swapped=True)
    metrics: Metrics = {
        **_output_weights(case, options),
        "gradient_error_as_printed": _largest(printed, true),
        "gradient_error_corrected": _largest(in_order, true),
        "earlier_gradient_error_as_printed": _largest(in_order[:-1], true[:-1]),
        "earlier_gradient_error_swapped": _largest(swapped[:-1], true[:-1]),
        **_smallest_case(),
        **_biases_and_labels(case, options),
    }
    return Outcome(metrics)


# The formulas


def printed_gradient(z: np.ndarray, o: np.ndarray) -> np.ndarray:
    """Step 1: the layer's product sums with the outputs before it, per example."""
    return z.T @ o / len(o)


def gradient(delta: np.ndarray, o: np.ndarray) -> np.ndarray:
    """Step 1 with the layer's error vector in place of its product sums, per example."""
    return delta.T @ o / len(o)


def next_error(delta: np.ndarray, weights: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Step 3: dL/dz of the layer before, from dL/dz of a layer and that layer's weights."""
    return delta @ weights * slope


# Whole updates


def _largest(one: Weights, other: Weights) -> float:
    return max(error(a, b) for a, b in zip(one, other, strict=True))


def _output_weights(case: Case, options: UpdatePseudocode) -> Metrics:
    """Their change when the loop starts at the last hidden layer, and at the output layer."""
    metrics: Metrics = {}
    output = len(case.weights) - 1
    for name, start in (("as_printed", output - 1), ("corrected", output)):
        weights, biases = case.copied()
        for _ in range(options.updates):
            _descend(case, weights, biases, case.target, options.learning_rate, start)
        metrics[f"output_weight_change_{name}"] = error(weights[-1], case.weights[-1])
    return metrics


def _smallest_case() -> Metrics:
    """Step 1 with weights of 0: one output of 1 before, the first of two classes is true."""
    o, weights, target = np.ones((1, 1)), np.zeros((2, 1)), np.array([[1.0, 0.0]])
    z = o @ weights.T
    return {
        "gradient_counterexample_printed": float(printed_gradient(z, o)[0, 0]),
        "gradient_counterexample_true": float(gradient(softmax(z) - target, o)[0, 0]),
    }


def _biases_and_labels(case: Case, options: UpdatePseudocode) -> Metrics:
    """What moves the biases, and what the labels move."""
    others = np.roll(case.target, 1, axis=1)  # every label becomes the next class
    metrics: Metrics = {}
    for name, update in (("as_printed", _to_the_letter), ("corrected", _corrected)):
        weights, biases = update(case, case.target, options)
        metrics[f"bias_change_{name}"] = _largest(biases, case.biases)
        relabelled, _ = update(case, others, options)
        metrics[f"weight_difference_by_labels_{name}"] = _largest(weights, relabelled)
    return metrics


def _to_the_letter(
    case: Case, target: np.ndarray, options: UpdatePseudocode
) -> tuple[Weights, Weights]:
    """Weights and biases; the error vectors are computed, and no step reads them."""
    weights, biases = case.copied()
    for _ in range(options.updates):
        z, o = case.forward(weights, biases)
        delta_current = softmax(z[-1]) - target
        for k in range(len(weights) - 2, -1, -1):
            new = weights[k] - options.learning_rate * printed_gradient(z[k], o[k])
            delta_current = next_error(delta_current, weights[k + 1], case.derivative(z[k]))
            weights[k] = new
    return weights, biases


def _corrected(
    case: Case, target: np.ndarray, options: UpdatePseudocode
) -> tuple[Weights, Weights]:
    """Weights and biases of all layers, each moved by its error."""
    weights, biases = case.copied()
    for _ in range(options.updates):
        _descend(
            case, weights, biases, target, options.learning_rate, len(weights) - 1, with_biases=True
        )
    return weights, biases


def _descend(
    case: Case,
    weights: Weights,
    biases: Weights,
    target: np.ndarray,
    rate: float,
    start: int,
    *,
    with_biases: bool = False,
) -> None:
    """One update, in place; layers after ``start`` only pass the error back."""
    z, o = case.forward(weights, biases)
    delta = softmax(z[-1]) - target
    for k in range(len(weights) - 1, -1, -1):
        new_weights = weights[k] - rate * gradient(delta, o[k])
        new_biases = biases[k] - rate * delta.mean(axis=0)
        if k > 0:
            delta = next_error(delta, weights[k], case.derivative(z[k - 1]))
        if k <= start:
            weights[k] = new_weights
            biases[k] = new_biases if with_biases else biases[k]


def _gradients(case: Case, rate: float, *, swapped: bool) -> Weights:
    """The gradients of one pass; swapped: errors go back through weights already replaced."""
    weights = case.copied()[0]
    z, o = case.forward(weights, case.biases)
    delta = softmax(z[-1]) - case.target
    gradients: Weights = []
    for k in range(len(weights) - 1, -1, -1):
        gradients.insert(0, gradient(delta, o[k]))
        if swapped:
            weights[k] = weights[k] - rate * gradients[0]
        if k > 0:
            delta = next_error(delta, weights[k], case.derivative(z[k - 1]))
    return gradients
