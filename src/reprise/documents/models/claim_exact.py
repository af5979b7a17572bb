"""Claims that one run decides, because nothing in it is left to chance: counts, code, formulas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, model_validator

from reprise.documents.models.claim_statement import Statement
from reprise.documents.models.measure import Measure
from reprise.strict import Latex, Strict, Text


class CountPart(Strict):
    """A count that every run must give exactly, or within a stated margin."""

    label: Text
    of: Measure
    stated: float
    within: NonNegativeFloat = 0.0


class CountClaim(Statement):
    """A number that follows from the set-up: parameters, updates, images."""

    kind: Literal["count"]
    parts: list[CountPart] = Field(min_length=1)


class CodePart(Strict):
    """What a re-enactment of the code must do; ``true`` and ``false`` are 1 and 0."""

    label: Text
    of: Measure
    relation: Literal["equal", "above", "below"] = "equal"
    stated: bool | float = True
    within: NonNegativeFloat = Field(0.0, description="how far from equal is still equal")

    @model_validator(mode="after")
    def _limits(self) -> CodePart:
        if self.relation != "equal" and isinstance(self.stated, bool):
            raise ValueError(f"'{self.relation}' needs a number in 'stated'")
        if self.relation != "equal" and self.within:
            raise ValueError("'within' goes with relation: equal")
        return self


class CodeClaim(Statement):
    """What code does with its arguments, axes and loops, shown by running it again."""

    kind: Literal["code"]
    parts: list[CodePart] = Field(min_length=1)


class Correction(Strict):
    """The formula as it should read, held against the same derivative."""

    formula: Latex
    error: Measure


class Condition(Strict):
    """The case in which the printed formula is right after all."""

    holds_for: Text = Field(description="completes 'it holds for ...'")
    error: Measure


class Counterexample(Strict):
    """The smallest case found in which the printed formula fails."""

    at: Text = Field(description="completes 'at ...'")
    printed: Measure = Field(description="what the printed formula gives there")
    correct: Measure = Field(description="what is true there")


class FormulaPart(Strict):
    """A printed formula, and how far it lies from the derivative or value that it stands for."""

    label: Text
    printed: Latex
    error: Measure = Field(description="largest absolute error of the printed formula")
    corrected: Correction | None = None
    condition: Condition | None = None
    counterexample: Counterexample | None = None
    symbolic: Measure | None = Field(
        None, description="1 where the formula holds as an identity in symbols, 0 where it does not"
    )


class FormulaClaim(Statement):
    """A formula of the document, computed in double precision against what it stands for."""

    kind: Literal["formula"]
    within: Annotated[float, Field(gt=0, le=1e-6)] = Field(
        1e-9, description="largest absolute error that rounding explains; 1e-6 at most"
    )
    parts: list[FormulaPart] = Field(min_length=1)
