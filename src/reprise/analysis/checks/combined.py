"""combined: checks of several kinds that make up one claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict
from reprise.documents.models.claim import CombinedClaim

Check = Callable[[Any, Measurements, str], list[PartVerdict]]


def check(
    claim: CombinedClaim, measurements: Measurements, slug: str, checks: Mapping[str, Check]
) -> list[PartVerdict]:
    """The parts of all its checks, in order, each with the kind of its own."""
    return [
        replace(part, kind=inner.kind)
        for inner in claim.checks
        for part in checks[inner.kind](inner, measurements, slug)
    ]
