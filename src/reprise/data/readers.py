"""Verified source files -> arrays, through torchvision's own data set classes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import ClassVar

import numpy as np

from reprise.data import standins
from reprise.data.errors import DataError
from reprise.data.registry import Dataset

Split = tuple[np.ndarray, np.ndarray]
"""Images uint8 (n, height, width[, 3]) and labels uint8 (n,)."""


def read(dataset: Dataset, root: Path) -> tuple[Split, Split]:
    """Training and test images with labels; the files below the root are verified already.

    Raises ``DataError`` where the shapes, counts or labels are not those of ``datasets.yaml``.
    """
    splits = _READERS[dataset.kind](dataset, root)
    for (images, labels), count, part in zip(
        splits, (dataset.train_count, dataset.test_count), ("training", "test"), strict=True
    ):
        expected = (count, *dataset.image_shape)
        if images.shape != expected or labels.shape != (count,):
            raise DataError(
                f"{dataset.name}: datasets.yaml promises {part} images of shape {expected}, "
                f"the files hold {images.shape} with {len(labels)} labels"
            )
        if labels.max() >= dataset.classes:
            raise DataError(
                f"{dataset.name}: a {part} label is {labels.max()}, "
                f"but datasets.yaml names {dataset.classes} classes"
            )
    return splits


def _mnist(dataset: Dataset, root: Path) -> tuple[Split, Split]:
    from torchvision import datasets

    class MNIST(datasets.MNIST):  # torchvision derives the folder from the class's name
        """MNIST from the verified files alone.

        Without this, ``processed/*.pt`` that an old torchvision left in the data root would
        be preferred, and those have no checksum.
        """

        processed_folder = str(root / "MNIST" / "no-such-folder")

    def split(train: bool) -> Split:
        data = MNIST(str(root), train=train, download=False)
        return data.data.numpy(), data.targets.numpy().astype(np.uint8)

    return split(True), split(False)


def _cifar10(dataset: Dataset, root: Path) -> tuple[Split, Split]:
    from torchvision.datasets import CIFAR10

    folder = PurePosixPath(dataset.files[0].path).parent
    named = {PurePosixPath(file.path).name: file.md5 for file in dataset.files}

    class Described(CIFAR10):
        """CIFAR-10 with the file names and MD5s of ``datasets.yaml``, which are torchvision's."""

        base_folder = str(folder)
        train_list: ClassVar = [[name, named[name]] for name in named if name.startswith("data_")]
        test_list: ClassVar = [["test_batch", named["test_batch"]]]
        meta: ClassVar = {
            "filename": "batches.meta",
            "key": "label_names",
            "md5": named["batches.meta"],
        }

    def split(train: bool) -> Split:
        data = Described(str(root), train=train, download=False)
        return data.data, np.asarray(data.targets, dtype=np.uint8)

    return split(True), split(False)


_READERS: dict[str, Callable[[Dataset, Path], tuple[Split, Split]]] = {
    "mnist": _mnist,
    "cifar10": _cifar10,
    "digits": lambda dataset, root: standins.digits(),
    "shapes": lambda dataset, root: standins.shapes(dataset.train_count, dataset.test_count),
}
