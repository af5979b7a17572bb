"""An erratum: something that a document prints and that is wrong, with the check that shows it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from reprise.documents.models.claim import Claim
from reprise.strict import Strict, Text

PASSED_ON = ("id", "locator")


class Erratum(Strict):
    """What is printed and what is right.

    The document's statement is checked like any claim, and the erratum stands when that claim is
    *not reproduced*: either a claim of the document (``shown_by``) or one ``part`` of it, or one
    that is stated here (``check``, written as a claim without id, locator and text).
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]-X[0-9]{1,3}$")]
    locator: Text
    printed: Text = Field(description="what the document prints, in our words")
    right: Text = Field(description="what is right; a number that runs give is left to the check")
    shown_by: Text | None = Field(None, description="id of a claim of this document")
    part: Text | None = Field(None, description="the label of the part of that claim that shows it")
    check: Claim | None = None

    @model_validator(mode="before")
    @classmethod
    def _pass_on(cls, content: Any) -> Any:
        if not isinstance(content, dict) or not isinstance(content.get("check"), dict):
            return content
        own = {name: content[name] for name in PASSED_ON if name in content}
        own |= {"text": content["printed"]} if "printed" in content else {}
        return {**content, "check": own | content["check"]}

    @model_validator(mode="after")
    def _one_evidence(self) -> Erratum:
        if (self.shown_by is None) == (self.check is None):
            raise ValueError("an erratum has either shown_by or a check")
        if self.part is not None and self.shown_by is None:
            raise ValueError("'part' goes with shown_by")
        if self.check is not None and (self.check.note or self.check.explanations):
            raise ValueError("'note' and 'explanations' belong to claims, not to errata")
        return self
