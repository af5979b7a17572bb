"""Cross-entropy of probabilities that are clipped to [eps, 1 - eps]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import one_hot, softmax
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import LossClipping

EDGES = np.array([0.0, 0.999995, 1.0])


def run(options: LossClipping, context: Context) -> Outcome:
    """The listing's loss: clip, sum -y log p over everything, divide by the number of rows.

    Metrics: the loss at exact 0 and 1; what it changes in the probabilities that it is given;
    its numerical gradient where the target's probability lies below eps beside the gradient
    softmax - y that is used there; and the loss of the same examples stored in rows and in
    columns. For a linear classifier trained with softmax - y: how often its loss is finite, and
    the difference that clipping makes to its weights; and the same with the gradient of the
    clipped loss itself. Curves over ``p``: losses, gradients.
    """
    eps = options.epsilon
    p = np.geomspace(eps / 100, 1.0, 201)
    one = np.ones((1, 1))
    curve = {
        "clipped": np.array([clipped_loss(one, np.array([[q]]), eps) for q in p]),
        "unclipped": -np.log(p),
        "used_gradient": p - 1,
        "clipped_gradient": np.where((p > eps) & (p < 1 - eps), p - 1, 0.0),
    }
    clipped = clipped_probabilities(EDGES, eps)
    with np.errstate(divide="ignore", invalid="ignore"):
        unclipped = -np.log(EDGES)
    metrics: Metrics = {
        "loss_at_0": float(clipped_loss(one, EDGES[:1, None], eps)),
        "loss_at_1": float(clipped_loss(one, EDGES[2:, None], eps)),
        "unclipped_loss_at_0_is_finite": int(np.isfinite(unclipped[0])),
        "clipped_1": float(clipped[2]),
        "clipped_0_999995": float(clipped[1]),
        "predictions_changed_by_loss": _changed_by_loss(eps),
        **_flat(options),
        **_layouts(options, context.seed),
        **_training(options, context.seed),
    }
    return Outcome(metrics, {"p": Curve(p, curve)})


def clipped_probabilities(y_pred: np.ndarray, eps: float) -> np.ndarray:
    """The listing's first line: between eps and 1 - eps, in an array of their own."""
    return np.clip(y_pred, eps, 1 - eps)


def clipped_loss(y_true: np.ndarray, y_pred: np.ndarray, eps: float) -> float:
    """The listing: cross-entropy summed over everything, over the number of rows."""
    return -np.sum(y_true * np.log(clipped_probabilities(y_pred, eps))) / y_true.shape[0]


def _changed_by_loss(eps: float) -> float:
    """Whether the caller's probabilities of 0 and 1 are still there once the loss is known."""
    y_true, y_pred = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])
    before = y_pred.copy()
    clipped_loss(y_true, y_pred, eps)
    return error(y_pred, before)


def _flat(options: LossClipping) -> Metrics:
    """A confident wrong prediction: the target's probability is a hundredth of eps."""
    logits = np.zeros(options.classes)
    logits[0] = np.log(options.epsilon / 100)
    target = np.eye(options.classes)[0]
    true = jacobian(lambda z: _loss(z, target, options.epsilon), logits)
    return {
        "clipped_gradient_when_wrong": float(np.abs(true).max()),
        "used_gradient_when_wrong": float(np.abs(softmax(logits) - target).max()),
    }


def _loss(logits: np.ndarray, target: np.ndarray, eps: float) -> np.ndarray:
    """The summed clipped loss of logits, also for complex ones: clipping looks at real parts."""
    p = softmax(logits)
    p = np.where(p.real < eps, eps, np.where(p.real > 1 - eps, 1 - eps, p))
    return -np.sum(target * np.log(p))


def _layouts(options: LossClipping, seed: int) -> Metrics:
    """The mean over examples in rows; the same matrices transposed."""
    draw = stream(seed, "clipped predictions")
    predicted = softmax(draw.normal(size=(options.examples, options.classes)))
    true = one_hot(draw.integers(options.classes, size=options.examples), options.classes)
    mean = -np.log(predicted[true == 1]).mean()
    rows = clipped_loss(true, predicted, options.epsilon)
    columns = clipped_loss(true.T, predicted.T, options.epsilon)
    return {
        "loss_error_in_rows": error(rows, mean),
        "loss_error_in_columns": error(columns, mean),
        "loss_in_rows": float(rows),
        "loss_in_columns": float(columns),
        "columns_to_rows": float(columns / rows),
    }


def _training(options: LossClipping, seed: int) -> Metrics:
    """Gradient descent on a linear classifier that starts out sure and mostly wrong."""
    draw = stream(seed, "clipped training")
    x = draw.normal(size=(options.examples, options.classes))
    true = one_hot(draw.integers(options.classes, size=options.examples), options.classes)
    start = 200 * draw.normal(size=(options.classes, options.classes))

    def trained(eps: float, *, own_gradient: bool = False) -> tuple[np.ndarray, float]:
        """Weights, and the share of updates with a finite loss; ``eps`` 0 clips nothing."""
        weights, finite = start.copy(), 0
        for _ in range(options.updates):
            z = x @ weights.T
            p = softmax(z - z.max(axis=-1, keepdims=True))
            with np.errstate(divide="ignore", invalid="ignore"):
                finite += bool(np.isfinite(clipped_loss(true, p, eps)))
            of_target = p[true == 1][:, None]
            kept = (of_target > eps) & (of_target < 1 - eps) if own_gradient else 1.0
            weights -= 0.5 * (kept * (p - true)).T @ x / len(x)
        return weights, finite / options.updates

    (plain, finite), (clipped, clipped_finite) = trained(0.0), trained(options.epsilon)
    own, _ = trained(options.epsilon, own_gradient=True)
    return {
        "finite_loss_share_unclipped": finite,
        "finite_loss_share_clipped": clipped_finite,
        "weight_change_by_training": error(plain, start),
        "weight_difference_by_clipping": error(clipped, plain),
        "weight_difference_by_gradient_of_clipped_loss": error(own, plain),
    }
