"""The training loop of the from-scratch engine: its batches, its updates, its evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Part, Split
from reprise.streams import stream
from reprise.training import loop
from reprise.training.checkpoint import below
from reprise.training.loop import at_point
from reprise.training.numpy_mlp.losses import check_labels
from reprise.training.numpy_mlp.network import Network

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import NumpyMlpSpec
    from reprise.training.numpy_mlp.optimizers import Optimizer
    from reprise.training.outcome import Context


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
        gathered = self.batch_size if self.updates_per_epoch > 1 else 0
        self._batch = np.empty((gathered, split.train.images.shape[1]), dtype=spec.precision)
        self._train = (
            network.train_step_accumulated if spec.training.accumulate else network.train_step
        )

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        with np.errstate(all="ignore"):  # a diverging run is told by its loss, not by warnings
            super().run()

    def update(self, rows: np.ndarray) -> tuple[float, int]:
        """One update on the training images of these rows: loss and hits before it."""
        return self._train(*self._gather(rows), self.optimizer)

    def _gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows' images, in a buffer that the next call overwrites, and their labels."""
        train = self.split.train
        if len(rows) == len(train):  # the whole set: its order changes nothing but rounding
            return train.images, train.labels
        batch = self._batch[: len(rows)]
        np.take(train.images, rows, axis=0, out=batch, mode="clip")  # 'raise' would copy twice
        return batch, train.labels[rows]

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
