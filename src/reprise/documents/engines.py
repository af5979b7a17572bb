"""Engines by name: the specs that name them, and the modules that train them.

Light: the modules themselves are imported when a run needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from reprise.documents.models.batch_norm import BatchNormSpec
from reprise.documents.models.circles import CirclesSpec
from reprise.documents.models.demonstration import DemonstrationSpec
from reprise.documents.models.evaluation import EvaluationSpec
from reprise.documents.models.numpy_mlp import NumpyMlpSpec
from reprise.documents.models.rare_positives import RarePositivesSpec
from reprise.documents.models.scalar import ScalarSpec
from reprise.documents.models.svm import SvmSpec
from reprise.documents.models.torch_nets import TorchNetsSpec

MODULES = {
    "scalar": "reprise.training.scalar",
    "numpy_mlp": "reprise.training.numpy_mlp",
    "torch_nets": "reprise.training.torch_nets",
    "circles": "reprise.training.torch_nets.circles",
    "batch_norm": "reprise.training.torch_nets.batch_norm",
    "rare_positives": "reprise.training.torch_nets.rare_positives",
    "svm": "reprise.training.svm",
    "demonstration": "reprise.training.demonstrations",
    "evaluation": "reprise.training.evaluation",
}
"""Engine -> the module whose ``train(spec, context)`` makes its outcome."""


def code_of(spec: Mapping[str, Any]) -> str:
    """The module whose code, with all that it imports, can change such a run.

    A demonstration is a module of its own: editing one leaves the others as they are.
    """
    module = MODULES[spec["engine"]]
    if spec["engine"] == "demonstration":
        return f"{module}.{spec['name'].replace('-', '_')}"
    return module


WITH_TORCH = {"torch_nets", "circles", "batch_norm", "rare_positives"}
"""Engines that always load PyTorch."""

DEMONSTRATIONS_WITH_TORCH = {
    "backend-time",
    "convolution-against-dense",
    "convolution-sizes",
    "dense-as-convolution",
    "layer-stack",
    "numpy-against-torch",
    "other-test-images",
    "shift-robustness",
    "step-sizes",
    "time-to-accuracy",
    "train-eval-modes",
}
"""Demonstrations that load it."""

ON_DEVICE = {"torch_nets"}
"""Engines that compute on the configured device; the others always use the CPU."""

Spec = (
    ScalarSpec
    | NumpyMlpSpec
    | TorchNetsSpec
    | CirclesSpec
    | BatchNormSpec
    | RarePositivesSpec
    | SvmSpec
    | DemonstrationSpec
    | EvaluationSpec
)

SPEC: TypeAdapter[Any] = TypeAdapter(Annotated[Spec, Field(discriminator="engine")])
"""Reads a spec; the key ``engine`` says of which kind it is."""
