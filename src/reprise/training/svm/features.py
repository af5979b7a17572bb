"""From images or points to the features that a machine sees."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Metrics
from reprise.training.svm import words
from reprise.training.svm.examples import Examples

if TYPE_CHECKING:
    from reprise.documents.models.svm import SvmSpec, VisualWords

POOLED_FLOOR = 0.01
"""Added to the variance of pooled words (the code published with Coates, Ng and Lee 2011)."""


@dataclass(frozen=True)
class Described:
    """Examples by their features, and what was learned to describe them."""

    examples: Examples
    metrics: Metrics = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)


def describe(spec: SvmSpec, examples: Examples, seed: int) -> Described:
    """The features that the spec asks for."""
    if spec.features.kind == "visual-words":
        return _visual_words(spec.features, examples, seed)
    if spec.features.kind == "with-squares":
        rows = {
            name: np.hstack([part.images, np.square(part.images)])
            for name, part in examples.parts.items()
        }
        return Described(examples.with_rows(rows))
    return Described(examples)


def standardise(examples: Examples, floor: float) -> None:
    """Subtract the training part's means, divide by its sqrt(variance + floor), in place."""
    train = examples.train.images
    mean = train.mean(axis=0, dtype=np.float64).astype(train.dtype)
    for part in examples.parts.values():
        np.subtract(part.images, mean, out=part.images)
    variance = np.einsum("ij,ij->j", train, train, dtype=np.float64) / len(train)
    deviation = np.sqrt(variance + floor).astype(train.dtype)
    for part in examples.parts.values():
        np.divide(part.images, deviation, out=part.images)


def _visual_words(spec: VisualWords, examples: Examples, seed: int) -> Described:
    images = {name: _squares(part.images) for name, part in examples.parts.items()}
    dictionary = words.learn(
        images["train"],
        spec.patch,
        words=spec.words,
        patches=spec.patches,
        passes=spec.passes,
        rng=stream(seed, "visual words"),
    )
    described = examples.with_rows(
        {name: words.encode(part, dictionary, spec.stride) for name, part in images.items()}
    )
    standardise(described, POOLED_FLOOR)
    metrics = {
        "words": len(dictionary.words),
        "patch_length": dictionary.words.shape[1],
        "parameters_dictionary": dictionary.words.size,
    }
    return Described(described, metrics, {"dictionary": dictionary.words})


def _squares(rows: np.ndarray) -> np.ndarray:
    """Flat images (n, pixels) as (n, side, side, channels): one channel, or else three."""
    pixels = rows.shape[1]
    channels = 1 if math.isqrt(pixels) ** 2 == pixels else 3
    side = math.isqrt(pixels // channels)
    return rows.reshape(len(rows), side, side, channels)
