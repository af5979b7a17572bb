"""The training loop of the from-scratch engine: its batches, its updates, its evaluations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Part, Split
from reprise.streams import stream
from reprise.training import loop
from reprise.training.checkpoint import below
from reprise.training.loop import at_point
from reprise.training.numpy_mlp.calls import make
from reprise.training.numpy_mlp.images import Floats, Images, as_bytes
from reprise.training.numpy_mlp.losses import check_labels
from reprise.training.numpy_mlp.network import SLICE, Network
from reprise.training.numpy_mlp.steps import Steps

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import NumpyMlpSpec
    from reprise.training.numpy_mlp.optimizers import Optimizer
    from reprise.training.outcome import Context

WORTH_BYTES = 16
"""Epochs from which on it saves time to turn the training images into bytes first."""


class Loop(loop.Loop):
    """Trains a `Network` in place by an `Optimizer`."""

    def __init__(
        self,
        spec: NumpyMlpSpec,
        split: Split,
        network: Network,
        optimizer: Optimizer,
        context: Context,
    ) -> None:
        super().__init__(spec.training, len(split.train), context)
        self.spec, self.split, self.network, self.optimizer = spec, split, network, optimizer
        check_labels(split.train.labels, split.classes)
        self._images: Images = Floats(split.train.images)
        if self.updates_per_epoch > 1 and self.updates >= WORTH_BYTES * self.updates_per_epoch:
            self._images = as_bytes(split.train.images, self.batch_size) or self._images
        self._by_itself = spec.training.accumulate or self.batch_size > SLICE
        self._steps: dict[int, Steps] = {}
        if not self._by_itself:
            self.at_once = network.steps_at_once(self.batch_size)

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        with np.errstate(all="ignore"):  # a diverging run is told by its loss, not by warnings
            super().run()

    def train_on(self, rows: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Updates on the training images of these rows, ``size`` of them at a time."""
        if self._by_itself or size == len(self.split.train):
            return super().train_on(rows, size)
        return self._steps_of(size)(rows)

    def _steps_of(self, size: int) -> Steps:
        """The updates by batches of that size, written down when they are first asked for."""
        if size not in self._steps:
            labels = self.split.train.labels
            self._steps[size] = self.network.steps(self._images, labels, size, self.optimizer)
        return self._steps[size]

    def update(self, rows: np.ndarray) -> tuple[float, int]:
        """One update on the training images of these rows: loss and hits before it."""
        x, labels = self._batch(rows)
        if self.spec.training.accumulate:
            return self.network.train_step_accumulated(x, labels, self.optimizer)
        return self.network.train_step(x, labels, self.optimizer)

    def _batch(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows' images, in a buffer that the next call overwrites, and their labels."""
        train = self.split.train
        if len(rows) == len(train):  # the whole set: its order changes nothing but rounding
            return train.images, train.labels
        batch = self._taken[: len(rows)]
        make(self._images.take(rows, batch))
        return batch, train.labels[rows]

    @cached_property
    def _taken(self) -> np.ndarray:
        shape = self.batch_size, self.split.train.images.shape[1]
        return np.empty(shape, dtype=self.spec.precision)

    def evaluate(self, axis: str) -> dict[str, float]:
        """Loss and accuracy of the watched part, or of random images; of all for training, too."""
        point, train = {}, self.split.train
        if self.spec.train_curve == "re-evaluated":
            point |= at_point("train", *self.network.evaluate(train.images, train.labels))
        if axis == "step" and self.spec.sampled:
            for name, part in (("train", train), ("test", self.split.test)):
                point |= at_point(f"sample_{name}", *self._on_sample(name, part))
        else:
            name, part = self.split.watched
            point |= at_point(name, *self.network.evaluate(part.images, part.labels))
        return point

    def _on_sample(self, name: str, part: Part) -> tuple[float, float]:
        """Loss and accuracy on random images, others each time."""
        chooser = stream(self.context.seed, f"{name} sample", self.step)
        rows = chooser.permutation(len(part))[: self.spec.sampled]
        return self.network.evaluate(part.images[rows], part.labels[rows])

    def state(self) -> dict[str, np.ndarray]:
        """Parameters, and what the optimizer remembers."""
        return {
            **{f"network.{name}": array for name, array in self.network.parameters().items()},
            **{f"optimizer.{name}": array for name, array in self.optimizer.state().items()},
        }

    def load(self, state: dict[str, np.ndarray]) -> None:
        """Takes over what ``state`` gave."""
        self.network.load(below(state, "network."))
        self.optimizer.load(below(state, "optimizer."))
