"""Engines by name: the specs that name them, and the modules that train them.

Light: the modules themselves are imported when a run needs them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from reprise.documents.models.evaluation import EvaluationSpec
from reprise.documents.models.numpy_mlp import NumpyMlpSpec

MODULES = {
    "numpy_mlp": "reprise.training.numpy_mlp",
    "evaluation": "reprise.training.evaluation",
}
"""Engine -> the module whose ``train(spec, context)`` makes its outcome."""

Spec = NumpyMlpSpec | EvaluationSpec

SPEC: TypeAdapter[Any] = TypeAdapter(Annotated[Spec, Field(discriminator="engine")])
"""Reads a spec; the key ``engine`` says of which kind it is."""
