"""The most telling findings, from made-up verdicts."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from reprise.reporting.findings import KINDS, candidates, ranked
from reprise.reporting.formulas import drawn, formula
from reprise.reporting.html import render_html
from reprise.reporting.pdf import render_pdf
from reprise.reporting.words import badge


def part(verdict, **more):
    found = {"label": "one", "verdict": verdict, "why": "because", "runs": ["r"]}
    found |= {"d": None, "tau": None, "formula": None, "measured": None}
    return found | more


def claim(name, verdict, parts, kind="order", **more):
    found = {"id": name, "kind": kind, "verdict": verdict, "why": "so", "parts": parts}
    found |= {"provisional": False, "explanations": [], "text": "It holds."}
    found["runs"] = [run for one in parts for run in one["runs"]]
    return found | more


def fails(name, **more):
    return claim(name, "not reproduced", [part("not reproduced")], **more)


def explained(name, **more):
    return fails(name, explanations=[{"verdict": "reproduced"}], **more)


def far(name, tolerances, **more):
    parts = [part("not reproduced", d=0.1 * tolerances, tau=0.1)]
    return claim(name, "not reproduced", parts, kind="value", **more)


def contradicted(name, kind="consistency", count=1):
    parts = [part("not reproduced", runs=[]) for _ in range(count)]
    return claim(name, "not reproduced", parts, kind=kind)


def exact(name, kind="count", count=1):
    return claim(name, "reproduced", [part("reproduced")] * count, kind=kind)


def erratum(name, error=1.0, stands=True, shown_by=None):
    measured = {"values": {"0": error}}
    parts = [part("not reproduced", formula={"printed": "x"}, measured=measured)]
    return claim(name, "not reproduced", parts, stands=stands, shown_by=shown_by)


def told(*documents, most=5):
    """The findings of documents, each given as its claims and its errata."""
    found = [
        candidate
        for slug, (claims, errata) in zip("abcdefg", documents, strict=False)
        for candidate in candidates(slug, claims, errata)
    ]
    return [(c.document, c.id, c.kind) for c in ranked(found, most)]


def test_nothing_to_tell_is_nothing_told():
    assert told() == told(([], [])) == []
    assert told(([fails("A1"), claim("A2", "inconclusive", [part("inconclusive")])], [])) == []


def test_each_document_comes_once_before_one_comes_twice():
    many = [explained("A1"), contradicted("A2"), far("A3", 9), exact("A4")]
    documents = ((many, []), ([exact("B1")], []), ([exact("C1")], []))
    assert sorted(document for document, _, _ in told(*documents, most=3)) == ["a", "b", "c"]
    assert sorted(document for document, _, _ in told(*documents)) == ["a", "a", "a", "b", "c"]


def test_the_kinds_alternate_in_their_order():
    claims = [exact("1"), far("2", 3), contradicted("3"), explained("4"), exact("6")]
    assert [kind for _, _, kind in told((claims, [erratum("5")]))] == list(KINDS)


def test_a_kind_that_few_documents_offer_comes_before_one_that_many_do():
    both = ([contradicted("A1"), far("A2", 3)], [])
    found = told(both, ([contradicted("B1")], []), ([contradicted("C1")], []))
    assert found[-1] == ("a", "A2", "far")


def test_the_strongest_of_a_kind_comes_first():
    assert told(([far("1", 2), far("2", 7)], []))[0][1] == "2"
    assert told(([], [erratum("1", 0.1), erratum("2", float("inf"))]))[0][1] == "2"
    assert told(([contradicted("1", "wording", 5), contradicted("2")], []))[0][1] == "2"
    assert told(([exact("1", count=9), exact("2", "formula")], []))[0][1] == "2"


def test_what_more_seeds_may_change_comes_later():
    assert told(([far("1", 9, provisional=True), far("2", 2)], []))[0][1] == "2"


def test_equals_stand_in_the_document_s_order():
    assert [name for _, name, _ in told(([exact("2"), exact("1")], []))] == ["2", "1"]


def test_a_claim_is_told_once_also_where_it_shows_an_erratum():
    both = explained("1", kind="formula")
    assert told(([both], [erratum("X1", shown_by="1")])) == [("a", "1", "explained")]


@pytest.mark.parametrize(
    ("claims", "errata"),
    [
        ([], [erratum("X1", stands=False)]),
        ([], [erratum("X1") | {"parts": [part("not run", formula={"printed": "x"})]}]),
        ([exact("1", kind="order")], []),
        ([claim("1", "reproduced", [part("reproduced", d=0.01, tau=0.1)], kind="value")], []),
        ([explained("1") | {"verdict": "inconclusive"}], []),
    ],
)
def test_what_is_no_finding(claims, errata):
    assert told((claims, errata)) == []


def test_every_kind_can_be_shown(report):
    """An explained claim and an erratum with its formula, on the page and in the PDF."""
    shown = {"printed": formula("x^2"), "error": "largest error 0.5", "corrected": formula("x")}
    shown |= {"corrected_error": None, "holds_for": "x = 1", "condition_error": None}
    shown |= {"counterexample": {"at": "x = 2", "printed": "4", "correct": "2"}}
    other = {"label": "other units", "value": "ReLU", "badge": badge("reproduced"), "why": "Yes."}
    item = report["overview"]["findings"][0] | {"provisional": True, "right": "It is x."}
    items = [item | {"formula": shown}, item | {"formula": None, "explained": other}]
    changed = report | {"overview": report["overview"] | {"findings": items}}
    names = {f["svg"] for c in report["chapters"] for f in c["results"]}
    empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    drawings = dict.fromkeys(names - {None}, empty)
    page = " ".join(re.sub(r"<[^>]+>", " ", render_html(changed, drawings)).split())
    assert "✓ reproduced with other units ReLU : Yes." in page
    assert "largest error 0.5" in page and "Counterexample: at x = 2" in page
    text = "\n".join(
        one.extract_text()
        for one in PdfReader(io.BytesIO(render_pdf(changed, drawings | drawn(changed)))).pages[:3]
    )
    assert "other units ReLU: Yes." in " ".join(text.split())


def test_findings_of_a_build_are_told_in_its_own_words(report):
    found = report["overview"]["findings"]
    claims = {
        claim["anchor"]: claim for chapter in report["chapters"] for claim in chapter["claims"]
    }
    assert found
    for item in found:
        claim = claims[item["anchor"]]
        assert item["id"] == claim["id"] and item["badge"] == claim["badge"]
        assert item["text"].rstrip(".") == claim["text"].rstrip(".")
        assert item["why"].endswith(".")
