"""Softmax and cross-entropy: their derivatives as two documents derive them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian, slope
from reprise.training.demonstrations.focal_formulas import cross_entropy, cross_entropy_slope
from reprise.training.demonstrations.functions import sigmoid, softmax
from reprise.training.numpy_mlp.losses import softmax as stable_softmax
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import SoftmaxDerivation

GRID = np.arange(1, 100) / 100


def softmax_diagonal(y: np.ndarray) -> np.ndarray:
    """dy_i / dz_i = y_i (1 - y_i)."""
    return y * (1 - y)


def softmax_off_diagonal(y: np.ndarray) -> np.ndarray:
    """dy_i / dz_j = -y_i y_j for i other than j; the diagonal means nothing."""
    return -np.outer(y, y)


def logit_gradient(y: np.ndarray, t: np.ndarray | int) -> np.ndarray:
    """The derivative of the loss in z, y - t."""
    return y - t


def log_softmax(z: np.ndarray) -> np.ndarray:
    """z - max z - log sum exp(z - max z): never takes the logarithm of a softmax."""
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum())


def run(options: SoftmaxDerivation, context: Context) -> Outcome:
    """Largest absolute errors over random logits and targets.

    ``two_term_*`` is the cross-entropy -t log y - (1-t) log(1-y). Its gradient y - t is taken
    four times: for one logistic output; for each softmax output in its own logit, the other
    outputs' losses left out (``own_logit``); for the sum of the two-term losses over all softmax
    outputs (``two_term_softmax_error_as_printed``); and for the one-term loss of K classes with
    the whole Jacobian (``one_term_softmax_error_corrected``). ``log_softmax_*`` is the softmax's
    logarithm as an output. Curve over ``y``: the two-term loss's gradient, for t = 1 and t = 0.
    """
    draw = stream(context.seed, "logits")
    found: dict[str, float] = {}
    for _ in range(options.draws):
        logits = draw.normal(size=options.classes)
        target = int(draw.integers(options.classes))
        for name, value in {
            **_softmax(logits, target),
            **_two_term(logits, target),
            **_log_softmax(logits, target),
        }.items():
            found[name] = max(found.get(name, 0.0), value)
    metrics: Metrics = {**found, **_terms(options.classes), **_counterexample()}
    z = np.log(GRID / (1 - GRID))
    gradients = {
        f"gradient_t_{t}": slope(lambda z, t=t: cross_entropy(sigmoid(z), t), z) for t in (0, 1)
    }
    metrics["linear_gradient_error_as_printed"] = max(
        error(logit_gradient(GRID, t), gradients[f"gradient_t_{t}"]) for t in (0, 1)
    )
    return Outcome(metrics, {"y": Curve(GRID, gradients)})


def _softmax(logits: np.ndarray, target: int) -> Metrics:
    """The softmax's Jacobian, and the loss of the target's probability."""
    y = softmax(logits)
    true = jacobian(softmax, logits)
    off = ~np.eye(len(y), dtype=bool)
    t = np.eye(len(y))[target]
    by_probability = jacobian(lambda y: -np.log(y[target]), y)
    by_logit = jacobian(lambda z: -np.log(softmax(z)[target]), logits)
    return {
        "softmax_definition_error_as_printed": error(y, stable_softmax(logits)),
        "softmax_sum_error": abs(float(y.sum()) - 1),
        "softmax_diagonal_error_as_printed": error(softmax_diagonal(y), np.diag(true)),
        "softmax_off_diagonal_error_as_printed": error(softmax_off_diagonal(y)[off], true[off]),
        "one_term_derivative_error_as_printed": error(-t / y, by_probability),
        "one_term_softmax_error_corrected": error(logit_gradient(y, t), by_logit),
    }


def _two_term(logits: np.ndarray, target: int) -> Metrics:
    """The two-term loss with one logistic output, and with softmax outputs."""
    t = np.eye(len(logits))[target]
    y = softmax(logits)
    p = sigmoid(logits)
    of_each = jacobian(lambda z: cross_entropy(softmax(z), t), logits)
    bernoulli = -np.log(np.where(t == 1, y, 1 - y))
    return {
        "two_term_value_error_as_printed": error(cross_entropy(y, t), bernoulli),
        "two_term_derivative_error_as_printed": error(
            cross_entropy_slope(y, t), slope(lambda y: cross_entropy(y, t), y)
        ),
        "two_term_logistic_error_as_printed": error(
            logit_gradient(p, t), slope(lambda z: cross_entropy(sigmoid(z), t), logits)
        ),
        "two_term_own_logit_error_as_printed": error(logit_gradient(y, t), np.diag(of_each)),
        "two_term_softmax_error_as_printed": error(logit_gradient(y, t), of_each.sum(axis=0)),
    }


def _log_softmax(logits: np.ndarray, target: int) -> Metrics:
    """An output of log-probabilities: sum, prediction, and loss against the softmax's."""
    out, y = log_softmax(logits), softmax(logits)
    return {
        "log_softmax_sum_error": abs(float(np.exp(out).sum()) - 1),
        "log_softmax_loss_error": abs(float(-out[target] + np.log(y[target]))),
        "log_softmax_other_predictions": int(out.argmax() != y.argmax()),
    }


def _terms(classes: int) -> Metrics:
    """A sum printed as running from 0 to the number of classes, both included."""
    return {"softmax_terms_as_printed": len(range(classes + 1)), "softmax_terms": classes}


def _counterexample() -> Metrics:
    """The smallest one: two classes, equal logits, the first is the target."""
    logits, t = np.zeros(2), np.array([1.0, 0.0])
    true = jacobian(lambda z: cross_entropy(softmax(z), t).sum(), logits)
    return {
        "two_term_softmax_counterexample_printed": float(logit_gradient(softmax(logits), t)[0]),
        "two_term_softmax_counterexample_true": float(true[0]),
    }
