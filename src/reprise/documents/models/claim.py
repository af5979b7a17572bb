"""A claim as data: what a document states, and which measurements speak to it.

The kinds are a closed set; the rule of each stands in ``analysis/checks/<kind>.py`` and in
``docs/verdicts.md``. There is no expression language: a claim names measures, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from reprise.documents.models.claim_exact import CodeClaim, CountClaim, FormulaClaim
from reprise.documents.models.claim_printed import ArithmeticClaim, ConsistencyClaim, WordingClaim
from reprise.documents.models.claim_seeded import (
    ArgbestClaim,
    BoundClaim,
    GapClaim,
    OrderClaim,
    SpreadClaim,
    TrendClaim,
    ValueClaim,
)
from reprise.documents.models.claim_statement import Statement
from reprise.strict import Text


class NotCheckableClaim(Statement):
    """A definition or an opinion: nothing that a measurement could decide."""

    kind: Literal["not-checkable"]
    reason: Text


_Simple = (
    ValueClaim
    | BoundClaim
    | OrderClaim
    | TrendClaim
    | ArgbestClaim
    | GapClaim
    | SpreadClaim
    | CountClaim
    | CodeClaim
    | FormulaClaim
    | ConsistencyClaim
    | ArithmeticClaim
    | WordingClaim
    | NotCheckableClaim
)
"""Claims whose parts are all of one kind."""

PASSED_ON = ("id", "locator", "text", "any_budget", "any_data")


class CombinedClaim(Statement):
    """A claim whose parts are of different kinds: a value and an order, say.

    Each of ``checks`` is written as a claim of its kind without what the claim says already.
    """

    kind: Literal["combined"]
    checks: list[Annotated[_Simple, Field(discriminator="kind")]] = Field(min_length=2)

    def labels(self) -> Iterator[str]:
        for check in self.checks:
            yield from check.labels()

    @model_validator(mode="before")
    @classmethod
    def _pass_on(cls, content: Any) -> Any:
        if not isinstance(content, dict) or not isinstance(content.get("checks"), list):
            return content
        own = {name: content[name] for name in PASSED_ON if name in content}
        checks = [own | c if isinstance(c, dict) else c for c in content["checks"]]
        return {**content, "checks": checks}

    @model_validator(mode="after")
    def _said_once(self) -> CombinedClaim:
        if any(check.note or check.explanations for check in self.checks):
            raise ValueError("'note' and 'explanations' belong to the claim, not to its checks")
        return self


Claim = Annotated[_Simple | CombinedClaim, Field(discriminator="kind")]

CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
