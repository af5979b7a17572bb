"""All numbers that a document prints of an experiment, wherever its claims and tables have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from reprise.analysis.naming import quantity_label
from reprise.analysis.printed import half_unit
from reprise.documents.document import Document
from reprise.documents.models.claim_seeded import Tolerance
from reprise.documents.models.measure import Measure
from reprise.documents.references import split_name

LAST_DIGIT = "one unit of the last printed digit, since no claim declares a tolerance"


@dataclass(frozen=True)
class PrintedNumber:
    """A printed number, the measure that answers it, and how far off it may be."""

    label: str
    of: Measure
    printed: str
    tau: float
    tau_origin: str
    published_runs: int = 1
    evaluated_on: int | None = None


def printed_numbers(document: Document, experiment: str) -> list[PrintedNumber]:
    """Each number that is printed of the experiment once; seconds belong to another machine.

    A number of a claim comes before the same one of a table: the claim declares a tolerance.
    """
    found: dict[tuple[str, str], PrintedNumber] = {}
    items = [*document.claims, *document.figures]
    for of, printed, tolerance, part in _parts(items, None):
        own = split_name(document.slug, of.experiment) == (document.slug, experiment)
        if own and not of.timing:
            number = _number(of, printed, tolerance, part)
            known = found.setdefault((repr(of), printed), number)
            if known.tau_origin == LAST_DIGIT and tolerance is not None:
                found[repr(of), printed] = number
    return list(found.values())


Part = tuple[Measure, str, Tolerance | None, BaseModel]


def _parts(item: Any, tolerance: Tolerance | None) -> Iterator[Part]:
    """Everything below that has a measure and a printed number: parts, candidates, cells."""
    if isinstance(item, list | tuple):
        for one in item:
            yield from _parts(one, tolerance)
    if not isinstance(item, BaseModel) or isinstance(item, Measure):
        return
    tolerance = getattr(item, "tolerance", None) or tolerance
    of, printed = getattr(item, "of", None), getattr(item, "printed", None)
    if isinstance(of, Measure) and isinstance(printed, str):
        yield of, printed, tolerance, item
    for name in type(item).model_fields:
        yield from _parts(getattr(item, name), tolerance)


def _number(
    of: Measure, printed: str, tolerance: Tolerance | None, part: BaseModel
) -> PrintedNumber:
    tau = tolerance.tau if tolerance else 2 * float(half_unit(printed))
    return PrintedNumber(
        label=quantity_label(of),
        of=of,
        printed=printed,
        tau=tau,
        tau_origin=tolerance.origin if tolerance else LAST_DIGIT,
        published_runs=getattr(part, "published_runs", 1),
        evaluated_on=getattr(part, "evaluated_on", None),
    )
