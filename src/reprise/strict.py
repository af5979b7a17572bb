"""What all models of a document share: unknown keys are refused, values never change."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Strict(BaseModel):
    """A model that refuses unknown keys and cannot be changed after it was read.

    Resolved specs are written without ``None``: a new optional field leaves the keys of
    all older runs as they are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=2, max_length=60)
]
"""A kebab-case word: names of documents, experiments and figures, safe in paths and targets."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words for people; never empty."""

Printed = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
"""A number as the document prints it, quoted in YAML so that no final zero is lost."""
