"""Why claims do not hold: counts, lists and sentences, from made-up and from real verdicts."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from reprise.analysis.causes import FAILED, UNDECIDED
from reprise.analysis.chance import Chance
from reprise.reporting import anchors
from reprise.reporting.causes import (
    BY,
    LABELS,
    against_chance,
    against_code,
    causes,
    sentences,
)
from reprise.reporting.html import render_html
from reprise.reporting.markdown import in_markdown


def claim(verdict, name):
    return {"verdict": verdict, "cause": name and {"name": name}}


def test_the_sentences_count_by_cause_in_the_order_of_the_causes():
    claims = [
        *[claim("not reproduced", "measured")] * 2,
        claim("not reproduced", "print"),
        *[claim("inconclusive", "spread")] * 3,
        claim("reproduced", None),
    ]
    assert sentences(claims) == [
        f"3 do not hold: 1 {BY['print']}, 2 {BY['measured']}.",
        f"3 are inconclusive: 3 {BY['spread']}.",
    ]
    assert sentences(claims[2:3]) == [f"1 does not hold: 1 {BY['print']}."]
    assert sentences(claims[3:4]) == [f"1 is inconclusive: 1 {BY['spread']}."]
    assert sentences(claims[-1:]) == []


def test_every_cause_can_be_told():
    assert set(LABELS) == set(FAILED)
    assert set(BY) == {*FAILED, *UNDECIDED}


@pytest.fixture
def told(build):
    """Verdicts of a build with the causes that a test gives its claims."""

    def made(given, literature=()):
        verdicts = copy.deepcopy(build.verdicts)
        for found in verdicts["first-2021"].values():
            verdict, cause = given.get(found["id"], ("reproduced", None))
            found |= {"verdict": verdict, "cause": cause}
        return causes(replace(build, verdicts=verdicts), literature)

    return made


def cause(name, tried=0, key=None, **more):
    alternative = {"key": key, "label": "a hat"} if name == "set-up" else None
    found = {"name": name, "words": "w", "tried": tried, "alternative": alternative}
    return "not reproduced", found | {"failing": {"measured": 1}} | more


def test_each_cause_links_to_its_claims(told):
    found = told({"X1": cause("measured"), "X3": cause("print"), "X4.b": cause("measured", 2)})
    assert found["count"] == 3
    assert [(row["name"], row["count"]) for row in found["rows"]] == [("print", 1), ("measured", 2)]
    listed = found["rows"][1]["documents"]
    assert [c["id"] for d in listed for c in d["claims"]] == ["X1", "X4.b"]
    assert listed[0]["claims"][1]["anchor"] == "claim--first-2021--X4.b"
    assert (
        "1 where other set-ups were tried and none gives it, 1 where none was"
        in found["rows"][1]["meaning"]
    )


def test_another_set_up_is_an_assumption_s_or_an_experiment_s(told):
    found = told({"X1": cause("set-up", 1), "X3": cause("set-up", 1, key="data.scaling")})
    meaning = found["rows"][0]["meaning"]
    assert "1 with another value of what we assume, 1 with another experiment" in meaning


def test_nothing_to_tell(told):
    assert told({"X2": ("reproduced", None)}) is None


def test_the_literature_speaks_for_the_code(told):
    rows = [{"outcome": {"name": name}} for name in ("within", "within", "outside", "not run")]
    found = told({"X1": cause("measured")}, rows)["against"]
    of_code = next(item for item in found if item["name"] == "Our code?")
    assert of_code["link"]["words"].startswith("2 of 3 numbers")
    without = told({"X3": cause("print", failing={"print": 1})}, rows[3:])["against"]
    assert without == [], "nothing was refuted by measuring, and nothing was compared"


def part(verdict, *experiments, **more):
    found = {"verdict": verdict, "experiments": experiments, "kind": "bound", "stated": "1"}
    return {**found, "p_against": 0.01, "hindered": None, "formula": None, **more}


def checked(*parts, **failing):
    return {"parts": parts, "cause": {"name": "any", "failing": failing} if failing else None}


def code(*claims):
    return [item["words"] for item in against_code(claims, [])]


def test_formulas_that_pass_once_mended_speak_for_the_code():
    formulas = [
        {"corrected_holds": True},
        {"holds_for": "one", "corrected_holds": False},
        {"printed": "x"},
    ]
    failing = [part("not reproduced", formula=formula) for formula in formulas]
    right = part("reproduced", formula={"corrected_holds": True})
    assert code(checked(*failing, right, formula=3)) == [
        "Of 3 checks of printed formulas that fail, 2 pass the same check once corrected or under "
        "a condition."
    ]
    assert code(checked(right)) == []


def test_runs_that_bear_out_other_claims_speak_for_the_code():
    failing = checked(part("not reproduced", "a"), part("reproduced", "a"), measured=1)
    both = checked(part("not reproduced", "a", "b"), measured=1)
    other = checked(part("reproduced", "a"))
    assert "1 claim that fails by what was measured, 0 rest" in code(failing)[0], "only its own"
    assert "1 claim that fails by what was measured, 1 rests" in code(failing, other)[0]
    assert "2 claims that fail by what was measured, 1 rests" in code(failing, both, other)[0]
    untested = checked(part("reproduced", "a", p_against=None))
    assert "0 rest" in code(failing, untested)[0]


def test_the_words_on_chance_are_numbers_of_the_tests():
    found = Chance(claims=20, tests=40, refuted=3, at_most=1.95, firm=2)
    words = against_chance(found)[0]["words"]
    assert words.startswith("Of 20 claims tested over seeds, 3 fail by that alone.")
    assert "at most 2 would be expected" in words, "a bound is never rounded down"
    assert words.endswith("among ten tests that fail, of 40, 2 of the 3 stay.")
    assert against_chance(replace(found, refuted=0)) == []


def test_the_content_has_the_causes_of_its_claims(report, build):
    for chapter in report["chapters"]:
        found = build.verdicts[chapter["slug"]]
        for shown in chapter["claims"]:
            stated = found.get(shown["id"], {"cause": None})["cause"]
            assert shown["cause"] == (stated and stated["words"])
    first = report["chapters"][0]
    assert first["because"] == sentences(build.verdicts["first-2021"].values())
    assert first["because"], "the sample has claims that do not hold, or are open"


def test_page_and_markdown_tell_them(report, told):
    made = copy.deepcopy(report)
    found = told({"X1": cause("measured"), "X3": cause("print")})
    made["overview"]["causes"] = found
    pictures = {r["svg"]: "<svg/>" for c in made["chapters"] for r in c["results"] if r["svg"]}
    html = render_html(made, pictures)
    assert 'class="causes"' in html and "Why 2 do not hold" in html
    assert found["sentences"][0] in in_markdown(made)
    for name, label in LABELS.items():
        told_of = name in ("print", "measured")
        assert (label in html) == told_of
        assert (f'href="#{anchors.cause(name)}"' in html) == told_of
        assert (f'<details id="{anchors.cause(name)}">' in html) == told_of
    made["overview"]["causes"] = None
    assert "do not hold" not in in_markdown(made)
    assert 'class="causes"' not in render_html(made, pictures)
