"""wording: names and numberings of a document against each other."""

from __future__ import annotations

from reprise.analysis.measurements import Measurements
from reprise.analysis.numbers import listed
from reprise.analysis.parts import PartVerdict
from reprise.analysis.words import NOT_REPRODUCED, REPRODUCED
from reprise.documents.models.claim_printed import WordingClaim, WordingPart

STATED = {
    "same": "the same as",
    "different": "other than",
    "contains": "with",
    "lacks": "without",
}


def check(claim: WordingClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    """Needs no run: the claim holds the words."""
    return [_check(stated) for stated in claim.parts]


def holds(stated: WordingPart) -> bool:
    """Whether the two stand to each other as stated; lists are compared item by item, in order."""
    if stated.relation in ("same", "different"):
        return (stated.printed == stated.against) == (stated.relation == "same")
    if stated.relation == "contains":
        return set(stated.against) <= set(stated.printed)
    return not set(stated.against) & set(stated.printed)


def _check(stated: WordingPart) -> PartVerdict:
    agrees = holds(stated)
    words = f"printed {listed(stated.printed, 20)}, stated {STATED[stated.relation]} "
    words += listed(stated.against, 20)
    return PartVerdict(
        stated.label,
        REPRODUCED if agrees else NOT_REPRODUCED,
        f"{words}: {'it is' if agrees else 'it is not'}",
        stated=listed(stated.against, 20),
        relation=STATED[stated.relation],
    )
