"""Softmax and cross-entropy put together from their printed derivatives, and the softmax's sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import softmax
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import SoftmaxChain


def run(options: SoftmaxChain, context: Context) -> Outcome:
    """Largest absolute errors over random logits and targets.

    ``softmax_error_*``: the softmax with the printed sum, from 0 to ``nclass`` inclusive, where
    that is the number of classes (as printed; None, since it asks for a logit that is not
    there) or the index of the last class (corrected). ``chain_error_as_printed``: the product
    of the two printed derivatives, and ``difference_error_as_printed``: probability less target,
    both against the complex step through softmax and loss together.
    """
    draw = stream(context.seed, "logits")
    found: dict[str, list[float | None]] = {}
    for _ in range(options.draws):
        logits = draw.normal(size=options.classes)
        target = int(draw.integers(options.classes))
        for name, value in {**_sums(logits), **_chain(logits, target)}.items():
            found.setdefault(name, []).append(value)
    return Outcome({name: _largest(values) for name, values in found.items()})


def softmax_with_sum_to(logits: np.ndarray, last: int) -> np.ndarray:
    """e^o_i / sum over j = 0 .. last of e^o_j; IndexError where there is no such logit."""
    return np.exp(logits) / sum(np.exp(logits[j]) for j in range(last + 1))


def loss_by_probability(y: np.ndarray, target: int) -> np.ndarray:
    """-1 / y_c at the target c, 0 elsewhere."""
    return np.where(np.arange(len(y)) == target, -1 / y, 0.0)


def probability_by_logit(y: np.ndarray) -> np.ndarray:
    """[i, j]: y_i (1 - y_i) where i = j, -y_i y_j elsewhere."""
    return np.where(np.eye(len(y), dtype=bool), y * (1 - y), -np.outer(y, y))


def difference(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Probability less target, which the listings start the backward pass from."""
    return y - t


def _sums(logits: np.ndarray) -> Metrics:
    classes = len(logits)
    return {
        "softmax_error_as_printed": _error_up_to(logits, classes),
        "softmax_error_corrected": _error_up_to(logits, classes - 1),
    }


def _error_up_to(logits: np.ndarray, last: int) -> float | None:
    try:
        return error(softmax_with_sum_to(logits, last), softmax(logits))
    except IndexError:
        return None


def _chain(logits: np.ndarray, target: int) -> Metrics:
    y, t = softmax(logits), np.eye(len(logits))[target]
    true = jacobian(lambda o: -np.log(softmax(o)[target]), logits)
    product = loss_by_probability(y, target) @ probability_by_logit(y)
    return {
        "chain_error_as_printed": error(product, true),
        "difference_error_as_printed": error(difference(y, t), true),
    }


def _largest(errors: list[float | None]) -> float | None:
    return None if None in errors else max(errors)
