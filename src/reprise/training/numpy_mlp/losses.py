"""Loss functions of the from-scratch engine, and their gradients, without one-hot matrices.

A loss works on `LossBuffers`, whose `logits` matrix it turns step by step into
delta = d(mean loss) / d(logits). Labels are integers in [0, classes); they are not checked here at
every step: call `check_labels` once for a data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np


class LossBuffers:
    """Everything the losses of a batch write to, allocated once.

    `logits`, shape (batch, classes), C-ordered, is taken over, not copied. `losses`, shape
    (batch,), holds the loss of each example after a loss's `forward`.
    """

    def __init__(self, logits: np.ndarray) -> None:
        batch, classes = logits.shape
        self.logits = logits
        self.losses = np.empty(batch, logits.dtype)
        self._entries = logits.reshape(-1)
        self._row_starts = np.arange(batch) * classes
        self._index = np.empty(batch, self._row_starts.dtype)
        self._hits = np.empty(batch, bool)
        self._ones = np.ones(classes, logits.dtype)
        self.predicted = np.empty(batch, np.intp)
        self.row_max = np.empty(batch, logits.dtype)
        self.row_sum = np.empty(batch, logits.dtype)
        self._spare = np.empty(batch, logits.dtype)

    @cached_property
    def spare_matrix(self) -> np.ndarray:
        """A matrix like `logits`, allocated when a loss first asks for it."""
        return np.empty_like(self.logits)

    def predict(self, labels: np.ndarray) -> int:
        """Finds each row's largest entry and its column; returns how many columns are the label.

        As everywhere in NumPy and PyTorch, the first of equal entries counts, and NaN is largest.
        """
        self.logits.argmax(axis=1, out=self.predicted)
        self.gather(self.predicted, out=self.row_max)
        np.equal(self.predicted, labels, out=self._hits)
        return int(np.count_nonzero(self._hits))

    def gather(self, columns: np.ndarray, out: np.ndarray) -> None:
        """Copies logits[i, columns[i]] to out[i]."""
        np.add(self._row_starts, columns, out=self._index)
        self._entries.take(self._index, out=out, mode="clip")  # "raise" would buffer the output

    def subtract_at(self, columns: np.ndarray, value: float) -> None:
        """Subtracts `value` from logits[i, columns[i]] for every row i."""
        self.gather(columns, out=self._spare)
        self._spare -= value
        self._entries[self._index] = self._spare

    def sum_rows(self) -> None:
        """Writes the row sums to `row_sum`."""
        np.dot(self.logits, self._ones, out=self.row_sum)  # several times faster than sum(axis=1)


@dataclass(frozen=True)
class Loss:
    """A loss of logits and labels.

    `forward(buffers, labels)` fills `buffers.losses` and returns how many predictions are right;
    `backward(buffers, labels)`, called next, leaves delta in `buffers.logits`;
    `reported(buffers)` is the number that a training step reports for the batch.
    `evaluation` names the loss that evaluates a network trained with this one. `by_example` says
    whether an example's loss and delta depend on no other example of the batch.
    """

    name: str
    forward: Callable[[LossBuffers, np.ndarray], int]
    backward: Callable[[LossBuffers, np.ndarray], None]
    reported: Callable[[LossBuffers], float]
    evaluation: str
    by_example: bool = True


def loss_named(name: str) -> Loss:
    """The loss of that name; ValueError lists the valid ones."""
    if name not in LOSSES:
        raise ValueError(f"unknown loss {name!r}; choose one of {', '.join(LOSSES)}")
    return LOSSES[name]


def check_labels(labels: np.ndarray, classes: int) -> None:
    """Raises ValueError unless labels are integers in [0, classes), at least one of them."""
    if labels.ndim != 1 or not labels.size or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            "labels must be a non-empty vector of integers, "
            f"but have shape {labels.shape} and type {labels.dtype}"
        )
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(
            f"labels must lie in 0..{classes - 1}, but range from {labels.min()} to {labels.max()}"
        )


def softmax(logits: np.ndarray) -> np.ndarray:
    """Row-wise softmax of (..., classes) in a new array, with the row's maximum subtracted first.

    The shift leaves the quotient unchanged and keeps exp in range (Goodfellow et al. 2016,
    "Deep Learning", section 4.1).
    """
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def summed(buffers: LossBuffers) -> float:
    """The sum of the batch's losses, accumulated in float64."""
    return float(np.add.reduce(buffers.losses, dtype=np.float64))


def mean(buffers: LossBuffers) -> float:
    """The mean of the batch's losses, accumulated in float64."""
    return summed(buffers) / len(buffers.losses)


def _cross_entropy(buffers: LossBuffers, labels: np.ndarray) -> int:
    # -log p_true = log(sum exp(z - max)) - (z_true - max): finite for every finite logit
    correct = buffers.predict(labels)
    buffers.logits -= buffers.row_max[:, None]
    buffers.gather(labels, out=buffers.losses)
    np.exp(buffers.logits, out=buffers.logits)
    buffers.sum_rows()
    np.log(buffers.row_sum, out=buffers.row_max)
    np.subtract(buffers.row_max, buffers.losses, out=buffers.losses)
    return correct


def _cross_entropy_backward(buffers: LossBuffers, labels: np.ndarray) -> None:
    # d(mean loss)/dz = (softmax(z) - onehot) / batch
    batch = len(labels)
    buffers.row_sum *= batch
    buffers.logits /= buffers.row_sum[:, None]
    buffers.subtract_at(labels, 1.0 / batch)


def _squared_error(buffers: LossBuffers, labels: np.ndarray) -> int:
    # leaves d = softmax(z) - onehot in the logits; the loss is the sum of its squares
    correct = buffers.predict(labels)
    buffers.logits -= buffers.row_max[:, None]
    np.exp(buffers.logits, out=buffers.logits)
    buffers.sum_rows()
    buffers.logits /= buffers.row_sum[:, None]
    buffers.subtract_at(labels, 1.0)
    np.einsum("ij,ij->i", buffers.logits, buffers.logits, out=buffers.losses)
    return correct


def _squared_error_backward(buffers: LossBuffers, labels: np.ndarray) -> None:
    # dL/dz_j = 2 p_j (d_j - sum_i p_i d_i) by the softmax's Jacobian, with p = d + onehot
    buffers.gather(labels, out=buffers.row_sum)
    np.add(buffers.losses, buffers.row_sum, out=buffers.row_sum)  # sum_i p_i d_i
    np.copyto(buffers.spare_matrix, buffers.logits)
    buffers.subtract_at(labels, -1.0)
    buffers.spare_matrix -= buffers.row_sum[:, None]
    buffers.logits *= buffers.spare_matrix
    buffers.logits *= 2.0 / len(labels)


def _clipped(buffers: LossBuffers, labels: np.ndarray) -> int:
    correct = _cross_entropy(buffers, labels)
    np.clip(buffers.losses, -np.log1p(-CLIP), -np.log(CLIP), out=buffers.losses)
    return correct


def _over_batch(buffers: LossBuffers, labels: np.ndarray) -> int:
    correct = buffers.predict(labels)
    buffers.logits -= buffers.row_max.max()
    buffers.gather(labels, out=buffers.losses)
    np.exp(buffers.logits, out=buffers.logits)
    buffers.sum_rows()
    log_total = np.log(buffers.row_sum.sum())
    np.subtract(log_total, buffers.losses, out=buffers.losses)
    return correct


def _over_batch_backward(buffers: LossBuffers, labels: np.ndarray) -> None:
    batch = len(labels)
    buffers.logits /= buffers.row_sum.sum() * batch
    buffers.subtract_at(labels, 1.0 / batch)


SOFTMAX_CROSS_ENTROPY = Loss(
    name="softmax-cross-entropy",
    forward=_cross_entropy,
    backward=_cross_entropy_backward,
    reported=mean,
    evaluation="softmax-cross-entropy",
)

# A deliberately wrong loss: the re-enactment of a published listing that applies a softmax written
# for one vector, exp(z) / exp(z).sum(), to the whole (batch, classes) matrix, so that one
# normaliser serves all rows. It reports the sum over the batch of -log p_true and goes on with
# delta = (p - onehot) / batch, which is the gradient neither of that sum nor of its mean; for one
# example all three agree with softmax cross-entropy. Its p depends on the batch an example is in,
# so a network trained with it is evaluated with the right loss.
SOFTMAX_OVER_BATCH_CROSS_ENTROPY = Loss(
    name="softmax-over-batch-cross-entropy",
    forward=_over_batch,
    backward=_over_batch_backward,
    reported=summed,
    evaluation="softmax-cross-entropy",
    by_example=False,
)

# The sum over the classes of (p - onehot)^2, without the factor 1/2 that some texts add.
SOFTMAX_SQUARED_ERROR = Loss(
    name="softmax-squared-error",
    forward=_squared_error,
    backward=_squared_error_backward,
    reported=mean,
    evaluation="softmax-squared-error",
)

CLIP = 1e-5
"""In the clipped loss, probabilities nearer to 0 or 1 count as this far (Al-Jaff 2021, 2.5)."""

# The loss as published with clipped probabilities. The gradient is the unclipped loss's, as it is
# there: clipping keeps the reported number finite and changes no update.
CLIPPED_SOFTMAX_CROSS_ENTROPY = Loss(
    name="clipped-softmax-cross-entropy",
    forward=_clipped,
    backward=_cross_entropy_backward,
    reported=mean,
    evaluation="clipped-softmax-cross-entropy",
)

LOSSES = {
    loss.name: loss
    for loss in (
        SOFTMAX_CROSS_ENTROPY,
        CLIPPED_SOFTMAX_CROSS_ENTROPY,
        SOFTMAX_OVER_BATCH_CROSS_ENTROPY,
        SOFTMAX_SQUARED_ERROR,
    )
}
