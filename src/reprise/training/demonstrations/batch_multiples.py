"""How long an update takes around multiples of the core count."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import Optimizer, optimizer
from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import BatchMultiples

UPDATES = 10_000
"""That times are given for: a record rounds them to a tenth of a millisecond."""


def run(options: BatchMultiples, context: Context) -> Outcome:
    """A perceptron in float32 on random images, plain gradient descent.

    Times: ``seconds_per_10000_updates_batch_<size>``. All sizes take turns, so that a slow moment
    of the machine meets them all, and the fastest turn of each counts. Metrics: what is timed.
    """
    draw = stream(context.seed, "images")
    inputs, *_, classes = options.widths
    largest = max(options.batch_sizes)
    x = draw.random((largest, inputs), dtype=np.float32)
    labels = draw.integers(classes, size=largest)
    network = Network(
        options.widths,
        activation="sigmoid",
        weights=("uniform", 0.5),
        biases=("uniform", 0.5),
        loss="softmax-cross-entropy",
        rng=stream(context.seed, "initial weights"),
    )
    descent = optimizer("sgd", 0.1)
    turns: dict[int, list[float]] = {size: [] for size in options.batch_sizes}
    for _ in range(options.repeats + 1):
        for size, seconds in turns.items():
            seconds.append(_seconds(network, x[:size], labels[:size], descent, options.updates))
    timing = {  # the first turn warms up memory and caches
        f"seconds_per_{UPDATES}_updates_batch_{size}": min(seconds[1:]) * UPDATES / options.updates
        for size, seconds in turns.items()
    }
    metrics = {"parameters": network.parameter_count, "batch_sizes": len(turns)}
    return Outcome(metrics, timing=timing)


def _seconds(
    network: Network, x: np.ndarray, labels: np.ndarray, descent: Optimizer, updates: int
) -> float:
    started = time.perf_counter()
    for _ in range(updates):
        network.train_step(x, labels, descent)
    return time.perf_counter() - started
