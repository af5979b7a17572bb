"""What losses write to: the logits of a batch, and what is noted of the examples of several.

An update needs no loss and no count of right predictions, only what these are made of. So it is
noted batch by batch, and they are found in the end, for all batches of a `LossBuffers` at once.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np


class LossBuffers:
    """Everything that the losses of some batches write to, allocated once.

    `logits`, shape (batch, classes), C-ordered, is taken over, not copied; one of `batches` after
    the other goes through it. What is noted of each example has shape (batches * batch,).
    """

    def __init__(self, logits: np.ndarray, batches: int = 1) -> None:
        self.size, classes = logits.shape
        examples = batches * self.size
        self.labels = np.empty(examples, np.intp)
        self.places = np.empty(examples, np.intp)
        self.predicted = np.empty(examples, np.intp)
        self.normalizers = np.empty(examples, logits.dtype)
        self.losses = np.empty(examples, logits.dtype)
        self.spare = np.empty(self.size, logits.dtype)
        self.row_starts = np.arange(self.size) * classes
        self.index = np.empty(self.size, np.intp)
        self.batches = [
            Batch(self, logits, slice(start, start + self.size))
            for start in range(0, examples, self.size)
        ]

    def expect(self, labels: np.ndarray) -> list[Batch]:
        """Takes the labels of one or more batches, shape (n * batch,), and gives the batches."""
        count = len(labels) // self.size
        np.copyto(self.labels[: len(labels)], labels)
        rows = self.places[: len(labels)].reshape(count, -1)
        np.add(self.row_starts, labels.reshape(count, -1), out=rows)
        return self.batches[:count]

    def hits(self, batches: int = 1) -> np.ndarray:
        """The number of right predictions of each of the first batches, shape (batches,)."""
        part = slice(batches * self.size)
        right = self.predicted[part] == self.labels[part]
        return right.reshape(batches, -1).sum(axis=1)


class Batch:
    """One batch on its way through the logits.

    Noted of each example, in arrays of shape (batch,): `predicted`, the column of the largest
    logit; `normalizers`, the sum of the exponentials; `losses`, from which `Loss.finish` makes the
    losses. `spare`, of the same shape, is used by all batches, and `column` is its view as a
    matrix. `size` and `share` are the number of examples and its inverse, as arrays without
    dimensions: NumPy converts a Python number at every call, and that costs as much as the call.
    """

    def __init__(self, noted: LossBuffers, logits: np.ndarray, part: slice) -> None:
        self.logits, self._entries = logits, logits.reshape(-1)
        self.predicted = noted.predicted[part]
        self.normalizers = noted.normalizers[part]
        self.losses = noted.losses[part]
        self.spare, self.column = noted.spare, noted.spare[:, None]
        self.size = np.array(noted.size, logits.dtype)
        self.share = np.array(1.0 / noted.size, logits.dtype)
        self._places = noted.places[part]  # of the labels, in the flat logits
        self._row_starts, self._index = noted.row_starts, noted.index
        self._ones = np.ones(logits.shape[1], logits.dtype)

    @cached_property
    def matrix(self) -> np.ndarray:
        """A matrix like `logits`, allocated when a loss first asks for it."""
        return np.empty_like(self.logits)

    def predict(self) -> None:
        """Finds each row's largest entry, in `spare`, and its column, in `predicted`.

        As everywhere in NumPy and PyTorch, the first of equal entries counts, and NaN is largest.
        """
        self.logits.argmax(1, self.predicted)
        np.add(self._row_starts, self.predicted, self._index)
        self._entries.take(self._index, None, self.spare, "clip")  # "raise" would copy first

    def at_labels(self, out: np.ndarray) -> None:
        """Copies logits[i, labels[i]] to out[i]."""
        self._entries.take(self._places, None, out, "clip")

    def subtract_at_labels(self, value: float | np.ndarray) -> None:
        """Subtracts `value` from logits[i, labels[i]] for every row i; uses `spare`."""
        spare, places = self.spare, self._places
        self._entries.take(places, None, spare, "clip")
        np.subtract(spare, value, spare)
        self._entries[places] = spare

    def sum_rows(self) -> None:
        """Writes the row sums to `normalizers`."""
        np.dot(self.logits, self._ones, self.normalizers)  # several times faster than sum(axis=1)
