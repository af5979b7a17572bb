"""code: a re-enactment of the code does what the document says of it."""

from __future__ import annotations

from reprise.analysis.checks.exact import different, exact_part
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import Values, values
from reprise.analysis.numbers import as_stated
from reprise.analysis.parts import PartVerdict
from reprise.analysis.statistics import at_most
from reprise.documents.models.claim_exact import CodeClaim, CodePart

YES_OR_NO = {True: "yes", False: "no"}


def check(claim: CodeClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


def holds(stated: CodePart, number: float) -> bool:
    """Whether a re-enactment's number is as stated; limits are strict."""
    if stated.relation == "above":
        return number > stated.stated
    if stated.relation == "below":
        return number < stated.stated
    return at_most(abs(number - stated.stated), stated.within)


def _check(
    claim: CodeClaim, stated: CodePart, measurements: Measurements, slug: str
) -> PartVerdict:
    found = values(measurements, slug, stated.of)
    said = _said(stated)
    relation = "" if stated.relation == "equal" else f"{stated.relation} "
    shown = ""
    if found.by_seed:
        shown = f"our run: {_found(stated, found)}, the document: {relation}{said}"
    return exact_part(
        claim,
        stated.label,
        found,
        shown,
        lambda number: holds(stated, number),
        timed=bool(stated.of.timing),
        stated=said,
        relation=stated.relation,
    )


def _said(stated: CodePart) -> str:
    if isinstance(stated.stated, bool):
        return YES_OR_NO[stated.stated]
    within = f" within {as_stated(stated.within)}" if stated.within else ""
    return as_stated(stated.stated) + within


def _found(stated: CodePart, found: Values) -> str:
    """``yes`` or ``no`` where that was asked and answered; else the numbers."""
    numbers = set(found.by_seed.values())
    if isinstance(stated.stated, bool) and numbers <= {0.0, 1.0} and len(numbers) == 1:
        return YES_OR_NO[bool(numbers.pop())]
    return different(found)
