"""The spec of a run that evaluates what another run left."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models.run_spec import RunSpec


class EvaluationSpec(RunSpec):
    """A report made from the arrays of the run named by the experiment's ``from``."""

    engine: Literal["evaluation"]
    report: Literal["classification", "weight-images"]
    layer: Literal["first", "last"] | None = None

    @model_validator(mode="after")
    def _weight_images_are_of_a_layer(self) -> EvaluationSpec:
        if (self.report == "weight-images") != (self.layer is not None):
            raise ValueError("a layer goes with the report 'weight-images', and only with it")
        return self

    def smoke_changes(self) -> dict[str, Any]:
        """Nothing: it is as short as its source is small."""
        return {}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core; half of it loads scikit-learn."""
        return 2 * START_SECONDS
