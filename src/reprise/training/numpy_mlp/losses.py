"""Loss functions of the from-scratch engine, and their gradients, without one-hot matrices.

A loss turns the `logits` matrix of a `Batch` step by step into delta = d(mean loss) / d(logits),
and notes of each example what its loss is made of. The losses themselves are found in the end, for
all batches of a `LossBuffers` at once: an update needs none of them. Labels are integers in
[0, classes); they are not checked here at every step: call `check_labels` once for a data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from reprise.training.numpy_mlp.batches import Batch, LossBuffers
from reprise.training.numpy_mlp.calls import Calls


@dataclass(frozen=True)
class Loss:
    """A loss of logits and labels.

    The calls of `forward(batch)` note what the losses are made of, and those of `backward(batch)`,
    made next, leave delta in the batch's logits. `finish(buffers, part)` makes of what was noted of
    these examples their losses. `target(size)` is what the loss subtracts at the labels of a batch
    of that size. `averaged` says whether a training step reports the mean of its batch's losses, or
    their sum. `evaluation` names the loss that evaluates a network trained with this one.
    `by_example` says whether an example's loss and delta depend on no other example of the batch.
    """

    name: str
    forward: Callable[[Batch], Calls]
    backward: Callable[[Batch], Calls]
    finish: Callable[[LossBuffers, slice], None]
    evaluation: str
    target: Callable[[int], float] = lambda size: 1.0 / size
    averaged: bool = True
    by_example: bool = True

    def sums(self, buffers: LossBuffers, batches: int = 1) -> np.ndarray:
        """The sum of the losses of each of the first batches, accumulated in float64.

        Finishes the losses in `buffers.losses`: to be called once after the passes.
        """
        part = slice(batches * buffers.size)
        self.finish(buffers, part)
        losses = buffers.losses[part].reshape(batches, -1)
        return np.add.reduce(losses, axis=1, dtype=np.float64)

    def reported(self, buffers: LossBuffers, batches: int = 1) -> np.ndarray:
        """What training steps report for the first batches, from their sums."""
        sums = self.sums(buffers, batches)
        return sums / buffers.size if self.averaged else sums


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


def _cross_entropy(batch: Batch) -> Calls:
    # -log p_true = log(sum exp(z - max)) - (z_true - max): finite for every finite logit
    yield from batch.predict()
    yield np.subtract, batch.logits, batch.column, batch.shifted
    yield np.exp, batch.shifted, batch.logits
    yield from batch.sum_rows(batch.size)


def _cross_entropy_losses(buffers: LossBuffers, part: slice) -> None:
    buffers.take_shifted(part)
    losses, logarithms = buffers.losses[part], buffers.normalizers[part]
    np.divide(logarithms, buffers.size, out=logarithms)
    np.log(logarithms, out=logarithms)
    np.subtract(logarithms, losses, out=losses)


def _cross_entropy_backward(batch: Batch) -> Calls:
    # d(mean loss)/dz = (softmax(z) - onehot) / batch
    yield np.divide, batch.logits, batch.normalizers[:, None], batch.logits
    yield np.subtract, batch.logits, batch.targets, batch.logits


def _clipped_losses(buffers: LossBuffers, part: slice) -> None:
    _cross_entropy_losses(buffers, part)
    losses = buffers.losses[part]
    np.clip(losses, -np.log1p(-CLIP), -np.log(CLIP), out=losses)


def _over_batch(batch: Batch) -> Calls:
    # one shift and one normalizer for all rows
    yield from batch.predict()
    yield np.maximum.reduce, batch.spare, 0, None, batch.number
    yield np.subtract, batch.logits, batch.number, batch.shifted
    yield np.exp, batch.shifted, batch.logits
    yield from batch.sum_rows(batch.size)
    yield np.add.reduce, batch.normalizers, 0, None, batch.number
    yield np.copyto, batch.normalizers, batch.number


def _squared_error(batch: Batch) -> Calls:
    # leaves d = softmax(z) - onehot in the logits; the loss is the sum of its squares
    logits = batch.logits
    yield from batch.predict()
    yield np.subtract, logits, batch.column, logits
    yield np.exp, logits, logits
    yield from batch.sum_rows()
    yield np.divide, logits, batch.normalizers[:, None], logits
    yield np.subtract, logits, batch.targets, logits
    yield (partial(np.einsum, "ij,ij->i", logits, logits, out=batch.losses),)


def _squared_error_backward(batch: Batch) -> Calls:
    # dL/dz_j = 2 p_j (d_j - sum_i p_i d_i) by the softmax's Jacobian, with p = d + onehot
    logits, differences, sums = batch.logits, batch.matrix, batch.normalizers
    yield from batch.at_labels(sums)
    yield np.add, batch.losses, sums, sums  # sum_i p_i d_i
    yield np.subtract, logits, sums[:, None], differences
    yield np.add, logits, batch.targets, logits
    yield np.multiply, logits, differences, logits
    yield np.multiply, logits, 2.0 / len(logits), logits


def _squared_error_losses(buffers: LossBuffers, part: slice) -> None:
    pass  # the backward pass needs them: they are there already


SOFTMAX_CROSS_ENTROPY = Loss(
    name="softmax-cross-entropy",
    forward=_cross_entropy,
    backward=_cross_entropy_backward,
    finish=_cross_entropy_losses,
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
    backward=_cross_entropy_backward,
    finish=_cross_entropy_losses,
    evaluation="softmax-cross-entropy",
    averaged=False,
    by_example=False,
)

# The sum over the classes of (p - onehot)^2, without the factor 1/2 that some texts add.
SOFTMAX_SQUARED_ERROR = Loss(
    name="softmax-squared-error",
    forward=_squared_error,
    backward=_squared_error_backward,
    finish=_squared_error_losses,
    target=lambda size: 1.0,
    evaluation="softmax-squared-error",
)

CLIP = 1e-5
"""In the clipped loss, probabilities nearer to 0 or 1 count as this far (Al-Jaff 2021, 2.5)."""

# The loss as published with clipped probabilities. The gradient is the unclipped loss's, as it is
# there: clipping keeps the reported number finite and changes no update.
CLIPPED_SOFTMAX_CROSS_ENTROPY = Loss(
    name="clipped-softmax-cross-entropy",
    forward=_cross_entropy,
    backward=_cross_entropy_backward,
    finish=_clipped_losses,
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
