"""Images as comma-separated text, and the way back to matrices."""

from __future__ import annotations

import time
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from reprise.data.split import Part, load_split
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_options import CsvLoader

ROWS = 10_000
"""Lines written and read at once: bounds the memory."""

FEW = 100
"""Images of each part with which the order of what is returned is looked at."""

PARTS = ("train", "test")

AS_TEXT = np.array([f"{value}," for value in range(256)], dtype="S4")


def run(options: CsvLoader, context: Context, data: DataSpec) -> Outcome:
    """Each line is a label and the pixels 0..255; read, divided by 255, labels one-hot.

    Metrics: shapes and ranges of what was read, row sums of the one-hot matrices, and at how
    many places pixels and labels differ from the arrays that the lines were written from.
    ``place_of_*`` says which of the four returned matrices a part is, counted from 1.
    """
    split = load_split(data, context.data_root, context.seed, "float32")
    started = time.perf_counter()
    metrics: Metrics = {}
    for name, part in zip(PARTS, (split.train, split.test), strict=True):
        metrics |= {f"{name}_{key}": value for key, value in _part(part, split.classes).items()}
    metrics |= _places(split.train, split.test, split.classes)
    return Outcome(metrics, timing={"loading_seconds": time.perf_counter() - started})


def _part(part: Part, classes: int) -> Metrics:
    """Counts are added up over the pieces that are read; ranges are those of all pieces."""
    counts = dict.fromkeys(("image_rows", "label_rows", "different_pixels", "different_labels"), 0)
    pixels, sums, columns = [], [], set()
    for start in range(0, len(part), ROWS):
        stored = part.images[start : start + ROWS].astype(np.uint8)
        labels = part.labels[start : start + ROWS]
        images, one_hot = load(to_csv(stored, labels), classes)
        counts["image_rows"] += len(images)
        counts["label_rows"] += len(one_hot)
        counts["different_pixels"] += int(np.count_nonzero(images != stored / 255))
        counts["different_labels"] += int(np.count_nonzero(one_hot.argmax(axis=1) != labels))
        pixels += [images.min(), images.max()]
        sums += [one_hot.sum(axis=1)]
        columns.add((images.shape[1], one_hot.shape[1]))
    ((image_columns, label_columns),) = columns
    row_sums = np.concatenate(sums)
    return {
        **counts,
        "image_columns": image_columns,
        "label_columns": label_columns,
        "pixel_min": float(min(pixels)),
        "pixel_max": float(max(pixels)),
        "label_row_sum_min": float(row_sums.min()),
        "label_row_sum_max": float(row_sums.max()),
    }


def _places(train: Part, test: Part, classes: int) -> Metrics:
    """Where the images and labels of both parts stand in what the loader returns."""
    written = {
        f"{name}_{what}": values
        for name, part in zip(PARTS, (train, test), strict=True)
        for what, values in (
            ("images", part.images[:FEW].astype(np.uint8)),
            ("labels", part.labels[:FEW]),
        )
    }
    texts = [to_csv(written[f"{name}_images"], written[f"{name}_labels"]) for name in PARTS]
    returned = load_both(*texts, classes)
    metrics: Metrics = {}
    for name, values in written.items():
        expected = values / 255 if name.endswith("images") else np.eye(classes)[values]
        found = [np.array_equal(matrix, expected) for matrix in returned]
        metrics[f"place_of_{name}"] = found.index(True) + 1 if any(found) else None
    return metrics


def to_csv(images: np.ndarray, labels: np.ndarray) -> bytes:
    """Lines ``label,pixel,pixel,...`` for images of shape (n, pixels), uint8."""
    cells = AS_TEXT[np.column_stack([labels.astype(np.uint8), images])]
    lines = (row.tobytes().replace(b"\0", b"")[:-1] for row in cells)
    return b"\n".join(lines) + b"\n"


def load(text: bytes, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Images in [0, 1], shape (n, pixels), and one-hot labels, shape (n, classes), float64."""
    table = np.loadtxt(BytesIO(text), delimiter=",", dtype=np.uint8, ndmin=2)
    one_hot = np.zeros((len(table), classes))
    one_hot[np.arange(len(table)), table[:, 0]] = 1
    return table[:, 1:] / 255.0, one_hot


def load_both(train: bytes, test: bytes, classes: int) -> tuple[np.ndarray, ...]:
    """Training images, training labels, test images, test labels: the listing's order."""
    return (*load(train, classes), *load(test, classes))
