"""A document's card: who wrote what, and where it was found."""

from __future__ import annotations

from pydantic import Field, PositiveInt

from reprise.strict import Slug, Strict, Text


class Proposal(Strict):
    """An experiment that the document proposes, or argues about, and that nobody has run yet."""

    ledger: Text = Field(description="id of the experiment ledger")
    title: Text


class Card(Strict):
    """How the document is cited, and what of it is reproduced."""

    title: Text
    authors: list[Text] = Field(min_length=1)
    year: PositiveInt | None = Field(None, description="none: the document is undated")
    course: Text | None = None
    letter: Text = Field(description="its letter in the ledgers", max_length=1)
    summary: Text = Field(description="one sentence: what the document does")
    proposals: dict[Slug, Proposal] = Field(
        default_factory=dict, description="experiments that claims name and that are not run yet"
    )
