"""What losses write to: the logits of a batch, and what is noted of the examples of several.

An update needs no loss and no count of right predictions, only what these are made of. So it is
noted batch by batch, and they are found in the end, for all batches of a `LossBuffers` at once.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from reprise.training.numpy_mlp.calls import Calls


class LossBuffers:
    """Everything that the losses of some batches write to, allocated once.

    `logits`, shape (batch, classes), C-ordered, is taken over, not copied; one of `batches` after
    the other goes through it. What is noted of each example has shape (batches * batch,), and of
    each of its logits (batches * batch, classes). `target` is what `targets` has at the labels.
    """

    def __init__(self, logits: np.ndarray, batches: int = 1, target: float = 1.0) -> None:
        self.size, classes = logits.shape
        self.target = target
        examples = batches * self.size
        self.labels = np.empty(examples, np.intp)
        self.predicted = np.empty(examples, np.intp)
        self.normalizers = np.empty(examples, logits.dtype)
        self.losses = np.empty(examples, logits.dtype)
        self.shifted = np.empty((examples, classes), logits.dtype)
        self.targets = np.empty((examples, classes), logits.dtype)
        self.spare = np.empty(self.size, logits.dtype)
        self.row_starts = np.arange(self.size) * classes
        self.index = np.empty(self.size, np.intp)
        self.batches = [
            Batch(self, logits, slice(start, start + self.size))
            for start in range(0, examples, self.size)
        ]
        self._all_row_starts = np.arange(examples) * classes
        self._places = np.empty(examples, np.intp)  # of the labels, in a flat (examples, classes)

    def expect(self, labels: np.ndarray) -> list[Batch]:
        """Takes the labels of one or more batches, shape (n * batch,), and gives the batches."""
        part = slice(len(labels))
        np.copyto(self.labels[part], labels)
        np.add(self._all_row_starts[part], labels, self._places[part])
        self.targets[part].fill(0.0)
        self.targets.reshape(-1)[self._places[part]] = self.target
        return self.batches[: len(labels) // self.size]

    def take_shifted(self, part: slice) -> None:
        """Copies shifted[i, labels[i]] of these examples to losses[i]."""
        self.shifted.take(self._places[part], None, self.losses[part], "clip")

    def hits(self, batches: int = 1) -> np.ndarray:
        """The number of right predictions of each of the first batches, shape (batches,)."""
        part = slice(batches * self.size)
        right = self.predicted[part] == self.labels[part]
        return right.reshape(batches, -1).sum(axis=1)


class Batch:
    """One batch on its way through the logits.

    Noted of each example, in arrays of shape (batch,): `predicted`, the column of the largest
    logit; `normalizers`, the sum of the exponentials or a multiple of it; `losses`. Of each logit,
    in arrays like `logits`: `shifted`, the logits less what keeps their exponentials in range;
    `targets`, zero but for the labels' columns. `spare` and `number`, of shapes (batch,) and (),
    are used by all batches, and `column` is the view of `spare` as a matrix. `size` is the number
    of examples. What the methods do, they do when their calls are made.
    """

    def __init__(self, noted: LossBuffers, logits: np.ndarray, part: slice) -> None:
        self.logits, self._entries = logits, logits.reshape(-1)
        self.predicted = noted.predicted[part]
        self.normalizers = noted.normalizers[part]
        self.losses = noted.losses[part]
        self.shifted = noted.shifted[part]
        self.targets = noted.targets[part]
        self.spare, self.column = noted.spare, noted.spare[:, None]
        self.number = np.array(0.0, logits.dtype)
        self.size = noted.size
        self._labels = noted.labels[part]
        self._row_starts, self._index = noted.row_starts, noted.index

    @cached_property
    def matrix(self) -> np.ndarray:
        """A matrix like `logits`, allocated when a loss first asks for it."""
        return np.empty_like(self.logits)

    def predict(self) -> Calls:
        """Finds each row's largest entry, in `spare`, and its column, in `predicted`.

        As everywhere in NumPy and PyTorch, the first of equal entries counts, and NaN is largest.
        """
        yield self.logits.argmax, 1, self.predicted
        yield from self._take(self.predicted, self.spare)

    def at_labels(self, out: np.ndarray) -> Calls:
        """Copies logits[i, labels[i]] to out[i]."""
        yield from self._take(self._labels, out)

    def sum_rows(self, times: float = 1.0) -> Calls:
        """Writes the row sums, times a number, to `normalizers`."""
        factors = np.full(self.logits.shape[1], times, self.logits.dtype)
        yield np.dot, self.logits, factors, self.normalizers  # faster than sum(axis=1)

    def _take(self, columns: np.ndarray, out: np.ndarray) -> Calls:
        yield np.add, self._row_starts, columns, self._index
        yield self._entries.take, self._index, None, out, "clip"  # "raise" would copy first
