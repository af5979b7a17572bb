"""A claim by the name that somebody types."""

from __future__ import annotations

from reprise.documents.models.claim import Claim
from reprise.documents.plan import Plan
from reprise.problems import DocumentError, Problem, nearest


def find_claim(plan: Plan, name: str, asked: str) -> tuple[str, Claim]:
    """Slug and claim of an id, or of ``<slug>/<id>`` where two documents share one.

    ``asked`` is the command that a problem is told of.

    Raises
    ------
    DocumentError
        Where there is no such claim, or more than one.
    """
    wanted_slug, _, wanted = name.rpartition("/")
    if wanted_slug and wanted_slug not in plan.documents:
        words = f"there is no document '{wanted_slug}'; {nearest(wanted_slug, plan.documents)}"
        raise DocumentError([Problem(asked, f"claim {name}", words)])
    claims = {
        (slug, claim.id): claim
        for slug, document in plan.documents.items()
        for claim in document.claims
        if wanted_slug in ("", slug)
    }
    found = [(slug, claim) for (slug, claim_id), claim in claims.items() if claim_id == wanted]
    if len(found) == 1:
        return found[0]
    places = ", ".join(f"{slug}/{wanted}" for slug, _ in found)
    words = (
        f"it could be any of {places}"
        if found
        else f"there is no such claim; {nearest(wanted, {claim for _, claim in claims})}"
    )
    raise DocumentError([Problem(asked, f"claim {name}", words)])
