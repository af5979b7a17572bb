"""The spec of a demonstration: a count, a derivation, or a small experiment of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reprise.documents.models.demonstration_behaviour import BehaviourSpec
from reprise.documents.models.demonstration_code import CodeSpec
from reprise.documents.models.demonstration_formulas import FormulaSpec
from reprise.documents.models.demonstration_layer_specs import LayerSpec

DemonstrationSpec = Annotated[
    FormulaSpec | CodeSpec | LayerSpec | BehaviourSpec, Field(discriminator="name")
]
"""One class per demonstration, told apart by ``name``: unknown options are refused."""
