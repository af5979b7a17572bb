"""Loss functions of the from-scratch engine, and their gradients, without one-hot matrices.

A loss turns the `logits` matrix of a `Batch` step by step into delta = d(mean loss) / d(logits),
and notes of each example what its loss is made of. The losses themselves are found in the end, for
all batches of a `LossBuffers` at once: an update needs none of them. Labels are integers in
[0, classes); they are not checked here at every step: call `check_labels` once for a data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reprise.training.numpy_mlp.batches import Batch, LossBuffers


@dataclass(frozen=True)
class Loss:
    """A loss of logits and labels.

    `forward(batch)` notes what the losses are made of, and `backward(batch)`, called next, leaves
    delta in the batch's logits. `finish(normalizers, losses)` turns what was noted of some examples
    into their losses, in place. `averaged` says whether a training step reports the mean of its
    batch's losses, or their sum. `evaluation` names the loss that evaluates a network trained with
    this one. `by_example` says whether an example's loss and delta depend on no other example of
    the batch.
    """

    name: str
    forward: Callable[[Batch], None]
    backward: Callable[[Batch], None]
    finish: Callable[[np.ndarray, np.ndarray], None]
    evaluation: str
    averaged: bool = True
    by_example: bool = True

    def sums(self, buffers: LossBuffers, batches: int = 1) -> np.ndarray:
        """The sum of the losses of each of the first batches, accumulated in float64.

        Finishes the losses in `buffers.losses`: to be called once after the passes.
        """
        part = slice(batches * buffers.size)
        self.finish(buffers.normalizers[part], buffers.losses[part])
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


def _cross_entropy(batch: Batch) -> None:
    # -log p_true = log(sum exp(z - max)) - (z_true - max): finite for every finite logit
    logits = batch.logits
    batch.predict()
    np.subtract(logits, batch.column, logits)
    batch.at_labels(batch.losses)
    np.exp(logits, logits)
    batch.sum_rows()


def _cross_entropy_losses(normalizers: np.ndarray, losses: np.ndarray) -> None:
    np.log(normalizers, out=normalizers)
    np.subtract(normalizers, losses, out=losses)


def _cross_entropy_backward(batch: Batch) -> None:
    # d(mean loss)/dz = (softmax(z) - onehot) / batch
    np.multiply(batch.normalizers, batch.size, batch.spare)
    np.divide(batch.logits, batch.column, batch.logits)
    batch.subtract_at_labels(batch.share)


def _squared_error(batch: Batch) -> None:
    # leaves d = softmax(z) - onehot in the logits; the loss is the sum of its squares
    batch.predict()
    batch.logits -= batch.column
    np.exp(batch.logits, batch.logits)
    batch.sum_rows()
    batch.logits /= batch.normalizers[:, None]
    batch.subtract_at_labels(1.0)
    np.einsum("ij,ij->i", batch.logits, batch.logits, out=batch.losses)


def _squared_error_backward(batch: Batch) -> None:
    # dL/dz_j = 2 p_j (d_j - sum_i p_i d_i) by the softmax's Jacobian, with p = d + onehot
    batch.at_labels(batch.normalizers)
    np.add(batch.losses, batch.normalizers, out=batch.normalizers)  # sum_i p_i d_i
    differences = batch.matrix
    np.copyto(differences, batch.logits)
    batch.subtract_at_labels(-1.0)
    differences -= batch.normalizers[:, None]
    batch.logits *= differences
    batch.logits *= 2.0 / len(batch.logits)


def _squared_error_losses(normalizers: np.ndarray, losses: np.ndarray) -> None:
    pass  # the backward pass needs them: they are there already


def _clipped_losses(normalizers: np.ndarray, losses: np.ndarray) -> None:
    _cross_entropy_losses(normalizers, losses)
    np.clip(losses, -np.log1p(-CLIP), -np.log(CLIP), out=losses)


def _over_batch(batch: Batch) -> None:
    batch.predict()
    batch.logits -= batch.spare.max()
    batch.at_labels(batch.losses)
    np.exp(batch.logits, batch.logits)
    batch.sum_rows()
    batch.normalizers.fill(batch.normalizers.sum())  # one for all rows


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
