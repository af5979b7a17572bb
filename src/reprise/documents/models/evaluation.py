"""The spec of a run that evaluates what another run left."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PositiveInt, StringConstraints, model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models.run_spec import RunSpec

OPTIONS = {
    "weight-images": ("layer",),
    "image-batches": ("batches", "images"),
    "early-stopping": ("watch", "patience"),
}
"""The keys that a report needs."""


SECONDS = {("classification", None): 0.8, ("weight-images", "first"): 6.0}
"""What reports of a layer take besides loading arrays: scikit-learn, or rearranging each image."""


class EvaluationSpec(RunSpec):
    """A report made from the arrays of the run named by the experiment's ``from``."""

    NEEDS_SOURCE = True

    engine: Literal["evaluation"]
    report: Literal["classification", "weight-images", "image-batches", "early-stopping"]
    layer: Literal["first", "last"] | None = None
    batches: Annotated[int, Field(ge=2, le=1000)] | None = None
    images: PositiveInt | None = Field(None, description="test images in each batch")
    watch: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$")] | None = Field(
        None, description="a curve of the source run, such as epoch.validation_loss"
    )
    patience: PositiveInt | None = Field(
        None, description="points without improvement after which training stops"
    )

    @model_validator(mode="after")
    def _options_go_with_their_report(self) -> EvaluationSpec:
        for name in ("layer", "batches", "images", "watch", "patience"):
            wanted = name in OPTIONS.get(self.report, ())
            if wanted != (getattr(self, name) is not None):
                owner = next(report for report, names in OPTIONS.items() if name in names)
                raise ValueError(f"{name} goes with the report '{owner}', and only with it")
        return self

    def problems_with_source(self, source: dict[str, Any]) -> list[str]:
        """What it reads is looked for in the other's arrays when it runs."""
        return []

    def smoke_changes(self) -> dict[str, Any]:
        """Nothing: it is as short as its source is small."""
        return {}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        return START_SECONDS + SECONDS.get((self.report, self.layer), 0.0)
