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

DOCUMENTS = load_documents(PROJECT / "documents")


def test_the_ledger_counts_85() -> None:
    assert sum(map(len, LEDGER.values())) == 85


@pytest.mark.parametrize("slug", LEDGER)
def test_every_id_is_there_and_no_other(slug: str) -> None:
    entries = DOCUMENTS[slug].entries.values()
    declared = {identifier for entry in entries for identifier in entry.experiment.ledger}
    assert declared == set(LEDGER[slug])


@pytest.mark.parametrize("slug", DOCUMENTS)
def test_claims_carry_ids_of_their_document(slug: str) -> None:
    letter = DOCUMENTS[slug].card.letter
    for claim in DOCUMENTS[slug].claims:
        assert claim.id.startswith(letter)
        assert claim.id[1:].isdigit()
