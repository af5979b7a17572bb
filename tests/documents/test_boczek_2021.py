"""Claims and errata of Boczek (2021): all of them there, and decided by what they name."""

from __future__ import annotations

import pytest
from toy import PROJECT

from reprise.analysis.checks import CHECKS
from reprise.documents.loading import load_documents

DOCUMENT = load_documents(PROJECT / "documents", ["boczek-2021"])["boczek-2021"]
CLAIMS = {claim.id: claim for claim in DOCUMENT.claims}
PRINTED = ("arithmetic", "consistency", "wording")
REFUTED = ("B-X2", "B-X5", "B-X10", "B-X11")


def verdicts(claim):
    """Of a claim about printed words and numbers alone; no run is asked for."""
    return [part.verdict for part in CHECKS[claim.kind](claim, None, DOCUMENT.slug)]


def test_all_claims_are_there_in_order():
    assert list(CLAIMS) == [f"B{number}" for number in range(1, 52)]


def test_what_was_proposed_is_an_experiment_or_named_as_a_proposal():
    ids = {proposal.ledger for proposal in DOCUMENT.card.proposals.values()}
    ids |= {name for e in DOCUMENT.entries.values() for name in e.experiment.ledger}
    assert {"B-P1", "B-P2", "B-P3", "B-P4"} <= ids


@pytest.mark.parametrize("claim_id", ["B45", "B46", "B47"])
def test_the_report_fits_itself(claim_id):
    printed = [check for check in CLAIMS[claim_id].checks if check.kind in PRINTED]
    assert printed
    for check in printed:
        assert set(verdicts(check)) == {"reproduced"}


@pytest.mark.parametrize("place", range(10))
def test_another_digit_in_the_report_shows(place):
    check = CLAIMS["B47"].checks[0]
    part = check.parts[place]
    last = str((int(part.gives[-1]) + 5) % 10)
    wrong = part.model_copy(update={"gives": part.gives[:-1] + last})
    parts = [*check.parts[:place], wrong, *check.parts[place + 1 :]]
    found = verdicts(check.model_copy(update={"parts": parts}))
    assert [v == "not reproduced" for v in found].index(True) == place


def test_the_derived_hits_come_to_the_derived_total():
    parts = CLAIMS["B47"].checks[0].parts
    hits = [int(part.of[0]) for part in parts if part.label.startswith("recall of")]
    (total,) = [part.of[0] for part in parts if "derived total" in part.label]
    assert len(hits) == 10
    assert sum(hits) == int(total)


def test_every_result_of_the_report_is_a_printed_one():
    text = (PROJECT / "documents/boczek-2021/claims.yaml").read_text(encoding="utf-8")
    printed = text.split("- id: B47")[0]
    for part in CLAIMS["B47"].checks[0].parts:
        assert f'"{part.gives}"' in printed or part.gives == "10000.0000"


def test_errata_have_their_own_numbers_in_order():
    ids = [erratum.id for erratum in DOCUMENT.errata]
    assert ids == [f"B-X{number}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize("erratum_id", REFUTED)
def test_errata_about_what_is_printed_stand(erratum_id):
    erratum = next(e for e in DOCUMENT.errata if e.id == erratum_id)
    assert "not reproduced" in verdicts(erratum.check)
