"""Which images a run sees, and how they are brought to numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from reprise.data.registry import Dataset
from reprise.strict import Strict


class Holdout(Strict):
    """A validation set taken off the training file."""

    take: Literal["last", "random"] = Field(description="its last images, or a seeded draw")
    count: PositiveInt


class DataSpec(Strict):
    """A data set of ``documents/datasets.yaml``, its split and its pixel scale."""

    dataset: str
    scaling: Literal["raw", "unit", "standard", "mean-image"] = Field(
        description="raw: pixels 0..255 as stored; unit: divided by 255; standard: mean 0 and "
        "standard deviation 1 per colour; mean-image: raw less the mean image. Means are those "
        "of the training file"
    )
    validation: Holdout | None = Field(
        None, description="none: the test set is what is watched while training"
    )
    train_rows: tuple[NonNegativeInt, PositiveInt] | None = Field(
        None, description="only these rows of the training file: from the first to before the last"
    )
    train_count: PositiveInt | None = Field(
        None, description="train on a fixed subset of this many images, the same for all seeds"
    )
    test_count: PositiveInt | None = Field(
        None, description="evaluate on the first images of the test file only"
    )

    def problems(self, dataset: Dataset) -> list[str]:
        """Counts that the data set cannot give, one line each."""
        held_out = self.validation.count if self.validation else 0
        left = dataset.train_count - held_out
        found = []
        if self.train_rows is not None:
            first, end = self.train_rows
            if not first < end <= dataset.train_count:
                rows = f"{first} to {end} are no rows of {dataset.train_count}"
                return [f"data.train_rows: {rows}"]
            left = end - first - held_out
        if left < 1:
            found.append(f"data.validation.count: {held_out} of {left + held_out} leave none")
        elif self.train_count is not None and self.train_count > left:
            found.append(f"data.train_count: {self.train_count} are wanted, {left} are there")
        if self.test_count is not None and self.test_count > dataset.test_count:
            found.append(f"data.test_count: {self.test_count}, of {dataset.test_count}")
        return found
