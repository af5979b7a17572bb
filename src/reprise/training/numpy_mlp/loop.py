"""The training loop: batches in their order, curves, checkpoints, divergence."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Part, Split
from reprise.streams import stream
from reprise.training.curves import Curves
from reprise.training.numpy_mlp.losses import check_labels
from reprise.training.numpy_mlp.network import Network

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import NumpyMlpSpec, Training
    from reprise.training.numpy_mlp.optimizers import Optimizer
    from reprise.training.outcome import Context


class Loop:
    """Trains a network in place; resumes where a checkpoint of the same run left off.

    The order of an epoch derives from the seed and the epoch's number alone, so a checkpoint
    holds no random state: the position tells all.
    """

    def __init__(
        self,
        spec: NumpyMlpSpec,
        split: Split,
        network: Network,
        optimizer: Optimizer,
        context: Context,
    ) -> None:
        self.spec, self.split, self.network = spec, split, network
        self.optimizer, self.context = optimizer, context
        size = spec.training.batch_size
        self.batch_size = len(split.train) if size == "all" else min(size, len(split.train))
        self.updates_per_epoch = _batches(len(split.train), self.batch_size, spec.training)
        self.updates = spec.training.steps or spec.training.epochs * self.updates_per_epoch
        self.evaluate_every = spec.training.evaluate_every
        self.curves = Curves(self.updates)
        self.step = 0
        self.training_seconds = self.evaluation_seconds = 0.0
        self.diverged = False
        gathered = self.batch_size if self.updates_per_epoch > 1 else 0
        self._batch = np.empty((gathered, split.train.images.shape[1]), dtype=spec.precision)

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        check_labels(self.split.train.labels, self.split.classes)
        self._resume()
        with np.errstate(all="ignore"):  # a diverging run is told by its loss, not by warnings
            while self.step < self.updates and not self.diverged:
                self._rest_of_epoch()

    def _rest_of_epoch(self) -> None:
        epoch, position = divmod(self.step, self.updates_per_epoch)
        order = self._order(epoch)
        started = time.perf_counter()
        while position < self.updates_per_epoch and self.step < self.updates:
            rows = order[position * self.batch_size : (position + 1) * self.batch_size]
            if not self._update(rows):
                break
            position += 1
            if self.evaluate_every and self.step % self.evaluate_every == 0:
                self.training_seconds += time.perf_counter() - started
                self._evaluate("step", self.step)
                started = time.perf_counter()
            if self.context.checkpoint.due():
                self.training_seconds += time.perf_counter() - started
                if position < self.updates_per_epoch:
                    self._save()
                started = time.perf_counter()
        self.training_seconds += time.perf_counter() - started
        if position == self.updates_per_epoch and not self.diverged:
            self._evaluate("epoch", epoch + 1)
            if self.context.checkpoint.due():
                self._save()

    def _order(self, epoch: int) -> np.ndarray:
        kind = self.spec.training.order
        if kind == "file" or (kind == "file-then-shuffled" and epoch == 0):
            return np.arange(len(self.split.train))
        if kind == "shuffled-once":
            epoch = 0
        return stream(self.context.seed, "order", epoch).permutation(len(self.split.train))

    def _update(self, rows: np.ndarray) -> bool:
        """One update; False where the loss is no longer a number."""
        batch, labels = self._gather(rows)
        train = (
            self.network.train_step_accumulated
            if self.spec.training.accumulate
            else self.network.train_step
        )
        loss, correct = train(batch, labels, self.optimizer)
        self.curves.add_update(self.step, loss, correct, len(rows))
        self.step += 1
        self.diverged = not math.isfinite(loss)
        return not self.diverged

    def _gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows' images, in a buffer that the next call overwrites, and their labels."""
        train = self.split.train
        if len(rows) == len(train):  # the whole set: its order changes nothing but rounding
            return train.images, train.labels
        batch = self._batch[: len(rows)]
        np.take(train.images, rows, axis=0, out=batch, mode="clip")  # 'raise' would copy twice
        return batch, train.labels[rows]

    def _evaluate(self, axis: str, x: int) -> None:
        started = time.perf_counter()
        loss, accuracy = self.curves.since_last(axis)
        train = self.split.train
        if self.spec.train_curve == "re-evaluated":
            loss, accuracy = self.network.evaluate(train.images, train.labels)
        point = {"train_loss": loss, "train_accuracy": accuracy}
        if axis == "step":
            point["batch_loss"], point["batch_accuracy"] = self.curves.latest()
        if axis == "step" and self.spec.sampled:
            for name, part in (("train", train), ("test", self.split.test)):
                point |= _named(f"sample_{name}", self._on_sample(name, part))
        else:
            name, part = self.split.watched
            point |= _named(name, self.network.evaluate(part.images, part.labels))
        self.curves.add_point(axis, x, point)
        self.evaluation_seconds += time.perf_counter() - started

    def _on_sample(self, name: str, part: Part) -> tuple[float, float]:
        """Loss and accuracy on random images, others each time."""
        chooser = stream(self.context.seed, f"{name} sample", self.step)
        rows = chooser.permutation(len(part))[: self.spec.sampled]
        return self.network.evaluate(part.images[rows], part.labels[rows])

    def _save(self) -> None:
        state = {
            "step": np.array(self.step),
            "seconds": np.array([self.training_seconds, self.evaluation_seconds]),
            **{f"network.{k}": v for k, v in self.network.parameters().items()},
            **{f"optimizer.{k}": v for k, v in self.optimizer.state().items()},
            **{f"curves.{k}": v for k, v in self.curves.state(self.step).items()},
        }
        self.context.checkpoint.save(state)

    def _resume(self) -> None:
        state = self.context.checkpoint.load()
        if state is None:
            return
        self.step = int(state["step"])
        self.training_seconds, self.evaluation_seconds = state["seconds"].tolist()
        self.network.load(_below(state, "network."))
        self.optimizer.load(_below(state, "optimizer."))
        self.curves.load(_below(state, "curves."))


def _batches(images: int, batch_size: int, training: Training) -> int:
    """Updates per epoch; the last batch may be smaller, or is dropped where the spec says so."""
    return images // batch_size if training.drop_last else math.ceil(images / batch_size)


def _named(name: str, values: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_loss": values[0], f"{name}_accuracy": values[1]}


def _below(state: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): v for name, v in state.items() if name.startswith(prefix)}
