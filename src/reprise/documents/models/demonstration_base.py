"""What the specs of all demonstrations have in common."""

from __future__ import annotations

from typing import Any, Literal

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models import demonstration_options as given
from reprise.documents.models.data import DataSpec
from reprise.documents.models.run_spec import RunSpec


class Demonstration(RunSpec):
    """A demonstration by its name, with options of its own."""

    engine: Literal["demonstration"]
    options: given.Options

    @property
    def summary(self) -> str:
        """What the demonstration does, in one sentence for people."""
        return type(self.options).__doc__.splitlines()[0]

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its counts."""
        return dict(self.options.SMOKE)

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        return START_SECONDS + self.options.SECONDS


class OnImages(Demonstration):
    """A demonstration that reads a data set."""

    data: DataSpec
