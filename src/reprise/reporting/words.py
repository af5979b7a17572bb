"""Words that the whole report shares: what verdicts and scales mean."""

from __future__ import annotations

import re

from reprise.analysis.words import (
    INCONCLUSIVE,
    NOT_CHECKABLE,
    NOT_REPRODUCED,
    NOT_RUN,
    REPRODUCED,
    VERDICTS,
)
from reprise.reporting.numbers import SUPERSCRIPTS

SYMBOLS = {
    REPRODUCED: "✓",
    NOT_REPRODUCED: "✗",
    INCONCLUSIVE: "≈",
    NOT_CHECKABLE: "–",
    NOT_RUN: "·",
}

MEANINGS = {
    REPRODUCED: "the measurements agree with the document, within a tolerance declared before",
    NOT_REPRODUCED: "they disagree by more than the tolerance and more than seeds vary",
    INCONCLUSIVE: "they decide neither way: a cut budget, too few seeds, or too much noise",
    NOT_CHECKABLE: "a definition or an opinion, which no measurement could decide",
    NOT_RUN: "runs that the claim needs are missing",
}

SCALES = {
    "full": "Every run has the document’s own budget.",
    "quick": (
        "Budgets are cut where named. A claim whose runs were cut short of the document’s "
        "budget is inconclusive, never not reproduced."
    ),
    "smoke": (
        "Tiny budgets on stand-in data, for a first look only: no number here speaks of the "
        "documents."
    ),
}


POWER = re.compile(r"(?<![\w.])(\d(?:\.\d+)?)e([+−-]?\d+)\b")
MINUS = re.compile(r"(?<![^\s(\[,=])-(?=\d)")
"""A minus sign; not the hyphen within a word or a range."""

FINAL = (
    "A verdict is final where its runs have the document’s own budget and at least five seeds, or "
    "where it needs none."
)

COMMITTED = "This page was made from committed records: nothing was trained for it."


def verdict_list() -> list[dict[str, str]]:
    """The five verdicts in the order in which they are shown."""
    return [{**badge(name), "meaning": MEANINGS[name]} for name in VERDICTS]


def badge(verdict: str) -> dict[str, str]:
    """A verdict with its symbol, and as a word without blanks for style sheets."""
    return {"name": verdict, "symbol": SYMBOLS[verdict], "class": verdict.replace(" ", "-")}


def typeset(text: str) -> str:
    """Numbers in a computed reason as the report sets them: ``−0.5``, ``1.8 × 10⁻¹⁵``."""
    return MINUS.sub("−", POWER.sub(_power, text))


def _power(match: re.Match[str]) -> str:
    mantissa, power = match[1], str(int(match[2].replace("−", "-"))).translate(SUPERSCRIPTS)
    return f"10{power}" if mantissa == "1" else f"{mantissa} × 10{power}"


def sentence(text: str) -> str:
    """A computed reason as a sentence; a name at its start stays as it is."""
    text = typeset(text)
    first = text.split(maxsplit=1)[0].rstrip(":,;") if text else ""
    start = text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text
    return start if start.endswith((".", "!", "?")) else f"{start}."
