"""The examples of docs/adding-a-document.md are what the models take."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from toy import PROJECT

from reprise.analysis.checks import CHECKS
from reprise.documents.models.claim import CLAIM
from reprise.documents.models.document import Proposal
from reprise.documents.models.erratum import Erratum

TEXT = (PROJECT / "docs" / "adding-a-document.md").read_text(encoding="utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", TEXT, re.M | re.S)]
ITEMS: list[Any] = [item for block in BLOCKS if isinstance(block, list) for item in block]
CLAIMS = {item["id"]: item for item in ITEMS if "text" in item}
ERRATA = {item["id"]: item for item in ITEMS if "printed" in item}


def test_every_item_is_a_claim_or_an_erratum() -> None:
    assert len(CLAIMS) + len(ERRATA) == len(ITEMS)


@pytest.mark.parametrize("name", CLAIMS)
def test_claims(name: str) -> None:
    assert CLAIM.validate_python(CLAIMS[name]).id == name


@pytest.mark.parametrize("name", ERRATA)
def test_errata(name: str) -> None:
    erratum = Erratum.model_validate(ERRATA[name])
    assert erratum.shown_by is None or erratum.shown_by in CLAIMS


def test_proposals() -> None:
    (block,) = (b for b in BLOCKS if isinstance(b, dict) and "proposals" in b)
    assert all(Proposal.model_validate(proposal) for proposal in block["proposals"].values())


@pytest.mark.parametrize("kind", CHECKS)
def test_every_kind_has_its_row(kind: str) -> None:
    rules = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {kind} \| .* \|$", rules, re.M)
