"""The training loop of the PyTorch engine: its batches, its updates, its evaluations."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.streams import stream
from reprise.training import loop
from reprise.training.checkpoint import below
from reprise.training.loop import at_point
from reprise.training.torch_nets.augmentation import augmented
from reprise.training.torch_nets.device import seed_torch
from reprise.training.torch_nets.distortion import mixed
from reprise.training.torch_nets.evaluation import Evaluated, Evaluator
from reprise.training.torch_nets.images import Bytes, Images
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.optimizers import load_state, optimizer, set_rate, state_of

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import TorchNetsSpec
    from reprise.training.outcome import Context, Metrics


class Loop(loop.Loop):
    """Trains a network of layers in place; ``initial`` is what it was before the first update."""

    def __init__(
        self, spec: TorchNetsSpec, images: Images, network: Network, context: Context
    ) -> None:
        super().__init__(spec.training, len(images.train), context)
        self.spec, self.images, self.network = spec, images, network
        self.optimizer = optimizer(spec.optimizer, network.module.parameters())
        device = images.train.labels.device.type
        self.autocast = torch.autocast(device, torch.bfloat16, enabled=spec.precision == "bfloat16")
        crop = spec.augmentation.crop if spec.augmentation else None
        self._mixup = spec.augmentation.mixup if spec.augmentation else None
        self.evaluator = Evaluator(network, images.scaling, crop, self.autocast)
        wanted = spec.evaluation
        self._test_batch = wanted.test_batch if wanted else None
        self._subset = (
            images.train.subset(wanted.train_subset) if wanted and wanted.train_subset else None
        )
        self.initial: Metrics = {}
        self.evaluations = 0
        self._latest: tuple[int, dict[str, Evaluated]] = (0, {})

    def begin(self) -> None:
        """The network as it is before the first update, where the spec asks for it."""
        if self.spec.evaluation and self.spec.evaluation.initial:
            name, part = self.images.watched
            found = self.evaluator(part)
            self.initial = at_point(f"initial_{name}", found.loss, found.accuracy)

    def begin_epoch(self, epoch: int) -> None:
        """Sets the epoch's learning rate."""
        set_rate(self.optimizer, self.spec.optimizer, self.spec.schedule, epoch)

    def update(self, rows: np.ndarray) -> tuple[float, int]:
        """One update on the training images of these rows: loss and hits before it."""
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
        return loss.item(), int((outputs.detach().argmax(1) == labels).sum())

    def _batch(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        taken, scaling = self.images.train.take(rows), self.images.scaling
        pixels = scaling.before(taken.pixels)
        if self.spec.augmentation is not None:
            draws = stream(self.context.seed, "augmentation", self.step)
            pixels = augmented(pixels, self.spec.augmentation, draws)
        x = scaling.after(pixels.permute(0, 3, 1, 2), self.network.memory_format)
        return x, taken.labels

    def evaluate(self, axis: str) -> dict[str, float]:
        """Loss and accuracy of the watched part, and of what else the spec names."""
        name, part = self.images.watched
        wanted = {name: part}
        if self._test_batch is not None:
            wanted["test_batch"] = self._next_test_batch()
        if self._subset is not None:
            wanted["train_subset"] = self._subset
        self.evaluations += 1
        self._latest = self.step, {key: self.evaluator(images) for key, images in wanted.items()}
        point: dict[str, float] = {}
        for key, found in self._latest[1].items():
            point |= at_point(key, found.loss, found.accuracy)
        return point

    def evaluated(self, name: str, part: Bytes) -> Evaluated:
        """A part by the network as it is now; once only where a curve's last point had it.

        The time counts as evaluation.
        """
        step, found = self._latest
        if step == self.step and name in found:
            return found[name]
        started = time.perf_counter()
        evaluated = self.evaluator(part)
        self.evaluation_seconds += time.perf_counter() - started
        return evaluated

    def _next_test_batch(self) -> Bytes:
        """The test file in runs of equal length, from its start again when it is used up."""
        size = min(self._test_batch, len(self.images.test))
        place = self.evaluations % (len(self.images.test) // size)
        return self.images.test.between(place * size, (place + 1) * size)

    def state(self) -> dict[str, np.ndarray]:
        """Parameters, what the optimizer remembers, and how often was evaluated."""
        return {
            "evaluations": np.array(self.evaluations),
            **{f"initial.{name}": np.array(value) for name, value in self.initial.items()},
            **{f"network.{name}": array for name, array in self.network.state().items()},
            **{f"optimizer.{name}": array for name, array in state_of(self.optimizer).items()},
        }

    def load(self, state: dict[str, np.ndarray]) -> None:
        """Takes over what ``state`` gave."""
        self.evaluations = int(state["evaluations"])
        self.initial = {name: float(value) for name, value in below(state, "initial.").items()}
        self.network.load(below(state, "network."))
        load_state(self.optimizer, below(state, "optimizer."))
