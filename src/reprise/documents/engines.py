"""Engines by name: the specs that name them, and the modules that train them.

Light: the modules themselves are imported when a run needs them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from reprise.documents.models.batch_norm import BatchNormSpec
from reprise.documents.models.circles import CirclesSpec
from reprise.documents.models.evaluation import EvaluationSpec
from reprise.documents.models.numpy_mlp import NumpyMlpSpec
from reprise.documents.models.scalar import ScalarSpec

MODULES = {
    "scalar": "reprise.training.scalar",
    "numpy_mlp": "reprise.training.numpy_mlp",
    "circles": "reprise.training.torch_nets.circles",
    "batch_norm": "reprise.training.torch_nets.batch_norm",
    "evaluation": "reprise.training.evaluation",
}
"""Engine -> the module whose ``train(spec, context)`` makes its outcome."""

ON_DEVICE = {"torch_nets"}
"""Engines that compute on the configured device; the others always use the CPU."""

Spec = ScalarSpec | NumpyMlpSpec | CirclesSpec | BatchNormSpec | EvaluationSpec

SPEC: TypeAdapter[Any] = TypeAdapter(Annotated[Spec, Field(discriminator="engine")])
"""Reads a spec; the key ``engine`` says of which kind it is."""
