"""From a finished loop to the run's outcome."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Split
from reprise.training.numpy_mlp.loop import Loop
from reprise.training.numpy_mlp.network import Network
from reprise.training.outcome import Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.numpy_mlp import NumpyMlpSpec


def outcome(
    spec: NumpyMlpSpec,
    split: Split,
    network: Network,
    start: dict[str, np.ndarray],
    loop: Loop,
) -> Outcome:
    """Final losses and accuracies of every part, counts, curves, weights and predictions."""
    metrics = {**_counts(split, network, loop), **_ranges(split, start)}
    arrays: dict[str, np.ndarray] = {}
    started = time.perf_counter()
    if not loop.diverged:
        metrics |= _final(split, network)
        arrays = {
            "test_predictions": network.predict(split.test.images).astype(np.uint8),
            "test_labels": split.test.labels.astype(np.uint8),
            **{name: np.ascontiguousarray(p) for name, p in network.parameters().items()},
        }
    last_evaluation = time.perf_counter() - started
    epochs = loop.step / loop.updates_per_epoch
    timing = {
        "training_seconds": loop.training_seconds,
        "evaluation_seconds": loop.evaluation_seconds + last_evaluation,
        "seconds_per_epoch": loop.training_seconds / epochs if epochs else 0.0,
    }
    return Outcome(metrics, loop.curves.finished(), arrays, timing, loop.diverged)


def _final(split: Split, network: Network) -> Metrics:
    parts = {"train": split.train, "test": split.test}
    if split.validation is not None:
        parts["validation"] = split.validation
    metrics: Metrics = {}
    for name, part in parts.items():
        loss, accuracy = network.evaluate(part.images, part.labels)
        metrics |= {f"{name}_loss": loss, f"{name}_accuracy": accuracy}
    return metrics


def _counts(split: Split, network: Network, loop: Loop) -> Metrics:
    return {
        "parameters": network.parameter_count,
        "layers": len(network.parameters()) // 2,
        "inputs": split.train.images.shape[1],
        "train_images": len(split.train),
        "validation_images": len(split.validation) if split.validation else 0,
        "test_images": len(split.test),
        "batch_size": loop.batch_size,
        "updates": loop.step,
        "updates_per_epoch": loop.updates_per_epoch,
        **{f"parameters_{name}": v.size for name, v in network.parameters().items()},
    }


def _ranges(split: Split, start: dict[str, np.ndarray]) -> Metrics:
    """Ranges of the inputs, and of each parameter before the first update."""
    images = split.train.images
    metrics: Metrics = {"input_min": float(images.min()), "input_max": float(images.max())}
    for name, values in start.items():
        metrics[f"initial_{name}_min"] = float(values.min())
        metrics[f"initial_{name}_max"] = float(values.max())
        metrics[f"initial_{name}_sd"] = float(values.std(dtype=np.float64))
    return metrics
