"""What a document is called for short: its authors' family names and its year."""

from __future__ import annotations

from reprise.documents.models.document import Card

MOST_NAMED = 2
"""Authors who are all named; of more, the first stands for them."""


def short_name(card: Card) -> str:
    """``Al-Jaff 2021``, ``Tosato and Diez, undated``, ``First et al. 2021``."""
    families = [family_name(author) for author in card.authors]
    names = " and ".join(families) if len(families) <= MOST_NAMED else f"{families[0]} et al."
    return f"{names} {card.year}" if card.year else f"{names}, undated"


def family_name(author: str) -> str:
    """The last word, with the words in small letters before it: ``ten Kaate``."""
    words = author.split()
    start = len(words) - 1
    while start > 0 and words[start - 1][0].islower():
        start -= 1
    return " ".join(words[start:])
