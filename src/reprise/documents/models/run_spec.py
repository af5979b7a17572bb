"""What the spec of every engine can tell about itself."""

from __future__ import annotations

from typing import Any

from reprise.data.registry import Dataset
from reprise.strict import Strict


class RunSpec(Strict):
    """Base of the engines' specs: what one run does, all values resolved."""

    def problems(self, dataset: Dataset | None) -> list[str]:
        """What does not fit together, or not with the data set: one line each, key first."""
        return []

    def smoke_changes(self) -> dict[str, Any]:
        """Dotted keys that the smoke scale changes, besides the data set and its counts."""
        return {}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core of the reference machine."""
        raise TypeError(f"{type(self).__name__} has no estimate of its time")
