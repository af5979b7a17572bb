"""consistency: the document's own printed numbers against each other."""

from __future__ import annotations

from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict
from reprise.analysis.printed import compare
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_printed import ConsistencyClaim, PrintedPair

WORDS = {"equal": "equal to", "above": "above", "below": "below"}


def check(claim: ConsistencyClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    """Needs no run: the claim holds the numbers."""
    return [_check(pair) for pair in claim.parts]


def _check(pair: PrintedPair) -> PartVerdict:
    outcome = compare(pair.first, pair.second)
    words = f"printed {pair.first}, stated {WORDS[pair.relation]} {pair.second}"
    if outcome == pair.relation:
        rounding = " within the rounding" if outcome == "equal" else ""
        verdict, why = REPRODUCED, f"{words}: it is{rounding}"
    elif outcome == "equal":
        verdict, why = INCONCLUSIVE, f"{words}: the rounding hides which is larger"
    else:
        verdict, why = NOT_REPRODUCED, f"{words}: it is {outcome}, by more than the rounding"
    return PartVerdict(pair.label, verdict, why, stated=pair.second, relation=pair.relation)
