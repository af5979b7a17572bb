"""The training loop: batches in a new order each epoch, scores after each, checkpoints."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.streams import stream
from reprise.training.checkpoint import below
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.optimizers import load_state, optimizer, state_of
from reprise.training.torch_nets.rare_positives.examples import Examples, Sets
from reprise.training.torch_nets.rare_positives.gradients import measure
from reprise.training.torch_nets.rare_positives.losses import batch_loss, mean_cross_entropy
from reprise.training.torch_nets.rare_positives.scores import average_precision, counts

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import RarePositivesSpec
    from reprise.training.outcome import Context

PASS = 100
"""Images per pass of an evaluation: what stays in a core's cache."""


class Loop:
    """Trains a network in place; resumes after the last epoch that a checkpoint has.

    ``points`` has one number per epoch and name; a precision is NaN where nothing was called
    positive. ``measured`` are the gradients before the first update (names end with ``_initial``)
    and after the first epoch (``_first_epoch``).
    """

    def __init__(
        self, spec: RarePositivesSpec, sets: Sets, network: Network, context: Context
    ) -> None:
        self.spec, self.sets, self.network, self.context = spec, sets, network, context
        self.batch_size = min(spec.training.batch_size, len(sets.train))
        self.updates_per_epoch = -(-len(sets.train) // self.batch_size)
        self.optimizer = optimizer(spec.optimizer, network.module.parameters())
        self.points: dict[str, list[float]] = {}
        self.measured: dict[str, float] = {}
        self.epoch = self.updates = 0
        self.training_seconds = self.evaluation_seconds = 0.0
        self.diverged = False

    def run(self) -> None:
        """Train to the end, or to the first loss that is not finite."""
        if not self._resume():
            self._measure("_initial")
        while self.epoch < self.spec.training.epochs and not self.diverged:
            losses = self._train()
            if not self.diverged:
                self._evaluate(float(np.mean(losses)))
            if not self.diverged:
                self.epoch += 1
                if self.epoch == 1:
                    self._measure("_first_epoch")
                if self.context.checkpoint.due():
                    self._save()

    def measure(self) -> dict[str, float]:
        """The gradients as the weights are now."""
        started = time.perf_counter()
        found = measure(
            self.network.module,
            self.spec.loss,
            self.sets.train,
            self.batch_size,
            self.context.seed,
        )
        self.evaluation_seconds += time.perf_counter() - started
        return found

    def _measure(self, ending: str) -> None:
        self.measured |= {f"{name}{ending}": value for name, value in self.measure().items()}

    def _train(self) -> list[float]:
        """One epoch; the loss of each batch before its update."""
        started, train, losses = time.perf_counter(), self.sets.train, []
        order = stream(self.context.seed, "order", self.epoch).permutation(len(train))
        for rows in torch.from_numpy(order).split(self.batch_size):
            logits = self.network.module(train.inputs.index_select(0, rows)).flatten(1)
            loss = batch_loss(self.spec.loss, logits, train.targets[rows])
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.updates += 1
            losses.append(loss.item())
            if not math.isfinite(losses[-1]):
                self.diverged = True
                break
        self.training_seconds += time.perf_counter() - started
        return losses

    def _evaluate(self, train_loss: float) -> None:
        started, test = time.perf_counter(), self.sets.test
        scores, there = self.logits(test), (test.targets > 0).numpy()
        logits, targets = scores.double(), test.targets.double()
        count = counts((scores > 0).numpy(), there)
        point = {
            "train_loss": train_loss,
            "test_loss": float(batch_loss(self.spec.loss, logits, targets)),
            "test_cross_entropy": float(mean_cross_entropy(logits, targets)),
            "test_accuracy": count.accuracy,
            "recall": count.recall,
            "f1": count.f1,
        }
        self.diverged = not all(map(math.isfinite, point.values()))
        if not self.diverged:
            point["precision"] = np.nan if count.precision is None else count.precision
            point["average_precision"] = average_precision(scores.numpy(), there)
            for name, value in point.items():
                self.points.setdefault(name, []).append(value)
        self.evaluation_seconds += time.perf_counter() - started

    @torch.inference_mode()
    def logits(self, part: Examples) -> torch.Tensor:
        """Of all examples, float32 (n, outputs)."""
        return torch.cat([self.network.module(x).flatten(1) for x in part.inputs.split(PASS)])

    def _save(self) -> None:
        state = {
            "epoch": np.array(self.epoch),
            "updates": np.array(self.updates),
            "seconds": np.array([self.training_seconds, self.evaluation_seconds]),
            **{f"measured.{k}": np.array(v) for k, v in self.measured.items()},
            **{f"point.{k}": np.array(v) for k, v in self.points.items()},
            **{f"network.{k}": v for k, v in self.network.state().items()},
            **{f"optimizer.{k}": v for k, v in state_of(self.optimizer).items()},
        }
        self.context.checkpoint.save(state)

    def _resume(self) -> bool:
        state = self.context.checkpoint.load()
        if state is None:
            return False
        self.epoch, self.updates = int(state["epoch"]), int(state["updates"])
        self.training_seconds, self.evaluation_seconds = state["seconds"].tolist()
        self.measured = {name: float(v) for name, v in below(state, "measured.").items()}
        self.points = {name: v.tolist() for name, v in below(state, "point.").items()}
        self.network.load(below(state, "network."))
        load_state(self.optimizer, below(state, "optimizer."))
        return True
