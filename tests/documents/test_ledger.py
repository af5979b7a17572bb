"""Every experiment that the first five documents ran, showed or named is there as data."""

from __future__ import annotations

import pytest
from toy import PROJECT

from reprise.documents.loading import load_documents

LEDGER = {
    "frydrych-2024": [*(f"F-E{n}" for n in range(1, 14)), "F-E1r", "F-E2r", "F-E3r"],
    "aljaff-2021": [*(f"A-E{n}" for n in range(14)), "A-E4b", "A-E4c", "A-E6b"],
    "tosato-diez-rdfia": [f"T-E{n}" for n in range(1, 24)],
    "boczek-2021": [
        *(f"B-E{n}" for n in range(1, 13)),
        "B-E1fix",
        "B-E3fix",
        "B-E5bug",
        "B-E6b",
    ],
    "tenkaate-2019": [*(f"K-E{n}" for n in range(1, 12)), "K-E5b", "K-E10b"],
}
"""73 experiments and 12 controls, by document."""

PROPOSED = {
    "frydrych-2024": [f"F-P{n}" for n in range(1, 12)],
    "aljaff-2021": [f"A-P{n}" for n in range(1, 5)],
    "tosato-diez-rdfia": [f"T-P{n}" for n in range(1, 15)],
    "boczek-2021": [f"B-P{n}" for n in range(1, 5)],
    "tenkaate-2019": [f"K-P{n}" for n in range(1, 6)],
}
"""What the documents only propose, or argue about."""

CLAIMS = {
    "frydrych-2024": 116,
    "aljaff-2021": 58,
    "tosato-diez-rdfia": 112,
    "boczek-2021": 51,
    "tenkaate-2019": 49,
}
"""Claims of the claim ledger, numbered from 1."""

DOCUMENTS = load_documents(PROJECT / "documents")


def declared(slug: str) -> set[str]:
    """The ledger's ids of a document's experiments."""
    entries = DOCUMENTS[slug].entries.values()
    return {identifier for entry in entries for identifier in entry.experiment.ledger}


def test_the_ledger_counts_85_and_38_proposals() -> None:
    assert sum(map(len, LEDGER.values())) == 85
    assert sum(map(len, PROPOSED.values())) == 38


@pytest.mark.parametrize("slug", LEDGER)
def test_every_id_is_there_and_no_other(slug: str) -> None:
    assert declared(slug) == {*LEDGER[slug], *PROPOSED[slug]}


@pytest.mark.parametrize("slug", CLAIMS)
def test_every_claim_is_there_once_and_in_order(slug: str) -> None:
    letter = DOCUMENTS[slug].card.letter
    ids = [claim.id for claim in DOCUMENTS[slug].claims]
    assert ids == [f"{letter}{n}" for n in range(1, CLAIMS[slug] + 1)]


def test_the_claims_are_386() -> None:
    assert sum(len(DOCUMENTS[slug].claims) for slug in CLAIMS) == 386


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_errata_carry_ids_of_their_document(slug: str) -> None:
    for erratum in DOCUMENTS[slug].errata:
        assert erratum.id.startswith(f"{DOCUMENTS[slug].card.letter}-X")
