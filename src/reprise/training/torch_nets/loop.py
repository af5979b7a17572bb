"""The training loop: batches in their order, curves, checkpoints, divergence."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.streams import stream
from reprise.training.curves import Curves
from reprise.training.torch_nets.augmentation import augmented
from reprise.training.torch_nets.device import seed_torch
from reprise.training.torch_nets.distortion import mixed
from reprise.training.torch_nets.evaluation import Evaluator
from reprise.training.torch_nets.images import Bytes, Images
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.optimizers import load_state, optimizer, set_rate, state_of

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import TorchNetsSpec
    from reprise.training.outcome import Context, Metrics


class Loop:
    """Trains a network in place; resumes where a checkpoint of the same run left off.

    Order, augmentation and dropout of an update derive from the seed and the position alone, so
    a checkpoint holds no random state.
    """

    def __init__(
        self, spec: TorchNetsSpec, images: Images, network: Network, context: Context
    ) -> None:
        self.spec, self.images, self.network, self.context = spec, images, network, context
        training, count = spec.training, len(images.train)
        self.batch_size = min(training.batch_size, count)
        whole = count // self.batch_size
        self.updates_per_epoch = whole if training.drop_last else -(-count // self.batch_size)
        self.updates = training.steps or training.epochs * self.updates_per_epoch
        self.optimizer = optimizer(spec.optimizer, network.module.parameters())
        device = images.train.labels.device.type
        self.autocast = torch.autocast(device, torch.bfloat16, enabled=spec.precision == "bfloat16")
        crop = spec.augmentation.crop if spec.augmentation else None
        self._mixup = spec.augmentation.mixup if spec.augmentation else None
        self.evaluate = Evaluator(network, images.scaling, crop, self.autocast)
        wanted = spec.evaluation
        self._test_batch = wanted.test_batch if wanted else None
        self._subset = (
            images.train.subset(wanted.train_subset) if wanted and wanted.train_subset else None
        )
        self.curves = Curves(self.updates)
        self.initial: Metrics = {}
        self.step = self.evaluations = 0
        self.training_seconds = self.evaluation_seconds = 0.0
        self.diverged = False

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        if not self._resume() and self.spec.evaluation and self.spec.evaluation.initial:
            name, part = self.images.watched
            found = self.evaluate(part)
            self.initial = {
                f"initial_{name}_loss": found.loss,
                f"initial_{name}_accuracy": found.accuracy,
            }
        while self.step < self.updates and not self.diverged:
            self._rest_of_epoch()

    def _rest_of_epoch(self) -> None:
        epoch, position = divmod(self.step, self.updates_per_epoch)
        set_rate(self.optimizer, self.spec.optimizer, self.spec.schedule, epoch)
        order = self._order(epoch)
        every = self.spec.training.evaluate_every
        started = time.perf_counter()
        while position < self.updates_per_epoch and self.step < self.updates:
            self._update(order[position * self.batch_size : (position + 1) * self.batch_size])
            if self.diverged:
                break
            position += 1
            at_point = every is not None and self.step % every == 0
            if at_point or self.context.checkpoint.due():
                self.training_seconds += time.perf_counter() - started
                if at_point:
                    self._evaluate("step", self.step)
                if self.context.checkpoint.due() and position < self.updates_per_epoch:
                    self._save()
                started = time.perf_counter()
        self.training_seconds += time.perf_counter() - started
        if position == self.updates_per_epoch and not self.diverged:
            if self.spec.training.epochs:
                self._evaluate("epoch", epoch + 1)
            if self.context.checkpoint.due():
                self._save()

    def _order(self, epoch: int) -> np.ndarray:
        """Rows of the epoch; those after the last whole batch are left out with ``drop_last``."""
        count, kind = len(self.images.train), self.spec.training.order
        if kind == "file" or (kind == "file-then-shuffled" and epoch == 0):
            order = np.arange(count)
        else:
            order = stream(self.context.seed, "order", epoch).permutation(count)
        return order[: self.updates_per_epoch * self.batch_size]

    def _update(self, rows: np.ndarray) -> None:
        x, labels = self._batch(torch.from_numpy(rows).to(self.images.train.labels.device))
        others, share = None, 0.0
        if self._mixup is not None:
            draws = stream(self.context.seed, "mixup", self.step)
            x, others, share = mixed(x, labels, self._mixup, draws)
        if self.network.draws:
            seed_torch(self.context.seed, "dropout", self.step)
        with self.autocast:
            outputs = self.network.module(x)
        losses = self.network.losses(outputs, labels)
        if others is not None:
            losses = (1 - share) * losses + share * self.network.losses(outputs, others)
        loss = losses.mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        value, right = loss.item(), int((outputs.detach().argmax(1) == labels).sum())
        self.curves.add_update(self.step, value, right, len(rows))
        self.step += 1
        self.diverged = not math.isfinite(value)

    def _batch(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        taken, scaling = self.images.train.take(rows), self.images.scaling
        pixels = scaling.before(taken.pixels)
        if self.spec.augmentation is not None:
            draws = stream(self.context.seed, "augmentation", self.step)
            pixels = augmented(pixels, self.spec.augmentation, draws)
        x = scaling.after(pixels.permute(0, 3, 1, 2), self.network.memory_format)
        return x, taken.labels

    def _evaluate(self, axis: str, x: int) -> None:
        started = time.perf_counter()
        loss, accuracy = self.curves.since_last(axis)
        point = {"train_loss": loss, "train_accuracy": accuracy}
        if axis == "step":
            point["batch_loss"], point["batch_accuracy"] = self.curves.latest()
        name, part = self.images.watched
        parts = {name: part}
        if self._test_batch is not None:
            parts["test_batch"] = self._next_test_batch()
        if self._subset is not None:
            parts["train_subset"] = self._subset
        for key, images in parts.items():
            found = self.evaluate(images)
            point |= {f"{key}_loss": found.loss, f"{key}_accuracy": found.accuracy}
        self.curves.add_point(axis, x, point)
        self.evaluations += 1
        self.evaluation_seconds += time.perf_counter() - started

    def _next_test_batch(self) -> Bytes:
        """The test file in runs of equal length, from its start again when it is used up."""
        size = min(self._test_batch, len(self.images.test))
        place = self.evaluations % (len(self.images.test) // size)
        return self.images.test.between(place * size, (place + 1) * size)

    def _save(self) -> None:
        state = {
            "step": np.array(self.step),
            "evaluations": np.array(self.evaluations),
            "seconds": np.array([self.training_seconds, self.evaluation_seconds]),
            **{f"initial.{k}": np.array(v) for k, v in self.initial.items()},
            **{f"network.{k}": v for k, v in self.network.state().items()},
            **{f"optimizer.{k}": v for k, v in state_of(self.optimizer).items()},
            **{f"curves.{k}": v for k, v in self.curves.state(self.step).items()},
        }
        self.context.checkpoint.save(state)

    def _resume(self) -> bool:
        state = self.context.checkpoint.load()
        if state is None:
            return False
        self.step, self.evaluations = int(state["step"]), int(state["evaluations"])
        self.training_seconds, self.evaluation_seconds = state["seconds"].tolist()
        self.initial = {name: float(v) for name, v in _below(state, "initial.").items()}
        self.network.load(_below(state, "network."))
        load_state(self.optimizer, _below(state, "optimizer."))
        self.curves.load(_below(state, "curves."))
        return True


def _below(state: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): v for name, v in state.items() if name.startswith(prefix)}
