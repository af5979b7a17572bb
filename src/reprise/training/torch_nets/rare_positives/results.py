"""From a finished loop to the run's outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.training.outcome import Curve, Metrics, Outcome
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.rare_positives.examples import Sets
from reprise.training.torch_nets.rare_positives.loop import Loop
from reprise.training.torch_nets.rare_positives.scores import by_size, counts

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import RarePositivesSpec

EXAMPLES = 8
"""Test images, the first, that are kept where pixels are told apart."""


def outcome(spec: RarePositivesSpec, sets: Sets, network: Network, loop: Loop) -> Outcome:
    """Scores of the test set after the last epoch, gradients, counts, curves over ``epoch``.

    ``precision_at_share`` and ``f1_at_share`` are precision and F1 if the test set had the training
    set's share of positives. Where nothing is called positive, ``precision`` and
    ``precision_at_share`` are None, and NaN in the curve. ``test_loss`` is the loss that was
    minimised, of the whole test set at once; ``test_cross_entropy`` is the same for all losses.
    """
    metrics: Metrics = {**_counts(sets, network, loop), **loop.measured}
    arrays: dict[str, np.ndarray] = {}
    if not loop.diverged:
        found, arrays = _final(spec, sets, loop)
        metrics |= found
    epochs = loop.updates / loop.updates_per_epoch
    timing = {
        "training_seconds": loop.training_seconds,
        "evaluation_seconds": loop.evaluation_seconds,
        "seconds_per_epoch": loop.training_seconds / epochs,
    }
    return Outcome(metrics, _curves(loop), arrays, timing, loop.diverged)


def _counts(sets: Sets, network: Network, loop: Loop) -> Metrics:
    return {
        "parameters": sum(layer.parameters for layer in network.traced),
        "train_images": len(sets.train),
        "test_images": len(sets.test),
        "train_share": sets.share,
        "test_share": float(sets.test.targets.mean()),
        "train_positives": round(sets.share * sets.train.targets.numel()),
        "flipped": int(sets.train.flipped.sum()),
        "batch_size": loop.batch_size,
        "updates": loop.updates,
        "updates_per_epoch": loop.updates_per_epoch,
    }


def _final(
    spec: RarePositivesSpec, sets: Sets, loop: Loop
) -> tuple[Metrics, dict[str, np.ndarray]]:
    logits = loop.logits(sets.test)
    positive, there = (logits > 0).numpy(), (sets.test.targets > 0).numpy()
    count = counts(positive, there)
    metrics: Metrics = {name: values[-1] for name, values in loop.points.items()}
    metrics |= {
        "precision": count.precision,
        "precision_at_share": count.precision_at(sets.share),
        "f1_at_share": count.f1_at(sets.share),
        "called_positive": count.true_positives + count.false_positives,
        **loop.measure(),
    }
    if sets.test_objects is None:
        return metrics, {}
    metrics["intersection_over_union"] = count.intersection_over_union
    metrics |= by_size(positive, sets.test_objects)
    shown = slice(EXAMPLES)
    predictions = (255 * torch.sigmoid(logits[shown])).round().to(torch.uint8).numpy()
    square = (-1, *sets.image[1:])
    return metrics, {
        "example_inputs": sets.test.inputs[shown, 0].numpy().astype(np.float16),
        "example_objects": sets.test_objects[shown].reshape(square),
        "example_predictions": predictions.reshape(square),
    }


def _curves(loop: Loop) -> dict[str, Curve]:
    if not loop.points:
        return {}
    values = {name: np.array(column) for name, column in loop.points.items()}
    return {"epoch": Curve(np.arange(1, loop.epoch + 1), values)}
