"""What all models of a document share: unknown keys are refused, values never change."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter


class Strict(BaseModel):
    """A model that refuses unknown keys and cannot be changed after it was read.

    Resolved specs are written without ``None``: a new optional field leaves the keys of
    all older runs as they are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def read_strictly(model: TypeAdapter[Any], content: Any) -> Any:
    """Plain data as its model, where ``"5"``, ``true`` and ``2.0`` are no whole numbers.

    Goes by way of JSON, whose lists may stand for tuples although nothing else is converted.
    """
    return model.validate_json(json.dumps(content, default=str), strict=True)


Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=2, max_length=60)
]
"""A kebab-case word: names of documents, experiments and figures, safe in paths and targets."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words for people; never empty."""

Latex = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A formula in LaTeX, without dollar signs; what it is made of is checked where it is rendered."""

Printed = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
"""A number as the document prints it, quoted in YAML so that no final zero is lost."""
