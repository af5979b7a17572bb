"""From the claims of a document to its verdicts: the content of ``claims/<slug>.json``."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reprise.analysis.causes import cause
from reprise.analysis.checks import CHECKS
from reprise.analysis.explanations import explanations
from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict, merged, worst
from reprise.analysis.reasons import reason
from reprise.analysis.statistics import benjamini_hochberg
from reprise.analysis.words import NOT_REPRODUCED, VERDICTS, Verdict
from reprise.documents.document import Document
from reprise.documents.models.claim import Claim
from reprise.documents.models.erratum import Erratum
from reprise.documents.references import unshown
from reprise.problems import DocumentError, Problem

SCHEMA = 3


def document_verdicts(document: Document, measurements: Measurements) -> dict[str, Any]:
    """A verdict for each claim, with its parts, reasons and runs; plain data for JSON.

    ``significant_bh`` is null until ``apply_benjamini_hochberg`` has seen all documents.
    """
    claims = [claim_verdict(claim, measurements, document.slug) for claim in document.claims]
    return {
        "schema": SCHEMA,
        "document": document.slug,
        "scale": measurements.plan.scale,
        "counts": {v: sum(claim["verdict"] == v for claim in claims) for v in VERDICTS},
        "claims": claims,
        "errata": [_erratum(e, claims, measurements, document.slug) for e in document.errata],
    }


def _erratum(
    erratum: Erratum, claims: Sequence[dict[str, Any]], measurements: Measurements, slug: str
) -> dict[str, Any]:
    """The verdict on what the document prints: the erratum stands where it is not reproduced."""
    if erratum.check is None:
        checked = _evidence(erratum, claims, slug)
    else:
        checked = claim_verdict(erratum.check, measurements, slug)
    shown = ("kind", "verdict", "why", "parts", "runs", "experiments", "provisional")
    return {
        "id": erratum.id,
        "locator": erratum.locator,
        "printed": erratum.printed,
        "right": erratum.right,
        "shown_by": erratum.shown_by,
        "part": erratum.part,
        "stands": checked["verdict"] == NOT_REPRODUCED,
        **{name: checked[name] for name in shown},
    }


def _evidence(erratum: Erratum, claims: Sequence[dict[str, Any]], slug: str) -> dict[str, Any]:
    """The verdict on the claim that an erratum is shown by, or on the part of it that does."""
    by_id = {claim["id"]: claim for claim in claims}
    labels = {name: [part["label"] for part in claim["parts"]] for name, claim in by_id.items()}
    words = unshown(erratum, labels)
    if words:
        raise DocumentError([Problem(f"{slug}/errata.yaml", f"erratum {erratum.id}", words)])
    claim = by_id[erratum.shown_by]
    if erratum.part is None:
        return claim
    part = next(part for part in claim["parts"] if part["label"] == erratum.part)
    return {**part, "kind": claim["kind"], "parts": [part]}


def claim_verdict(claim: Claim, measurements: Measurements, slug: str) -> dict[str, Any]:
    """The verdict on one claim: that of its worst part."""

    def check(stated: Claim) -> list[PartVerdict]:
        found = CHECKS[stated.kind](stated, measurements, slug)
        return [replace(part, kind=part.kind or stated.kind) for part in found]

    parts = check(claim)
    verdict = worst(part.verdict for part in parts)
    explained = explanations(claim, verdict, measurements, slug, check)
    return {
        "id": claim.id,
        "kind": claim.kind,
        "locator": claim.locator,
        "text": claim.text,
        "note": claim.note,
        "verdict": verdict,
        "why": reason(parts, verdict),
        "provisional": _provisional(parts, verdict),
        "cut": merged(part.cut for part in parts),
        "stand_in": any(part.stand_in for part in parts),
        "parts": [part.as_json() for part in parts],
        "explanations": explained,
        "cause": cause(verdict, parts, explained),
        "runs": merged(part.runs for part in parts),
        "experiments": merged(part.experiments for part in parts),
    }


def apply_benjamini_hochberg(documents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same verdicts with ``significant_bh`` filled for each value part that was tested.

    The tests of all the documents together are one family: those that a reader of the report
    looks through. No verdict changes.
    """
    result = copy.deepcopy(list(documents))
    tested = [
        part
        for document in result
        for claim in document["claims"]
        for part in claim["parts"]
        if part["p"] is not None  # none but value parts that were tested have one
    ]
    for part, outcome in zip(tested, benjamini_hochberg([p["p"] for p in tested]), strict=True):
        part["significant_bh"] = outcome
    return result


def _provisional(parts: Sequence[PartVerdict], verdict: Verdict) -> bool:
    """Whether more seeds could turn it: one firm part is enough to refute a claim, all are
    needed to hold it."""
    decisive = [part.provisional for part in parts if part.verdict == verdict]
    return all(decisive) if verdict == NOT_REPRODUCED else any(decisive)
