"""Updates by batches of one size, written down once and made again for each batches' rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reprise.training.numpy_mlp.batches import Batch, LossBuffers
from reprise.training.numpy_mlp.calls import Calls, written
from reprise.training.numpy_mlp.losses import Loss


class Steps:
    """As many steps in turn as there are batches in `noted`, or fewer.

    `step(rows, batch)` gives the calls of one step on the images of these rows: an array in which
    its rows will stand when the calls are made. `labels` are those of all images.
    """

    def __init__(
        self,
        loss: Loss,
        noted: LossBuffers,
        labels: np.ndarray,
        step: Callable[[np.ndarray, Batch], Calls],
    ) -> None:
        self._loss, self._noted, self._labels = loss, noted, labels
        self._rows = np.empty(len(noted.batches) * noted.size, np.intp)
        of_each = zip(self._rows.reshape(-1, noted.size), noted.batches, strict=True)
        steps = [written(step(rows, batch)) for rows, batch in of_each]
        self._calls_of_a_step = len(steps[0])
        self._calls = [call for calls in steps for call in calls]

    def __call__(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A step by each batch of these rows; there are as many rows as batches need.

        Returns each batch's loss (its mean, or what the loss reports instead) and its number of
        right predictions, both before the step.
        """
        self._rows[: len(rows)] = rows
        count = len(self._noted.expect(self._labels.take(rows)))
        for function, arguments in self._calls[: count * self._calls_of_a_step]:
            function(*arguments)
        return self._loss.reported(self._noted, count), self._noted.hits(count)
