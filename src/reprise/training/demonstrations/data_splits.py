"""Training and test images of a data set: what they share, and their pixel statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.data.arrays import load
from reprise.data.split import colour_statistics, training_rows
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_training import DataSplits

CHUNK = 5000
"""Images averaged at once: bounds the memory."""


def run(options: DataSplits, context: Context, data: DataSpec) -> Outcome:
    """Images are equal where all their bytes are; pixels count from 0 to 1.

    Metrics: images that training and test set share, and repetitions within each; mean and
    standard deviation of each colour in both, and the largest differences; and the test accuracy
    of a classifier that was fitted to training pixels normalised by their own statistics, on
    test pixels normalised by the same statistics and by their own.
    """
    arrays = load(data.dataset, context.data_root)
    rows, _ = training_rows(data, len(arrays.train_labels), context.seed)
    images = {"train": arrays.train_images[rows], "test": arrays.test_images[: data.test_count]}
    labels = {"train": arrays.train_labels[rows], "test": arrays.test_labels[: data.test_count]}
    statistics = {name: colour_statistics(part) for name, part in images.items()}
    blocks = {name: averaged(part, options.block) for name, part in images.items()}
    weights = fitted(normalised(blocks["train"], statistics["train"]), labels["train"])
    accuracy = {
        name: _accuracy(weights, normalised(blocks["test"], statistics[name]), labels["test"])
        for name in ("train", "test")
    }
    metrics: Metrics = {
        **shared(images["train"], images["test"]),
        **_differences(statistics),
        "accuracy_with_train_statistics": accuracy["train"],
        "accuracy_with_own_statistics": accuracy["test"],
        "accuracy_difference": abs(accuracy["test"] - accuracy["train"]),
    }
    return Outcome(metrics)


def shared(train: np.ndarray, test: np.ndarray) -> Metrics:
    """How many images two sets have in common, and how many of each are repetitions."""
    contents = {
        name: [image.tobytes() for image in part]
        for name, part in (("train", train), ("test", test))
    }
    distinct = {name: set(found) for name, found in contents.items()}
    return {
        "train_images": len(train),
        "test_images": len(test),
        "shared_images": len(distinct["train"] & distinct["test"]),
        **{f"repetitions_{name}": len(contents[name]) - len(distinct[name]) for name in contents},
    }


def _differences(statistics: dict[str, tuple[np.ndarray, np.ndarray]]) -> Metrics:
    """Of each colour, as a share of the largest byte."""
    metrics: Metrics = {}
    for kind, place in (("mean", 0), ("sd", 1)):
        values = {name: found[place] / 255 for name, found in statistics.items()}
        for name, colours in values.items():
            metrics |= {f"{name}_{kind}_{c}": float(v) for c, v in enumerate(colours, start=1)}
        metrics[f"largest_{kind}_difference"] = float(
            np.abs(values["test"] - values["train"]).max()
        )
    return metrics


def averaged(images: np.ndarray, block: int) -> np.ndarray:
    """Means over square blocks: (n, places, colours), what is left over at the edges dropped."""
    n, height, width = images.shape[:3]
    rows, columns = height // block, width // block
    found = []
    for start in range(0, n, CHUNK):
        part = images[start : start + CHUNK, : rows * block, : columns * block]
        part = part.reshape(len(part), rows, block, columns, block, -1)
        means = part.mean(axis=(2, 4), dtype=np.float32)
        found.append(means.reshape(len(part), rows * columns, -1))
    return np.concatenate(found).astype(np.float64)


def normalised(blocks: np.ndarray, statistics: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """By the mean and standard deviation of each colour; as rows that end with a 1."""
    mean, deviation = statistics
    rows = ((blocks - mean) / deviation).reshape(len(blocks), -1)
    return np.hstack([rows, np.ones((len(rows), 1))])


def fitted(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Weights of the least squares that answer with one-hot labels, by the normal equations."""
    targets = np.eye(int(labels.max()) + 1)[labels]
    weights, *_ = np.linalg.lstsq(rows.T @ rows, rows.T @ targets)
    return weights


def _accuracy(weights: np.ndarray, rows: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean((rows @ weights).argmax(axis=1) == labels))
