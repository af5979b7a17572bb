"""The noise of mini-batch gradients, measured on images."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Part, load_split
from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error
from reprise.training.numpy_mlp.network import Network
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_options import GradientNoise

CHUNK = 4096
"""Examples whose gradient is taken at once: bounds the memory."""


def run(options: GradientNoise, context: Context, data: DataSpec) -> Outcome:
    """Gradients of random batches of each size, all at the same initial weights, in float64.

    Batches are drawn as in training: the examples of a batch are distinct. Sizes beyond the
    training set's are left out. Metrics:
    ``noise_batch_<size>`` (trace of the covariance of the gradient), the slope of its logarithm
    over that of the size, and how far the mean gradient of an epoch's batches is from the
    gradient over the epoch's examples, once without and once with a last, smaller batch.
    """
    split = load_split(data, context.data_root, context.seed, "float32")
    network = Network(
        [split.train.images.shape[1], *options.hidden, split.classes],
        activation=options.activation,
        weights=("uniform", options.half_width),
        biases=("uniform", options.half_width),
        loss="softmax-cross-entropy",
        rng=stream(context.seed, "initial weights"),
        dtype="float64",
    )
    rows = np.arange(len(split.train))
    full = _over(network, split.train, rows)
    sizes = [size for size in options.batch_sizes if size <= len(rows)]
    noise = [_noise(network, split.train, size, options.draws, full, context) for size in sizes]
    slope = np.polyfit(np.log(sizes), np.log(noise), 1)[0] if len(sizes) > 1 else None
    metrics: Metrics = {f"noise_batch_{s}": n for s, n in zip(sizes, noise, strict=True)}
    metrics |= {
        "log_log_slope": slope,
        "gradient_norm": float(np.linalg.norm(full)),
        "parameters": network.parameter_count,
        "train_images": len(rows),
        **_epoch(network, split.train, options.epoch_batch_size, context),
    }
    return Outcome(metrics, {"batch_size": Curve(np.array(sizes), {"noise": np.array(noise)})})


def _noise(
    network: Network, part: Part, size: int, draws: int, full: np.ndarray, context: Context
) -> float:
    """Trace of the covariance: the mean squared distance of a batch's gradient from the full."""
    total = 0.0
    for draw in range(draws):
        order = stream(context.seed, f"batch of {size}", draw)
        rows = order.choice(len(part), size=size, replace=False, shuffle=False)
        total += float(np.sum((_gradient(network, part, rows) - full) ** 2))
    return total / draws


def _epoch(network: Network, part: Part, size: int, context: Context) -> Metrics:
    """The mean over an epoch's batches against the gradient over all of its examples."""
    order = stream(context.seed, "order").permutation(len(part))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    gradients = [_gradient(network, part, rows) for rows in batches]
    equal = [g for g, rows in zip(gradients, batches, strict=True) if len(rows) == size]
    used = order[: len(equal) * size]
    return {
        "epoch_mean_error_equal_batches": error(np.mean(equal, axis=0), _over(network, part, used)),
        "epoch_mean_error_all_batches": error(
            np.mean(gradients, axis=0), _over(network, part, order)
        ),
        "examples_in_last_batch": len(batches[-1]),
    }


def _over(network: Network, part: Part, rows: np.ndarray) -> np.ndarray:
    """The gradient of the mean loss over any number of rows, piece by piece."""
    total = np.zeros(network.parameter_count)
    for start in range(0, len(rows), CHUNK):
        piece = rows[start : start + CHUNK]
        total += len(piece) * _gradient(network, part, piece)
    return total / len(rows)


def _gradient(network: Network, part: Part, rows: np.ndarray) -> np.ndarray:
    gradients = network.gradients(part.images[rows].astype(np.float64), part.labels[rows])
    return np.concatenate([gradient.ravel() for gradient in gradients.values()])
