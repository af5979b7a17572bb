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
        **_steps(),
    }
    return Outcome(metrics)


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
    (weights, bias), node = (layer[0], layer[1][0]), layer[0][0]
    summed = bias + sum(weights[0, place] * o[place] for place in range(len(o)))
    return {
        "equation_1_error_as_printed": error(node @ o + bias, summed),
        "equation_2_error_as_printed": error(o, jacobian(lambda w: w @ o + bias, node)),
        "equation_3_error_as_printed": error(1.0, slope(lambda b: node @ o + b, bias)),
    }


def _loss(z: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.log(np.exp(z).sum(axis=-1)) - (target * z).sum(axis=-1)


def _loss_of_logits(z: np.ndarray, target: np.ndarray) -> Metrics:
    """The loss, and equation (4) with the rule for the derivative of a logarithm in it."""

    def y(v: np.ndarray) -> np.ndarray:
        return np.exp(v).sum()

    return {
        "loss_error_as_printed": error(
            _loss(z, target), -np.log((softmax(z) * target).sum(axis=-1))
        ),
        "logarithm_rule_error_as_printed": error(
            jacobian(y, z[0]) / y(z[0]), jacobian(lambda v: np.log(y(v)), z[0])
        ),
        "equation_4_error_as_printed": error(
            softmax(z) - target, jacobian(lambda v: _loss(v, target).sum(), z)
        ),
    }


def _cost_gradients(layers: Layers, x: np.ndarray, target: np.ndarray) -> Metrics:
    """Equations (6) and (7) at the output layer and at the last hidden layer."""
    outputs, n = _outputs(layers, x), len(x)
    delta = softmax(_logits(layers, x)) - target
    back = delta @ layers[-1][0] * outputs[-1] * (1 - outputs[-1])
    checked = (
        ("output_error_as_printed", -1, delta),
        ("hidden_error_as_printed", -2, delta),
        ("hidden_error_corrected", -2, back),
    )
    metrics: Metrics = {}
    for name, place, factor in checked:
        true_w, true_b = (_true(layers, x, target, place, part) for part in (0, 1))
        fits = factor.shape[1] == len(true_b)
        weights = error(factor.T @ outputs[place] / n, true_w) if fits else None
        biases = error(factor.mean(axis=0), true_b) if fits else None
        metrics |= {f"equation_6_{name}": weights, f"equation_7_{name}": biases}
    return metrics


def _true(layers: Layers, x: np.ndarray, target: np.ndarray, place: int, part: int) -> np.ndarray:
    """The cost's derivative in the weights (part 0) or biases (part 1) of a layer."""

    def cost(values: np.ndarray) -> np.ndarray:
        moved = list(layers)
        moved[place] = (values, layers[place][1]) if part == 0 else (layers[place][0], values)
        return _loss(_logits(moved, x), target).mean()

    return jacobian(cost, layers[place][part])


def _steps() -> Metrics:
    """One step w <- w - a grad J from w = 1 on J = L w^2 / 2, with a just below and above 2 / L."""
    curvature, start = 3.0, 1.0

    def cost(w: np.ndarray) -> np.ndarray:
        return curvature * w**2 / 2

    change = {}
    for name, share in (("below", 0.95), ("above", 1.05)):
        step = share * 2 / curvature * slope(cost, start)
        change[f"cost_change_step_{name}_limit"] = float(cost(start - step) - cost(start))
    return change
