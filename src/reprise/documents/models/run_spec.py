"""What the spec of every engine can tell about itself."""

from __future__ import annotations

from typing import Any, ClassVar

from reprise.data.registry import Dataset
from reprise.strict import Strict


class RunSpec(Strict):
    """Base of the engines' specs: what one run does, all values resolved."""

    NEEDS_SOURCE: ClassVar[bool] = False
    """Whether such a run is nothing without one that it builds on."""

    def problems(self, dataset: Dataset | None) -> list[str]:
        """What does not fit together, or not with the data set: one line each, key first."""
        return []

    def problems_with_source(self, source: dict[str, Any]) -> list[str]:
        """Why a run cannot build on one with that spec; most engines build on none."""
        return [f"the engine '{self.engine}' does not build on other runs"]

    def smoke_changes(self) -> dict[str, Any]:
        """Dotted keys that the smoke scale changes, besides the data set and its counts."""
        return {}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core of the reference machine."""
        raise TypeError(f"{type(self).__name__} has no estimate of its time")
