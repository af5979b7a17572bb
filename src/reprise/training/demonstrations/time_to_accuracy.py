"""How long a small network trains until it classifies points well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import torch

from reprise.data.points import Points, make_points
from reprise.streams import stream
from reprise.training.outcome import Context, Metrics, Outcome
from reprise.training.torch_nets.circles.loop import Labelled, evaluate
from reprise.training.torch_nets.circles.start import initial_parameters
from reprise.training.torch_nets.circles.versions import Manual

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_networks import TimeToAccuracy

WARM_UP = 20
"""Updates of a copy before the clock starts: the first calls take longer."""


def run(options: TimeToAccuracy, context: Context) -> Outcome:
    """The network of the circles by hand, evaluated after each update; evaluations take no time.

    Metrics: whether the accuracy was reached, and the updates, examples and epochs until then.
    Timing: ``seconds_to_accuracy``, of updates alone; missing where it was not reached.
    """
    sets = make_points(options.points)
    train, test = _tensors(sets.train), _tensors(sets.test)
    _train(options, context.seed, train, test, WARM_UP)
    updates, examples, seconds, reached = _train(
        options, context.seed, train, test, options.most_updates
    )
    metrics: Metrics = {
        "reached": int(reached >= options.accuracy),
        "updates": updates,
        "examples": examples,
        "epochs": examples / len(sets.train),
        "test_accuracy": reached,
    }
    timing = {"seconds_per_1000_updates": 1000 * seconds / updates}
    if metrics["reached"]:
        timing["seconds_to_accuracy"] = seconds
    return Outcome(metrics, timing=timing)


def _tensors(points: Points) -> Labelled:
    return Labelled(torch.from_numpy(points.x).float(), torch.from_numpy(points.labels))


def _train(
    options: TimeToAccuracy, seed: int, train: Labelled, test: Labelled, most_updates: int
) -> tuple[int, int, float, float]:
    """Updates, examples, seconds and test accuracy at the end."""
    start = initial_parameters(options.model, seed, "float32")
    version = Manual(start, options.model.activation, options.learning_rate, "mean")
    updates = examples = epoch = 0
    seconds = accuracy = 0.0
    while updates < most_updates and accuracy < options.accuracy:
        order = torch.from_numpy(stream(seed, "order", epoch).permutation(len(train.x)))
        epoch += 1
        for rows in order.split(options.batch_size):
            started = time.perf_counter()
            version.step(train.x[rows], train.labels[rows])
            seconds += time.perf_counter() - started
            updates, examples = updates + 1, examples + len(rows)
            accuracy = evaluate(version, test, "test")["test_accuracy"]
            if accuracy >= options.accuracy or updates == most_updates:
                break
    return updates, examples, seconds, accuracy
