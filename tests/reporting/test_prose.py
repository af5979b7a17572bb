from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.planning import make_plan
from reprise.reporting.prose import check_prose
from reprise.reporting.prose.calls import (
    CallError,
    CountCall,
    ValueCall,
    VerdictCall,
    parse_call,
)
from reprise.reporting.prose.tree import parse_prose


@pytest.fixture(scope="module")
def plan(build):
    return make_plan(build.config, "full")


def problems_of(plan, prose):
    document = replace(plan.documents["first-2021"], prose=prose)
    return [str(problem) for problem in check_prose(document, plan)]


def test_calls_are_read():
    assert parse_call(" value('a', 'm') ") == ValueCall("a", "m", "main", 3)
    assert parse_call("value('b/a', 'm', variant='v', digits=1)") == ValueCall("b/a", "m", "v", 1)
    assert parse_call('verdict("X1")') == VerdictCall("X1")
    assert parse_call("count('not run')") == CountCall("not run")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("vlaue('a', 'b')", "did you mean 'value'?"),
        ("value('a')", "metric"),
        ("value('a', 'b', digit=2)", "digit"),
        ("value('a', 'b', digits='2')", "whole number"),
        ("value('a', 'b', digits=99)", "between 0 and"),
        ("value('a', 'b', digits=True)", "whole number"),
        ("value('a', open('/etc/passwd'))", "quoted words and numbers"),
        ("value(*['a', 'b'])", "quoted words and numbers"),
        ("__import__('os').system('x')", "is no call"),
        ("0.93", "is no call"),
        ("value('a', ", "is no call"),
        ("verdict(3)", "quoted word"),
        ("count('reprodused')", "did you mean 'reproduced'?"),
    ],
)
def test_what_is_no_call_is_said(source, words):
    with pytest.raises(CallError, match="(?s)" + words.replace("?", r"\?")):
        parse_call(source)


def test_prose_becomes_a_tree_by_section():
    text = "## One\n\nA *b* **c** `d` [e](https://f.org).\n\n## Two\n\n1. g\n2. h\n   - i\n"
    (one, two), problems = parse_prose(text, "x/prose.md")
    assert not problems
    (paragraph,) = one.nodes
    kinds = [node["type"] for node in paragraph["children"] if node["type"] != "text"]
    assert (one.title, kinds) == ("One", ["emphasis", "strong", "code", "link"])
    (numbered,) = two.nodes
    assert numbered["ordered"] and len(numbered["items"]) == 2
    assert numbered["items"][1][1]["type"] == "list"


@pytest.mark.parametrize(
    ("prose", "line", "words"),
    [
        ("First.\n\n## A\n", 1, "before the first"),
        ("## A\n\n### B\n", 3, "headings begin with '## '"),
        ("## A\n\n## a\n", 3, "stands twice"),
        ("## A\n\n- ## B\n", 3, "'heading' is not known"),
        ("## A\n\n> said\n", 3, "a quotation"),
        ("## A\n\nx\n\n```\ncode\n```\n", 5, "a code block"),
        ("## A\n\n![x](y.png)\n", 3, "an image"),
        ("## A\n\nx <b>bold</b>\n", 3, "HTML"),
        ("## A\n\n<script>alert(1)</script>\n", 3, "HTML"),
        ("## A\n\n[x](notes.html)\n", 3, "must begin with https://"),
        ("## A\n\none\ntwo {{ valeu('small', 'x') }}\n", 4, "did you mean 'value'?"),
        ("## A\n\none\n{{ value('smal', 'x') }}\n", 4, "did you mean 'small'?"),
        ("## A\n\n{{ value('small', 'x', variant='y') }}\n", 3, "has no variant 'y'"),
        ("## A\n\n- {{ verdict('X9') }}\n", 3, "there is no claim 'X9'"),
        ("## A\n\none\ntwo\nis 0.93 here\n", 5, "a literal number '0.93'"),
        ("## A\n\n*is 93.4 %*\n", 3, "a literal number '93.4'"),
        ("## A\n\nopen {{ value('small'\n", 3, "never closed"),
    ],
)
def test_problems_name_their_line(plan, prose, line, words):
    found = problems_of(plan, prose)
    assert any(f"prose.md: line {line}: " in text and words in text for text in found), found


def test_good_prose_has_no_problem(plan):
    for document in plan.documents.values():
        assert check_prose(document, plan) == []
    assert problems_of(plan, "") == []
    assert problems_of(plan, "## A\n\nversion `1.2`, 60 000 images, 2021\n") == []


def test_calls_are_answered(report):
    first, second = report["chapters"]
    scope = first["sections"]["scope"]["nodes"]
    spans = scope[0]["children"]
    value = next(node for node in spans if node["type"] == "value")
    verdict = next(node for node in spans if node["type"] == "verdict")
    assert value["state"] == "measured" and 0.9 < float(value["text"]) < 0.94
    assert "3 seeds" in value["words"]
    assert verdict["badge"]["name"] == first["claims"][0]["badge"]["name"]
    (absent,) = (n for n in second["sections"]["scope"]["nodes"][0]["children"] if "state" in n)
    assert (absent["state"], absent["text"]) == ("missing", "not run")
