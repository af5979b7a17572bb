"""Claims and errata of Tosato and Diez: all of them there, and decided by what they name."""

from __future__ import annotations

from math import ceil, floor, log

import pytest
from toy import PROJECT

from reprise.analysis.checks import CHECKS
from reprise.analysis.checks.code import holds
from reprise.data.registry import load_datasets
from reprise.documents.engines import SPEC
from reprise.documents.loading import load_documents
from reprise.documents.shapes import trace

SLUG = "tosato-diez-rdfia"
DOCUMENT = load_documents(PROJECT / "documents", [SLUG])[SLUG]
CLAIMS = {claim.id: claim for claim in DOCUMENT.claims}
ERRATA = {erratum.id: erratum for erratum in DOCUMENT.errata}
EPOCHS = {
    "more data by crops and flips": CLAIMS["T90"].parts,
    "more data by affine maps": CLAIMS["T109"].checks[1].parts,
    "fewer data by dropout": ERRATA["T-X24"].check.parts,
    "more data by affine maps, an erratum": ERRATA["T-X26"].check.parts,
}
"""What the document says of the images of an epoch: how many, and in how many updates."""


def verdicts(claim) -> list[str]:
    """Of a claim about printed words and numbers alone; no run is asked for."""
    return [part.verdict for part in CHECKS[claim.kind](claim, None, SLUG)]


def test_all_claims_are_there_in_order():
    assert list(CLAIMS) == [f"T{number}" for number in range(1, 113)]


def test_every_proposal_of_the_ledger_is_an_experiment():
    ids = {i for entry in DOCUMENT.entries.values() for i in entry.experiment.ledger}
    assert {f"T-P{number}" for number in range(1, 15)} <= ids
    assert not DOCUMENT.card.proposals


def test_errata_have_their_own_numbers_in_order():
    assert list(ERRATA) == [f"T-X{number}" for number in range(1, len(ERRATA) + 1)]


@pytest.mark.parametrize("claim_id", ["T68", "T69", "T70", "T72"])
def test_the_document_multiplies_and_adds_rightly(claim_id):
    printed = [check for check in CLAIMS[claim_id].checks if check.kind == "arithmetic"]
    assert [verdicts(check) for check in printed] == [["reproduced"]]


def test_another_digit_in_the_total_shows():
    check = next(c for c in CLAIMS["T70"].checks if c.kind == "arithmetic")
    wrong = check.parts[0].model_copy(update={"gives": "1190170"})
    assert verdicts(check.model_copy(update={"parts": [wrong]})) == ["not reproduced"]


def test_what_is_printed_decides_claims_without_runs():
    assert verdicts(CLAIMS["T71"]) == verdicts(CLAIMS["T112"]) == ["reproduced"]
    assert verdicts(CLAIMS["T27"]) == ["not reproduced"]


@pytest.mark.parametrize("erratum_id", [e.id for e in DOCUMENT.errata if e.check is not None])
def test_errata_about_what_is_printed_stand(erratum_id):
    check = ERRATA[erratum_id].check
    if check.kind in ("arithmetic", "consistency", "wording"):
        assert "not reproduced" in verdicts(check)


@pytest.mark.parametrize("said", EPOCHS)
def test_an_epoch_is_held_against_the_whole_training_set_in_batches(said):
    images, updates = EPOCHS[said]
    spec = DOCUMENT.entries[images.of.experiment].spec
    dataset = load_datasets(PROJECT / "documents/datasets.yaml")[spec["data"]["dataset"]]
    assert images.stated == dataset.train_count
    assert updates.stated == ceil(dataset.train_count / spec["training"]["batch_size"])


@pytest.mark.parametrize("said", EPOCHS)
def test_another_size_of_the_epoch_would_show(said):
    for part in EPOCHS[said]:
        step = 1 if part.relation == "above" else -1
        assert holds(part, part.stated + step) and not holds(part, part.stated)


def test_one_pooling_less_is_held_against_the_true_total():
    fewer = CLAIMS["T51"].checks[0].parts[0]
    model = SPEC.validate_python(DOCUMENT.entries["cnn"].spec).model
    layers = trace(model.resolved(10), (3, 32, 32))
    assert fewer.stated == sum(layer.parameters for layer in layers)


def test_polynomial_kernels_are_judged_at_all_degrees_of_the_sweep():
    judged = [part.of.variant for part in CLAIMS["T41"].parts]
    sweep = DOCUMENT.entries["svm-circles-degrees"].experiment.sweep["classifier.degree"]
    assert judged == [f"degree-{degree}" for degree in sweep]


def test_a_loss_of_015_allows_as_many_wrong_answers():
    least = CLAIMS["T30"].checks[1].parts[0].limit
    assert least == floor(1000 * (1 - 0.15 / log(2))) / 1000
