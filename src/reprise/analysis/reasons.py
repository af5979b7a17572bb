"""The reason of a verdict on several parts: of the part that decides."""

from __future__ import annotations

from collections.abc import Sequence

from reprise.analysis.numbers import listed
from reprise.analysis.parts import BUDGET, PartVerdict
from reprise.analysis.words import VERDICTS, Verdict

COMPARING = ("ratio", "difference", "larger")
"""Relations of two measured quantities, as parts name them."""


def reason(parts: Sequence[PartVerdict], verdict: Verdict) -> str:
    """The reason of the part that decides; with several parts also how the others came out.

    Budget comes before other reasons, and what the document states before what it does not. A
    number that compares two quantities says little without its part's label.
    """
    decisive = [part for part in parts if part.verdict == verdict]
    decisive.sort(key=lambda part: (not part.why.startswith(BUDGET), part.stated is None))
    lead = decisive[0]
    if len(parts) == 1:
        compares = lead.relation in COMPARING and lead.measured is not None
        return f"{lead.why} ({lead.label})" if compares else lead.why
    if len(decisive) == len(parts):
        return f"{lead.why} ({lead.label}; all {len(parts)} parts {verdict})"
    counts = {v: sum(part.verdict == v for part in parts) for v in VERDICTS}
    shares = listed([f"{count} {v}" for v, count in counts.items() if count])
    return f"{lead.why} ({lead.label}; of {len(parts)} parts {shares})"
