"""Whether claims and figures speak of experiments and variants that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from reprise.documents.document import Document
from reprise.documents.models.claim_statement import Exchange, Statement
from reprise.documents.models.erratum import Erratum
from reprise.documents.models.measure import Measure
from reprise.documents.plan import Plan
from reprise.problems import Problem, nearest

Place = tuple[str, str, str]
"""Slug, experiment and variant."""


def split_name(slug: str, name: str) -> tuple[str, str]:
    """``experiment`` or ``slug/experiment`` -> (slug, experiment)."""
    head, _, tail = name.rpartition("/")
    return head or slug, tail


def references(item: Any) -> Iterator[tuple[str, str]]:
    """(experiment, variant) of every measure, series or part below a claim or figure."""
    if isinstance(item, BaseModel):
        if hasattr(item, "experiment") and hasattr(item, "variant"):
            yield item.experiment, item.variant
        if not isinstance(item, Measure):
            for name in type(item).model_fields:
                yield from references(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from references(part)


def places(claim: Statement, slug: str) -> list[Place]:
    """(slug, experiment, variant) of all that a claim's own measures speak of, each once."""
    own = claim.model_copy(update={"explanations": []})
    return list(dict.fromkeys((*split_name(slug, name), v) for name, v in references(own)))


def check_references(plan: Plan, left_out: Collection[str] = ()) -> list[Problem]:
    """One problem for each reference that does not resolve in a full-scale plan.

    ``left_out`` names the documents that are there and not in the plan.
    """
    problems = []
    for slug, document in plan.documents.items():
        problems += _proposals(slug, document) + _evidence(slug, document)
        problems += _substitutes(slug, document)
        for file, place, claim in checked_claims(document):
            where = (f"{slug}/{file}", place)
            problems += _dangling(plan, slug, where, claim, left_out, proposed=True)
        for figure in document.figures:
            where = (f"{slug}/figures.yaml", f"figure {figure.id}")
            problems += _dangling(plan, slug, where, figure, left_out)
    return problems


def checked_claims(document: Document) -> Iterator[tuple[str, str, Statement]]:
    """(file, place, claim) of all that a document has checked."""
    for claim in document.claims:
        yield "claims.yaml", f"claim {claim.id}", claim
    for erratum in document.errata:
        if erratum.check is not None:
            yield "errata.yaml", f"erratum {erratum.id}", erratum.check


def _proposals(slug: str, document: Document) -> list[Problem]:
    """A name is either proposed or an experiment."""
    return [
        Problem(
            f"{slug}/document.yaml",
            "proposals",
            f"'{name}' is an experiment by now; take it out of the proposals",
        )
        for name in document.card.proposals
        if name in document.entries
    ]


def _evidence(slug: str, document: Document) -> list[Problem]:
    """The claims that errata are shown by, and the parts of them."""
    labels = {claim.id: list(claim.labels()) for claim in document.claims}
    problems = []
    for erratum in document.errata:
        words = unshown(erratum, labels)
        if words:
            problems.append(Problem(f"{slug}/errata.yaml", f"erratum {erratum.id}", words))
    return problems


def unshown(erratum: Erratum, labels: Mapping[str, Collection[str]]) -> str:
    """Why there is no such claim or part as an erratum names; empty where there is.

    ``labels`` are those of the parts, by id of the document's claims.
    """
    claim, part = erratum.shown_by, erratum.part
    if claim is None:
        return ""
    if claim not in labels:
        return f"there is no claim '{claim}'; {nearest(claim, labels)}"
    if part is None or part in labels[claim]:
        return ""
    return f"claim {claim} has no part '{part}'; {nearest(part, labels[claim])}"


def _substitutes(slug: str, document: Document) -> list[Problem]:
    """What the explanations of claims put something else in place of."""
    problems = []
    for claim in document.claims:
        for exchange in (e for s in claim.explanations for e in s.exchanges):
            words = _unexplained(slug, document, exchange, places(claim, slug))
            if words:
                words = f"explanations: {words}"
                problems.append(Problem(f"{slug}/claims.yaml", f"claim {claim.id}", words))
    return problems


def _unexplained(
    slug: str, document: Document, exchange: Exchange, named: Collection[Place]
) -> str:
    owner = split_name(slug, exchange.instead_of)
    place = (*split_name(slug, exchange.experiment), exchange.variant)
    variants = [name[2] for name in named if name[:2] == owner]
    if not variants:
        return f"it has no measure of '{exchange.instead_of}'"
    if exchange.at is not None and exchange.at not in variants:
        hint = nearest(exchange.at, variants)
        return f"it has no measure of variant '{exchange.at}' of '{exchange.instead_of}'; {hint}"
    if place[:2] == owner and place in named:
        return f"'{exchange.experiment}' is what it measures itself; name another variant of it"
    for other, name, _ in named:
        entry = document.entries.get(name) if other == slug else None
        if entry is not None and (slug, entry.experiment.source) == owner:
            return f"'{name}' builds on '{owner[1]}' and would not move with it; claim them apart"
    return ""


def _dangling(
    plan: Plan,
    slug: str,
    where: tuple[str, str],
    item: Any,
    left_out: Collection[str],
    *,
    proposed: bool = False,
) -> list[Problem]:
    """The experiments and variants of an item that are not there; a claim's may be proposed."""
    problems = []
    for experiment, variant in dict.fromkeys(references(item)):
        name = split_name(slug, experiment)
        words = unresolved(plan, name, variant, slug)
        if name[0] in left_out:
            words = left_out_words(experiment, name[0], plan)
        if words and not (proposed and _is_proposed(plan, name)):
            problems.append(Problem(*where, words))
    return problems


def left_out_words(experiment: str, other: str, plan: Plan) -> str:
    """Why an experiment of another document cannot be spoken of, and what to do."""
    both = f"documents: [{', '.join([*plan.documents, other])}]"
    return f"speaks of '{experiment}', whose document is left out; name it too, as in {both}"


def _is_proposed(plan: Plan, name: tuple[str, str]) -> bool:
    document = plan.documents.get(name[0])
    return document is not None and name[1] in document.card.proposals


def unresolved(plan: Plan, name: tuple[str, str], variant: str, slug: str) -> str:
    """Why there is no such experiment or variant, as a document calls it; empty where there is."""
    if name not in plan.variants:
        known = [e if s == slug else f"{s}/{e}" for s, e in plan.variants]
        shown = name[1] if name[0] == slug else "/".join(name)
        return f"there is no experiment '{shown}'; {nearest(shown, known)}"
    variants = plan.variants[name]
    if variant not in variants:
        return f"'{name[1]}' has no variant '{variant}'; {nearest(variant, variants)}"
    return ""
