"""From product sums to the gradient of a classifier's cost, equation by equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.functions import (
    one_hot,
    sigmoid,
    softmax,
)
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import ClassifierDerivation

Layers = list[tuple[np.ndarray, np.ndarray]]
"""Weights W^k of shape N_k x N_(k-1) and biases of shape N_k, from the first layer on."""


def run(options: ClassifierDerivation, context: Context) -> Outcome:
    """A sigmoid network with weights W^k of shape N_k x N_(k-1) and examples in rows.

    Equations (6) and (7) are checked at the output layer, and at the last hidden layer with
    the factors named there: the softmax minus the indicator (as printed), and that error sent
    back through the weights and the activation (corrected). Where the hidden layer is not as
    wide as the output, the printed factor does not have its shape, and the error is None.
    """
    draw = stream(context.seed, "classifier")
    x = draw.normal(size=(options.examples, options.widths[0]))
    labels = draw.integers(options.widths[-1], size=options.examples)
    layers = [
        (draw.normal(size=(width, fan_in)), draw.normal(size=width))
        for fan_in, width in zip(options.widths, options.widths[1:], strict=False)
    ]
    target = one_hot(labels, options.widths[-1])
    metrics = {
        **_one_node(layers[0], x[0]),
        **_loss_of_logits(_logits(layers, x), target),
        **_cost_gradients(layers, x, target),
        **_smallest_case(),
        **_steps(context.seed),
    }
    return Outcome(metrics)


# The document's formulas


def product_sum(weights: np.ndarray, o: np.ndarray, bias: float) -> float:
    """Equation (1), right side: b + sum_l w_l o_l."""
    return bias + sum(weights[place] * o[place] for place in range(len(o)))


def sum_in_weights(o: np.ndarray) -> np.ndarray:
    """Equation (2): dz/dw_l = o_l."""
    return o


def sum_in_bias() -> float:
    """Equation (3): dz/db = 1."""
    return 1.0


def loss(z: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The loss above equation (4): ln sum_m exp(z_m) - sum_m y_m z_m, per example."""
    return np.log(np.exp(z).sum(axis=-1)) - (target * z).sum(axis=-1)


def loss_in_logits(z: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Equation (4): the softmax minus the indicator of the true class."""
    return softmax(z) - target


def logarithm_rule(y: np.ndarray, y_in_x: np.ndarray) -> np.ndarray:
    """Note 1 to equation (4): the derivative of ln y(x) is y'(x) / y(x)."""
    return y_in_x / y


def cost_in_weights(loss_in_sums: np.ndarray, o: np.ndarray) -> np.ndarray:
    """Equation (6) with (2): the mean over n of dL_n/dz_(n,m) o_(n,j), shape (M, J)."""
    return loss_in_sums.T @ o / len(o)


def cost_in_biases(loss_in_sums: np.ndarray) -> np.ndarray:
    """Equation (7) with (3): the mean over n of dL_n/dz_(n,m), shape (M,)."""
    return loss_in_sums.mean(axis=0)


def sent_back(loss_in_sums: np.ndarray, weights: np.ndarray, o: np.ndarray) -> np.ndarray:
    """dL/dz of the sigmoid layer with outputs o, from that of the layer after it."""
    return loss_in_sums @ weights * o * (1 - o)


def updated(w: np.ndarray, gradient: np.ndarray, rate: float) -> np.ndarray:
    """The update below equation (5): w - alpha grad J."""
    return w - rate * gradient


# What they are held against


def _outputs(layers: Layers, x: np.ndarray) -> list[np.ndarray]:
    """o^0 (the input) to the output of the last hidden layer."""
    outputs = [x]
    for weights, biases in layers[:-1]:
        outputs.append(sigmoid(outputs[-1] @ weights.T + biases))
    return outputs


def _logits(layers: Layers, x: np.ndarray) -> np.ndarray:
    weights, biases = layers[-1]
    return _outputs(layers, x)[-1] @ weights.T + biases


def _one_node(layer: tuple[np.ndarray, np.ndarray], o: np.ndarray) -> Metrics:
    """Equations (1) to (3) for the first node: sum, and derivatives in weights and bias."""
    node, bias = layer[0][0], layer[1][0]
    return {
        "equation_1_error_as_printed": error(product_sum(node, o, bias), node @ o + bias),
        "equation_2_error_as_printed": error(
            sum_in_weights(o), jacobian(lambda w: w @ o + bias, node)
        ),
        "equation_3_error_as_printed": error(sum_in_bias(), slope(lambda b: node @ o + b, bias)),
    }


def _loss_of_logits(z: np.ndarray, target: np.ndarray) -> Metrics:
    """The loss, and equation (4) with the rule for the derivative of a logarithm in it."""

    def y(v: np.ndarray) -> np.ndarray:
        return np.exp(v).sum()

    return {
        "loss_error_as_printed": error(loss(z, target), _cross_entropy(z, target)),
        "logarithm_rule_error_as_printed": error(
            logarithm_rule(y(z[0]), jacobian(y, z[0])), jacobian(lambda v: np.log(y(v)), z[0])
        ),
        "equation_4_error_as_printed": error(
            loss_in_logits(z, target), jacobian(lambda v: loss(v, target).sum(), z)
        ),
    }


def _cross_entropy(z: np.ndarray, target: np.ndarray) -> np.ndarray:
    """-log of the softmax of the true class, per example."""
    return -np.log((softmax(z) * target).sum(axis=-1))


def _cost_gradients(layers: Layers, x: np.ndarray, target: np.ndarray) -> Metrics:
    """Equations (6) and (7) at the output layer and at the last hidden layer."""
    outputs = _outputs(layers, x)
    delta = loss_in_logits(_logits(layers, x), target)
    checked = (
        ("output_error_as_printed", -1, delta),
        ("hidden_error_as_printed", -2, delta),
        ("hidden_error_corrected", -2, sent_back(delta, layers[-1][0], outputs[-1])),
    )
    metrics: Metrics = {}
    for name, place, factor in checked:
        true_w, true_b = (_true(layers, x, target, place, part) for part in (0, 1))
        fits = factor.shape[1] == len(true_b)
        weights = error(cost_in_weights(factor, outputs[place]), true_w) if fits else None
        biases = error(cost_in_biases(factor), true_b) if fits else None
        metrics |= {f"equation_6_{name}": weights, f"equation_7_{name}": biases}
    return metrics


def _true(layers: Layers, x: np.ndarray, target: np.ndarray, place: int, part: int) -> np.ndarray:
    """The cost's derivative in the weights (part 0) or biases (part 1) of a layer."""

    def cost(values: np.ndarray) -> np.ndarray:
        moved = list(layers)
        moved[place] = (values, layers[place][1]) if part == 0 else (layers[place][0], values)
        return _cross_entropy(_logits(moved, x), target).mean()

    return jacobian(cost, layers[place][part])


def _smallest_case() -> Metrics:
    """Equation (6) at a hidden layer of two units: one input of 1, of the first of two classes.

    The hidden weights are 0 and the output weights the unit matrix, without biases. The
    derivative is that in the weight of the second hidden unit.
    """
    x, target = np.ones((1, 1)), np.array([[1.0, 0.0]])
    layers = [(np.zeros((2, 1)), np.zeros(2)), (np.eye(2), np.zeros(2))]
    printed = cost_in_weights(loss_in_logits(_logits(layers, x), target), x)
    return {
        "equation_6_hidden_counterexample_printed": float(printed[1, 0]),
        "equation_6_hidden_counterexample_true": float(_true(layers, x, target, -2, 0)[1, 0]),
    }


def _steps(seed: int) -> Metrics:
    """One step on J = w'Aw / 2, with a rate just below and just above 2 / L.

    L is the largest curvature. Below the limit the start is drawn; above it the start lies
    along that curvature, where the step is too long.
    """
    draw = stream(seed, "convex cost")
    root = draw.normal(size=(4, 4))
    hessian = root.T @ root
    curvatures, directions = np.linalg.eigh(hessian)

    def cost(w: np.ndarray) -> np.ndarray:
        return w @ hessian @ w / 2

    change = {}
    starts = (("below", 0.95, draw.normal(size=4)), ("above", 1.05, directions[:, -1]))
    for name, share, start in starts:
        stepped = updated(start, jacobian(cost, start), share * 2 / curvatures[-1])
        change[f"cost_change_step_{name}_limit"] = float(cost(stepped) - cost(start))
    return change
