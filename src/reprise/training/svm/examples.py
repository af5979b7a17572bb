"""What a machine is fitted to: images or points, one shape for both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.points import CLASSES, make_points
from reprise.data.split import Part, load_split, read_split
from reprise.training.outcome import Context

if TYPE_CHECKING:
    from reprise.documents.models.svm import SvmSpec


@dataclass(frozen=True)
class Examples:
    """Parts by name: ``train``, ``test`` and, where the spec holds one out, ``validation``.

    Images, features and points alike are the rows of ``Part.images``.
    """

    parts: dict[str, Part]
    classes: int

    @property
    def train(self) -> Part:
        return self.parts["train"]

    def with_rows(self, rows: dict[str, np.ndarray]) -> Examples:
        """The same labels with other rows, by part."""
        parts = {name: replace(part, images=rows[name]) for name, part in self.parts.items()}
        return replace(self, parts=parts)


def load_examples(spec: SvmSpec, context: Context) -> Examples:
    """Points as float64; images as float32, or as bytes where patches are cut from them."""
    if spec.points is not None:
        sets = make_points(spec.points)
        parts = {"train": sets.train, "test": sets.test}
        return Examples({name: Part(p.x, p.labels) for name, p in parts.items()}, CLASSES)
    words = spec.features.kind == "visual-words"
    load = read_split if words else load_split
    split = load(spec.data, context.data_root, context.seed, "float32")
    found = {"train": split.train, "validation": split.validation, "test": split.test}
    examples = Examples({name: p for name, p in found.items() if p is not None}, split.classes)
    if not words:
        return examples
    return examples.with_rows({n: p.images.astype(np.uint8) for n, p in examples.parts.items()})
