"""Softmax and cross-entropy: their derivatives as two documents derive them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.functions import sigmoid, softmax
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import SoftmaxDerivation

GRID = np.arange(1, 100) / 100


def run(options: SoftmaxDerivation, context: Context) -> Outcome:
    """Largest absolute errors over random logits and targets.

    ``two_term_*`` is the cross-entropy -t log y - (1-t) log(1-y). Its gradient y - t is taken
    three times: for one logistic output, as the text does with the softmax's diagonal term only
    (``two_term_softmax_error_as_printed``: against the sum of the two-term losses over all
    outputs), and for the one-term loss of K classes with the whole Jacobian
    (``one_term_softmax_error_corrected``). Curve over ``y``: its gradient, for t = 1 and t = 0.
    """
    draw = stream(context.seed, "logits")
    found: dict[str, float] = {}
    for _ in range(options.draws):
        logits = draw.normal(size=options.classes)
        target = int(draw.integers(options.classes))
        for name, value in {**_softmax(logits, target), **_two_term(logits, target)}.items():
            found[name] = max(found.get(name, 0.0), value)
    metrics: Metrics = {**found, **_terms(options.classes), **_counterexample()}
    z = np.log(GRID / (1 - GRID))
    gradients = {f"gradient_t_{t}": slope(lambda z, t=t: _loss(sigmoid(z), t), z) for t in (0, 1)}
    metrics["linear_gradient_error_as_printed"] = max(
        error(GRID - t, gradients[f"gradient_t_{t}"]) for t in (0, 1)
    )
    return Outcome(metrics, {"y": Curve(GRID, gradients)})


def _loss(y: np.ndarray, t: np.ndarray | int) -> np.ndarray:
    return -t * np.log(y) - (1 - t) * np.log(1 - y)


def _softmax(logits: np.ndarray, target: int) -> Metrics:
    """The softmax's Jacobian, and the loss of the target's probability."""
    y = softmax(logits)
    true = jacobian(softmax, logits)
    off = ~np.eye(len(y), dtype=bool)
    t = np.eye(len(y))[target]
    by_probability = jacobian(lambda y: -np.log(y[target]), y)
    by_logit = jacobian(lambda z: -np.log(softmax(z)[target]), logits)
    return {
        "softmax_sum_error": abs(float(y.sum()) - 1),
        "softmax_diagonal_error_as_printed": error(y * (1 - y), np.diag(true)),
        "softmax_off_diagonal_error_as_printed": error(-np.outer(y, y)[off], true[off]),
        "one_term_derivative_error_as_printed": error(-t / y, by_probability),
        "one_term_softmax_error_corrected": error(y - t, by_logit),
    }


def _two_term(logits: np.ndarray, target: int) -> Metrics:
    """The two-term loss with one logistic output, and with softmax outputs."""
    t = np.eye(len(logits))[target]
    y = softmax(logits)
    p = sigmoid(logits)
    of_all = jacobian(lambda z: _loss(softmax(z), t).sum(), logits)
    bernoulli = -np.log(np.where(t == 1, y, 1 - y))
    return {
        "two_term_value_error_as_printed": error(_loss(y, t), bernoulli),
        "two_term_derivative_error_as_printed": error(
            -t / y + (1 - t) / (1 - y), slope(lambda y: _loss(y, t), y)
        ),
        "two_term_logistic_error_as_printed": error(
            p - t, slope(lambda z: _loss(sigmoid(z), t), logits)
        ),
        "two_term_softmax_error_as_printed": error(y - t, of_all),
    }


def _terms(classes: int) -> Metrics:
    """A sum printed as running from 0 to the number of classes, both included."""
    return {"softmax_terms_as_printed": len(range(classes + 1)), "softmax_terms": classes}


def _counterexample() -> Metrics:
    """The smallest one: two classes, equal logits, the first is the target."""
    logits, t = np.zeros(2), np.array([1.0, 0.0])
    true = jacobian(lambda z: _loss(softmax(z), t).sum(), logits)
    return {
        "two_term_softmax_counterexample_printed": float((softmax(logits) - t)[0]),
        "two_term_softmax_counterexample_true": float(true[0]),
    }
