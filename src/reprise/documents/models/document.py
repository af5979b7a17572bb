"""A document's card: who wrote what, and where it was found."""

from __future__ import annotations

from pydantic import Field, PositiveInt

from reprise.strict import Strict, Text


class Card(Strict):
    """How the document is cited, and what of it is reproduced."""

    title: Text
    authors: list[Text] = Field(min_length=1)
    year: PositiveInt | None = Field(None, description="none: the document is undated")
    course: Text | None = None
    letter: Text = Field(description="its letter in the ledgers", max_length=1)
    summary: Text = Field(description="one sentence: what the document does")
