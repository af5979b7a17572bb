"""How far an accuracy moves with the images that it is counted on."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Curve, Outcome


def image_batches(
    arrays: Mapping[str, np.ndarray], batches: int, images: int, seed: int
) -> Outcome:
    """Accuracy on random batches of test images, each drawn without repetition.

    Metrics: ``test_accuracy`` on all images; ``batch_mean``, ``batch_sd``, ``batch_min`` and
    ``batch_max`` over the batches; ``standard_error``, the binomial sqrt(p (1 - p) / N) of a
    batch, without the correction for a finite test set; ``batches`` and ``batch_images``. The
    curve ``batch.accuracy`` has one point per batch, sorted by accuracy.
    """
    right = arrays["test_predictions"] == arrays["test_labels"]
    images = min(images, len(right))
    chooser = stream(seed, "evaluation batches")
    drawn = [chooser.choice(len(right), size=images, replace=False) for _ in range(batches)]
    accuracy = np.sort([right[batch].mean() for batch in drawn])
    overall = float(right.mean())
    return Outcome(
        {
            "test_accuracy": overall,
            "batch_mean": float(accuracy.mean()),
            "batch_sd": float(accuracy.std(ddof=1)),
            "batch_min": float(accuracy[0]),
            "batch_max": float(accuracy[-1]),
            "standard_error": sqrt(overall * (1 - overall) / images),
            "batches": batches,
            "batch_images": images,
        },
        {"batch": Curve(np.arange(1, batches + 1), {"accuracy": accuracy})},
    )
