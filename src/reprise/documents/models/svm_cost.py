"""What a run of the support-vector engine takes on one core of the reference machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.data.registry import Dataset
from reprise.documents.cost import training_images

if TYPE_CHECKING:
    from reprise.documents.models.svm import SvmSpec

START_SECONDS = 1.5
"""Interpreter, imports (scikit-learn takes most of it) and loading of the data."""

POINTS_SECONDS = 0.05
"""A few hundred points in the plane, whatever the machine."""

WORD_SECONDS, WORD_FLOPS = 3.0e-9, 86e9
"""Distance of a patch to a word: what each takes besides its share of a matrix product."""

GRAM_FLOPS, ENTRY_SECONDS, ITERATIONS = 120e9, 2.6e-9, 40
"""lbfgs: X^T X; one pass forth and back per feature of an example; passes that are typical."""

METRIC_FLOPS = 10e9
"""Of the two triangular solutions of a pass."""

LIBLINEAR_SECONDS, LIBLINEAR_POWER = 2.5, 1.9
"""For 10 000 images of MNIST, and how it grows; in proportion to what is not zero."""

GREY_DENSITY = 0.19
"""Share of MNIST's pixels that are not zero; colour images have next to none that are."""

KERNEL_SECONDS, KERNEL_POWER = 8.0, 2.1
"""For 10 000 images of MNIST, and how it grows with their number."""

VECTORS, VECTORS_POWER = 3_700, 0.66
"""Support vectors of 10 000 images of MNIST, and how they grow with the number of images."""

PRODUCT_SECONDS = 0.65e-9
"""A kernel's share per feature, when predicting."""

REFERENCE_IMAGES, REFERENCE_PIXELS = 10_000, 784


def seconds(spec: SvmSpec, dataset: Dataset | None) -> float:
    """Expected time of one run; for images with their data set."""
    if dataset is None:
        return START_SECONDS + POINTS_SECONDS
    images = training_images(spec.data, dataset)
    tested = min(spec.data.test_count or dataset.test_count, dataset.test_count)
    held_out = spec.data.validation.count if spec.data.validation else 0
    predicted = tested + held_out + (images if spec.train_accuracy else 0)
    described, features = _description(spec, dataset, images + tested + held_out)
    spent = START_SECONDS + described
    if spec.classifier.kind == "svc":
        return spent + _kernel(images, features, predicted)
    if spec.classifier.solver == "lbfgs":
        passes = min(spec.classifier.max_iterations, ITERATIONS)
        return spent + _lbfgs(images, features, dataset.classes, passes)
    sparse = len(dataset.image_shape) == 2 and spec.data.scaling in ("raw", "unit")
    dense = spec.features.kind == "visual-words" or not sparse
    return spent + _liblinear(images, features / GREY_DENSITY if dense else features)


def _description(spec: SvmSpec, dataset: Dataset, images: int) -> tuple[float, int]:
    """Seconds for the features, and how many there are."""
    features = spec.features
    if features.kind != "visual-words":
        return 0.0, dataset.pixels * (2 if features.kind == "with-squares" else 1)
    height, width, *colours = dataset.image_shape
    length = features.patch**2 * (colours[0] if colours else 1)
    rows, columns = (
        max(0, side - features.patch) // features.stride + 1 for side in (height, width)
    )
    patches = features.passes * features.patches + images * rows * columns
    return patches * features.words * (2 * length / WORD_FLOPS + WORD_SECONDS), 4 * features.words


def _lbfgs(images: int, features: int, classes: int, passes: int) -> float:
    metric = (images + features / 3) * features**2 * 2 / GRAM_FLOPS
    solved = 4 * features**2 * classes / METRIC_FLOPS
    return metric + passes * (solved + images * features * ENTRY_SECONDS)


def _liblinear(images: int, features: float) -> float:
    size = images * features / (REFERENCE_IMAGES * REFERENCE_PIXELS)
    return LIBLINEAR_SECONDS * size**LIBLINEAR_POWER


def _kernel(images: int, features: int, predicted: int) -> float:
    size = images / REFERENCE_IMAGES
    fit = KERNEL_SECONDS * size**KERNEL_POWER * features / REFERENCE_PIXELS
    vectors = min(images, VECTORS * size**VECTORS_POWER)
    return fit + predicted * vectors * features * PRODUCT_SECONDS
