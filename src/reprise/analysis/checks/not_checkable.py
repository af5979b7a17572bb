"""not-checkable: listed with its reason, so that no claim of a document goes unmentioned."""

from __future__ import annotations

from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict
from reprise.analysis.words import NOT_CHECKABLE
from reprise.documents.models.claim import NotCheckableClaim


def check(claim: NotCheckableClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [PartVerdict(claim.id, NOT_CHECKABLE, claim.reason)]
