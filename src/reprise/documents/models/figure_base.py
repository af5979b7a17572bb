"""What figures of all kinds have in common."""

from __future__ import annotations

from pydantic import Field

from reprise.strict import Printed, Slug, Strict, Text


class FigureBase(Strict):
    """A figure's name and words; ``kind`` is added by each kind."""

    id: Slug
    title: Text
    mirrors: Text | None = Field(None, description="the document's own figure or table")
    caption: Text | None = Field(None, description="words beside the computed caption")


class Mark(Strict):
    """A value of the document, drawn as a horizontal line."""

    label: Text
    printed: Printed
