"""All claims of the ledger, and the formulas among them, with the demonstrations as specified."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from toy import PROJECT

from reprise.documents.engines import SPEC
from reprise.documents.loading import load_documents
from reprise.documents.models.claim import CombinedClaim
from reprise.documents.models.claim_exact import FormulaClaim, FormulaPart
from reprise.documents.models.measure import Measure
from reprise.documents.plan import MAIN
from reprise.training.checkpoint import Checkpoint
from reprise.training.demonstrations import train
from reprise.training.outcome import Context

DOCUMENT = load_documents(PROJECT / "documents", ["frydrych-2024"])["frydrych-2024"]


def formulas() -> Iterator[tuple[str, FormulaClaim, FormulaPart]]:
    """Of claims and errata, also those inside a combined claim."""
    stated = [(c.id, c) for c in DOCUMENT.claims]
    stated += [(e.id, e.check) for e in DOCUMENT.errata if e.check is not None]
    for identifier, claim in stated:
        for inner in claim.checks if isinstance(claim, CombinedClaim) else [claim]:
            if isinstance(inner, FormulaClaim):
                yield from ((identifier, inner, part) for part in inner.parts)


FORMULAS = list(formulas())


@cache
def metrics(experiment: str) -> dict[str, float | None]:
    spec = SPEC.validate_python(DOCUMENT.entries[experiment].spec)
    return train(spec, Context(0, "cpu", Path(), Checkpoint(Path("unused.npz"), "key"))).metrics


def number(measure: Measure) -> float | None:
    assert measure.variant == MAIN
    return metrics(measure.experiment)[measure.metric]


def test_every_claim_of_the_ledger_is_there_once_and_in_its_order() -> None:
    assert [claim.id for claim in DOCUMENT.claims] == [f"F{k}" for k in range(1, 117)]


def test_every_proposal_of_the_ledger_is_an_experiment() -> None:
    ids = {ledger for entry in DOCUMENT.entries.values() for ledger in entry.experiment.ledger}
    assert ids >= {f"F-P{k}" for k in range(1, 12)}
    assert not DOCUMENT.card.proposals


@pytest.mark.parametrize(
    ("identifier", "claim", "part"), FORMULAS, ids=[f"{i}-{p.label}" for i, _, p in FORMULAS]
)
def test_a_formula_is_right_or_has_a_correction_that_is(
    identifier: str, claim: FormulaClaim, part: FormulaPart
) -> None:
    printed = number(part.error)
    if part.corrected is None:
        assert printed <= claim.within
        return
    assert printed is None or printed > claim.within
    assert number(part.corrected.error) <= claim.within
    if part.condition is not None:
        assert number(part.condition.error) <= claim.within
    if part.counterexample is not None:
        apart = number(part.counterexample.printed) - number(part.counterexample.correct)
        assert abs(apart) > claim.within
