"""The pseudo-code of a layer-by-layer update, carried out to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    layer's product sums (as printed) and with its error (corrected); and the error of the
    gradients of earlier layers when step 4 comes last (as printed) and before step 3 (swapped).
    """
    case = Case.drawn(options, context.seed)
    first_hidden = len(case.weights) - 2
    from_hidden, from_output = case.copied()[0], case.copied()[0]
    for _ in range(options.updates):
        _descend(case, from_hidden, options.learning_rate, first_hidden)
        _descend(case, from_output, options.learning_rate, first_hidden + 1)
    z, o = case.forward(case.weights, case.biases)
    true = [case.true_gradient(case.weights, case.biases, k) for k in range(len(case.weights))]
    printed = [z[k].T @ o[k] / len(case.x) for k in range(len(z))]
    in_order = _gradients(case, options.learning_rate, swapped=False)
    swapped = _gradients(case, options.learning_rate, swapped=True)
    metrics: Metrics = {
        "output_weight_change_as_printed": error(from_hidden[-1], case.weights[-1]),
        "output_weight_change_corrected": error(from_output[-1], case.weights[-1]),
        "gradient_error_as_printed": _largest(printed, true),
        "gradient_error_corrected": _largest(in_order, true),
        "earlier_gradient_error_as_printed": _largest(in_order[:-1], true[:-1]),
        "earlier_gradient_error_swapped": _largest(swapped[:-1], true[:-1]),
    }
    return Outcome(metrics)


def _largest(one: Weights, other: Weights) -> float:
    return max(error(a, b) for a, b in zip(one, other, strict=True))


def _descend(case: Case, weights: Weights, rate: float, start: int) -> None:
    """One update of the weights, in place; layers after ``start`` only pass the error back."""
    z, o = case.forward(weights, case.biases)
    delta = softmax(z[-1]) - case.target
    for k in range(len(weights) - 1, -1, -1):
        gradient = delta.T @ o[k] / len(delta)
        if k > 0:
            delta = delta @ weights[k] * case.derivative(z[k - 1])
        if k <= start:
            weights[k] = weights[k] - rate * gradient


def _gradients(case: Case, rate: float, *, swapped: bool) -> Weights:
    """The gradients of one pass; swapped: errors go back through weights already replaced."""
    weights = case.copied()[0]
    z, o = case.forward(weights, case.biases)
    delta = softmax(z[-1]) - case.target
    gradients: Weights = []
    for k in range(len(weights) - 1, -1, -1):
        gradients.insert(0, delta.T @ o[k] / len(delta))
        if swapped:
            weights[k] = weights[k] - rate * gradients[0]
        if k > 0:
            delta = delta @ weights[k] * case.derivative(z[k - 1])
    return gradients
