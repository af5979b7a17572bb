"""Formulas: one LaTeX source, MathML for the page and SVG for the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from math_core import LatexError, LatexToMathML

from reprise.digest import sha256
from reprise.documents.models.claim import Claim, CombinedClaim
from reprise.documents.models.claim_exact import FormulaClaim, FormulaPart
from reprise.documents.plan import Plan
from reprise.documents.references import checked_claims
from reprise.problems import Problem
from reprise.reporting.side_by_side import Task, side_by_side

Json = dict[str, Any]

FOLDER = "formulas"

PARTS = 4
"""Into so many tasks the drawing of formulas is divided."""

UNSUPPORTED = (
    (re.compile(r"\\\\\s*\["), "a distance after a line break is printed as it stands"),
    (re.compile(r"\$"), "a formula is written without dollar signs"),
)
"""What the converter takes in silence and prints wrongly."""

ANNOTATION = re.compile(r"<annotation.*?</annotation>|</?semantics>", re.DOTALL)
"""What MathML says of a formula beside drawing it."""

COLOURS = re.compile("\x1b\\[[0-9;]*m")


def formula(latex: str) -> Json:
    """The formula as every output needs it; ``svg`` names the file that the PDF shows."""
    return {
        "latex": latex,
        "mathml": mathml(latex),
        "svg": f"{FOLDER}/{sha256(latex)[:16]}.svg",
    }


@cache
def mathml(latex: str) -> str:
    """Display-style MathML with the source as its annotation.

    Raises
    ------
    LatexError
        For a command that the converter does not know.
    """
    converter = LatexToMathML(xml_namespace=True, annotation=True)
    return converter.convert_with_local_state(latex, displaystyle=True)


def svg(source: str) -> str:
    """MathML drawn as paths, for the PDF."""
    import ziamath  # 0.3 s: only where a PDF is made

    return ziamath.Math(ANNOTATION.sub("", source), size=11).svg()


def formula_problems(plan: Plan) -> list[Problem]:
    """One problem for each formula of a claim or an erratum that cannot be set."""
    return [
        Problem(f"{slug}/{file}", place, words)
        for slug, document in plan.documents.items()
        for file, place, claim in checked_claims(document)
        for latex in _sources(claim)
        if (words := _wrong(latex))
    ]


def drawn(report: Json, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The SVG of every formula of the report, by the path that it is named by.

    ``known`` are drawings that were made already.
    """
    sources = {found["svg"]: found["mathml"] for found in _formulas(report)}
    have = {name: text for name, text in (known or {}).items() if name in sources}
    left = {name: source for name, source in sources.items() if name not in have}
    for found in side_by_side(formula_tasks(left)):
        have |= found
    return {name: have[name] for name in sources}


def sources_of(plan: Plan) -> dict[str, str]:
    """MathML of all formulas that claims and errata check, by the path of their drawing."""
    found = [
        formula(latex)
        for document in plan.documents.values()
        for *_, claim in checked_claims(document)
        for latex in _sources(claim)
    ]
    return {one["svg"]: one["mathml"] for one in found}


def formula_tasks(sources: Mapping[str, str]) -> list[Task]:
    """Tasks that draw some formulas each, by path: the longest ones take most of the time."""
    names = sorted(sources, key=lambda name: (-len(sources[name]), name))
    parts = [names[start::PARTS] for start in range(min(PARTS, len(names)))]
    return [partial(_draw, {name: sources[name] for name in part}) for part in parts]


def _draw(sources: Mapping[str, str]) -> dict[str, str]:
    return {name: svg(source) for name, source in sources.items()}


def has_formulas(report: Json) -> bool:
    """Whether any formula stands in the report."""
    return next(_formulas(report), None) is not None


def _formulas(content: Any) -> Iterator[Json]:
    if isinstance(content, dict):
        if "mathml" in content:
            yield content
        content = list(content.values())
    if isinstance(content, list):
        for item in content:
            yield from _formulas(item)


def _sources(claim: Claim) -> Iterator[str]:
    if isinstance(claim, CombinedClaim):
        for inner in claim.checks:
            yield from _sources(inner)
    if isinstance(claim, FormulaClaim):
        for part in claim.parts:
            yield from _of_part(part)


def _of_part(part: FormulaPart) -> Iterator[str]:
    yield part.printed
    if part.corrected:
        yield part.corrected.formula


def _wrong(latex: str) -> str | None:
    shown = " ".join(latex.split())  # a problem is one line, also of a formula over several
    for pattern, words in UNSUPPORTED:
        if pattern.search(latex):
            return f"the formula '{shown}': {words}"
    try:
        mathml(latex)
    except LatexError as error:
        return f"the formula '{shown}' cannot be set: {_first_words(error)}"
    return None


def _first_words(error: LatexError) -> str:
    """The first line of the converter's message, which is a drawing for terminals."""
    plain = COLOURS.sub("", str(error)).strip()
    return plain.splitlines()[0].removeprefix("Error: ").rstrip(".")
