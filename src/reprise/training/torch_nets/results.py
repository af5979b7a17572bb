"""From a finished loop to the run's outcome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from reprise.training.outcome import Metrics, Outcome
from reprise.training.torch_nets.images import Images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import KEPT, Network

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import TorchNetsSpec

MOST_TRAINING_IMAGES = 10_000
"""Training images that a network with convolutions is evaluated on at the end: its standard
error is at most 0.005 in accuracy, and the rest would cost as much as an epoch's forward pass."""

EXAMPLES = 16
"""Test images, the file's first, that are kept beside their predictions."""

MOST_FIRST_WEIGHTS = 100_000
"""Numbers of a first layer that are kept: 400 kB."""


def outcome(
    spec: TorchNetsSpec,
    images: Images,
    network: Network,
    start: dict[str, dict[str, float]],
    loop: Loop,
    taken: int = 0,
) -> Outcome:
    """Final losses and accuracies, counts by layer, curves, predictions, first-layer weights.

    ``train_loss`` and ``train_accuracy`` are of images without augmentation and of the network in
    use; of a fixed subset where it has convolutions (``train_images_evaluated`` tells how many).
    ``taken`` counts the parameters that came from the run that this one builds on.
    """
    metrics = {**_counts(images, network, loop), **_layers(network), **loop.initial}
    metrics["parameters_taken_over"] = taken
    for layer, summary in start.items():
        metrics |= {f"initial_{layer}_{k}": summary[k] for k in ("min", "max", "sd")}
    arrays: dict[str, np.ndarray] = {}
    diverged = loop.diverged
    if not diverged:
        final, predictions = _final(images, network, loop)
        metrics |= final
        metrics |= {f"final_{layer}_norm": s["norm"] for layer, s in network.summary().items()}
        diverged = not all(map(math.isfinite, final.values()))
        labels = images.test.labels.cpu().numpy().astype(np.uint8)
        examples = images.test.between(0, EXAMPLES).pixels.cpu().numpy()
        arrays = {
            "test_predictions": predictions,
            "test_labels": labels,
            "examples": np.ascontiguousarray(examples),
            **_first(network),
        }
        if spec.keep_weights:
            arrays |= {KEPT + name: value for name, value in network.state().items()}
    epochs = loop.step / loop.updates_per_epoch
    timing = {
        "training_seconds": loop.training_seconds,
        "evaluation_seconds": loop.evaluation_seconds,
        "seconds_per_epoch": loop.training_seconds / epochs if epochs else 0.0,
    }
    return Outcome(metrics, loop.curves.finished(), arrays, timing, diverged)


def _final(images: Images, network: Network, loop: Loop) -> tuple[Metrics, np.ndarray]:
    train = images.train
    if network.convolutional:
        train = train.subset(MOST_TRAINING_IMAGES)
    parts = {"train": train, "test": images.test}
    if images.validation is not None:
        parts["validation"] = images.validation
    found = {name: loop.evaluated(name, part) for name, part in parts.items()}
    metrics: Metrics = {"train_images_evaluated": len(train)}
    for name, evaluated in found.items():
        metrics |= {f"{name}_loss": evaluated.loss, f"{name}_accuracy": evaluated.accuracy}
    return metrics, found["test"].predictions


def _counts(images: Images, network: Network, loop: Loop) -> Metrics:
    return {
        "parameters": sum(layer.parameters for layer in network.traced),
        "macs": sum(layer.macs for layer in network.traced),
        "layers": len(network.weights()),
        "inputs": math.prod(images.image),
        "train_images": len(images.train),
        "validation_images": len(images.validation) if images.validation else 0,
        "test_images": len(images.test),
        "batch_size": loop.batch_size,
        "updates": loop.step,
        "updates_per_epoch": loop.updates_per_epoch,
    }


def _layers(network: Network) -> Metrics:
    """Counts of the layers that have parameters; sizes where values are combined or reshaped."""
    metrics: Metrics = {}
    for layer in network.traced:
        if layer.parameters:
            metrics[f"parameters_{layer.name}"] = layer.parameters
            metrics[f"weights_{layer.name}"] = layer.weights
        if layer.macs:
            metrics[f"macs_{layer.name}"] = layer.macs
        if not layer.macs and layer.shape == layer.entering:
            continue
        metrics[f"outputs_{layer.name}"] = math.prod(layer.shape)
        if len(layer.shape) == 3:
            sizes = zip(("channels", "height", "width"), layer.shape, strict=True)
            metrics |= {f"{size}_{layer.name}": value for size, value in sizes}
            metrics[f"receptive_field_{layer.name}"] = layer.receptive_field
    return metrics


def _first(network: Network) -> dict[str, np.ndarray]:
    """The first layer's weights, where they are few enough for a record."""
    for weights in network.on_cpu().values():
        if weights.numel() <= MOST_FIRST_WEIGHTS:
            return {"first_layer_weights": np.array(weights.numpy(), order="C")}
        break
    return {}
