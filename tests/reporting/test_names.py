"""Documents are called by family names and year."""

from __future__ import annotations

import pytest

from reprise.documents.models.document import Card
from reprise.reporting.names import family_name, short_name


def card(authors, year=2021):
    return Card(title="T", authors=authors, year=year, letter="T", summary="S")


@pytest.mark.parametrize(
    ("author", "family"),
    [
        ("Mohammed Al-Jaff", "Al-Jaff"),
        ("Paul ten Kaate", "ten Kaate"),
        ("Anna van der Berg", "van der Berg"),
        ("Plato", "Plato"),
        ("de Moor", "de Moor"),
    ],
)
def test_the_family_name_keeps_its_small_words(author, family):
    assert family_name(author) == family


def test_two_are_named_of_more_the_first():
    assert short_name(card(["A. One"])) == "One 2021"
    assert short_name(card(["A. One", "B. Two"])) == "One and Two 2021"
    assert short_name(card(["A. One", "B. Two", "C. Three"])) == "One et al. 2021"


def test_a_document_without_a_year_is_undated():
    assert short_name(card(["A. One"], None)) == "One, undated"
