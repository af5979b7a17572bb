"""The training loop that the engines share: batches in their order, curves, checkpoints, the end.

An engine adds what an update is and what is evaluated at a point of a curve.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.checkpoint import below
from reprise.training.curves import Curves

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import Training as NumpyTraining
    from reprise.documents.models.torch_nets import Training as TorchTraining
    from reprise.training.outcome import Context


class Loop(ABC):
    """Trains a network in place; resumes where a checkpoint of the same run left off.

    All that is random in an update derives from the seed and the position alone, so a checkpoint
    holds no random state: the position tells all.
    """

    at_once = 1
    """How many updates ``train_on`` makes at most in one call."""

    def __init__(
        self, training: NumpyTraining | TorchTraining, train_images: int, context: Context
    ) -> None:
        self.training, self.train_images, self.context = training, train_images, context
        size = train_images if training.batch_size == "all" else training.batch_size
        self.batch_size = min(size, train_images)
        whole, rest = divmod(train_images, self.batch_size)
        self.updates_per_epoch = whole + bool(rest and not training.drop_last)
        self.updates = training.steps or training.epochs * self.updates_per_epoch
        self.curves = Curves(self.updates)
        self.step = 0
        self.training_seconds = self.evaluation_seconds = 0.0
        self.diverged = False

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        if not self._resume():
            self.begin()
        while self.step < self.updates and not self.diverged:
            self._rest_of_epoch()

    def begin(self) -> None:  # noqa: B027 - an engine may leave it as it is
        """Called before the first update of a run, and not when it resumes."""

    def begin_epoch(self, epoch: int) -> None:  # noqa: B027 - as above
        """Called before the first update of an epoch, and where a run resumes within one."""

    @abstractmethod
    def update(self, rows: np.ndarray) -> tuple[float, int]:
        """One update on the training images of these rows.

        Returns the batch's loss and its right predictions, both before the update.
        """

    def train_on(self, rows: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Updates on the training images of these rows, ``size`` of them at a time.

        Returns what ``update`` does, of each. An engine that makes several at once may go on after
        a loss that is not finite: what comes after it counts for nothing.
        """
        found = [self.update(part) for part in rows.reshape(-1, size)]
        losses, correct = zip(*found, strict=True)
        return np.array(losses), np.array(correct)

    @abstractmethod
    def evaluate(self, axis: str) -> dict[str, float]:
        """What a point of the curve has besides the losses of the batches since the last one."""

    @abstractmethod
    def state(self) -> dict[str, np.ndarray]:
        """The network, the optimizer, and whatever else the engine needs to go on."""

    @abstractmethod
    def load(self, state: dict[str, np.ndarray]) -> None:
        """Takes over what ``state`` gave."""

    def _rest_of_epoch(self) -> None:
        epoch, position = divmod(self.step, self.updates_per_epoch)
        self.begin_epoch(epoch)
        order, every = self._order(epoch), self.training.evaluate_every
        started = time.perf_counter()
        while position < self.updates_per_epoch and self.step < self.updates:
            count = self._until_a_stop(position)
            self._train_on(order[position * self.batch_size :][: count * self.batch_size], count)
            if self.diverged:
                break
            position += count
            at_point = every is not None and self.step % every == 0
            if at_point or self.context.checkpoint.due():
                self.training_seconds += time.perf_counter() - started
                if at_point:
                    self._add_point("step", self.step)
                if position < self.updates_per_epoch:
                    self._save_if_due()
                started = time.perf_counter()
        self.training_seconds += time.perf_counter() - started
        if position == self.updates_per_epoch and not self.diverged:
            self._end_epoch(epoch)

    def _until_a_stop(self, position: int) -> int:
        """Updates to make at once: to a point of the curve or the end; a smaller batch is alone."""
        whole_batches = self.train_images // self.batch_size
        if position == whole_batches:
            return 1
        count = min(self.at_once, whole_batches - position, self.updates - self.step)
        every = self.training.evaluate_every
        return count if every is None else min(count, every - self.step % every)

    def _train_on(self, rows: np.ndarray, count: int) -> None:
        """That many updates, or as many as there are to the first loss that is not finite."""
        size = len(rows) // count
        losses, correct = self.train_on(rows, size)
        finite = np.isfinite(losses)
        self.diverged = not finite.all()
        made = int(finite.argmin()) + 1 if self.diverged else count
        self.curves.add_updates(self.step, losses[:made], correct[:made], size)
        self.step += made

    def _end_epoch(self, epoch: int) -> None:
        if self.training.epochs:
            self._add_point("epoch", epoch + 1)
        self._save_if_due()

    def _order(self, epoch: int) -> np.ndarray:
        """The rows that the epoch uses, in turn; what fills no batch is left out on request."""
        kind, used = self.training.order, self.updates_per_epoch * self.batch_size
        if kind == "file" or (kind == "file-then-shuffled" and epoch == 0):
            return np.arange(self.train_images)[:used]
        if kind == "shuffled-once":
            epoch = 0
        return stream(self.context.seed, "order", epoch).permutation(self.train_images)[:used]

    def _add_point(self, axis: str, x: int) -> None:
        started = time.perf_counter()
        loss, accuracy = self.curves.since_last(axis)
        point = {"train_loss": loss, "train_accuracy": accuracy}
        if axis == "step":
            point["batch_loss"], point["batch_accuracy"] = self.curves.latest()
        self.curves.add_point(axis, x, point | self.evaluate(axis))
        self.evaluation_seconds += time.perf_counter() - started

    def _save_if_due(self) -> None:
        if not self.context.checkpoint.due():
            return
        state = {
            "step": np.array(self.step),
            "seconds": np.array([self.training_seconds, self.evaluation_seconds]),
            **{f"engine.{name}": array for name, array in self.state().items()},
            **{f"curves.{name}": array for name, array in self.curves.state(self.step).items()},
        }
        self.context.checkpoint.save(state)

    def _resume(self) -> bool:
        state = self.context.checkpoint.load()
        if state is None:
            return False
        self.step = int(state["step"])
        self.training_seconds, self.evaluation_seconds = state["seconds"].tolist()
        self.load(below(state, "engine."))
        self.curves.load(below(state, "curves."))
        return True


def at_point(name: str, loss: float, accuracy: float) -> dict[str, float]:
    """Loss and accuracy of a part or sample, as the curves call them."""
    return {f"{name}_loss": loss, f"{name}_accuracy": accuracy}
