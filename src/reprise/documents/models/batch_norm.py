"""The spec of a run of the batch_norm engine: is a batch normalisation right?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from reprise.data.registry import Dataset
from reprise.documents.models.run_spec import RunSpec
from reprise.strict import Strict

START_SECONDS = 3.5
"""Interpreter, import of torch and start."""

ENTRY_SECONDS = 0.6e-3
"""Checks of the derivatives, per entry of the batch: several forward passes for each."""


class Batch(Strict):
    """A random batch, 2 N(0, 1) + 10."""

    rows: Annotated[int, Field(ge=2)]
    neurons: PositiveInt


class BatchNormSpec(RunSpec):
    """One implementation, checked on one random batch; another seed is another batch.

    module: tensor operations, differentiated by autograd; function: an autograd function with
    its own backward pass; function-module: a module around that function.
    """

    engine: Literal["batch_norm"]
    check: Literal["module", "function", "function-module"]
    batch: Batch
    eps: PositiveFloat = Field(1e-5, description="added to the variance")

    def smoke_changes(self) -> dict[str, Any]:
        """Nothing: it takes about a second."""
        return {}

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        return START_SECONDS + ENTRY_SECONDS * self.batch.rows * self.batch.neurons
